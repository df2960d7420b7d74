"""A node with its key and an empty journal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from kene.journal import triggers
from kene.privacy import api as privacy


@pytest.fixture
def node(transactional_db: None) -> None:
    """A node that has its key."""
    privacy.create_node_key(settings.KENE.node_key_file)


@pytest.fixture
def guarded(node: None) -> Iterator[None]:
    """A node whose database refuses to change its journal, as in production."""
    triggers.remove(connection)
    triggers.install(connection)
    yield
    triggers.remove(connection, ("DELETE",))


@pytest.fixture
def opened(node: None) -> Iterator[None]:
    """A node whose journal somebody with the file can change."""
    triggers.remove(connection)
    yield
    triggers.install(connection, ("UPDATE",))
