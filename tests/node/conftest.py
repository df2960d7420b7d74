"""A node that was prepared once, and that each test copies."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bench.served import Served, served


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a node with both services, which nobody serves."""
    node = Served(tmp_path_factory.mktemp("founded") / "data")
    node.found()
    return node.data


@pytest.fixture
def serve(founded: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start a node of one's own, with more settings if given; it is ended after the test."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(served(tmp_path, founded, **settings))
