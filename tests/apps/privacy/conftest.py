"""A node's key, as its first start makes it."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from kene.privacy import api as privacy


@pytest.fixture(autouse=True)
def _node_key() -> Iterator[None]:
    privacy.create_node_key(settings.KENE.node_key_file)
    privacy.forget()
    yield
    privacy.forget()
