"""A plugin of pytest that keeps the tests that use a database: the others have run without it."""

from __future__ import annotations

import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what neither is marked as using a database nor asks for one."""
    left = [item for item in items if not _stores(item)]
    items[:] = [item for item in items if _stores(item)]
    config.hook.pytest_deselected(items=left)


def _stores(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
