"""What every test relies on."""

import os
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection, connections
from django.db.models.signals import post_migrate
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

# A browser's driver leaves a loop in the thread of the tests, which come after it in one process.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The same examples in each run, so that a red one tells of its change; campaigns draw others.
settings.register_profile("kene", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("campaign", deadline=None, max_examples=2000)
settings.load_profile("campaign" if os.environ.get("KENE_CAMPAIGN") else "kene")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that hold a slow test come first, so that no process ends with a long one alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The databases, which Django empties by DELETE after a test of real transactions.

    The journal's triggers refuse that, so only its own tests put this one back. On PostgreSQL too:
    TRUNCATE makes each table anew, which takes 80 ms where DELETE takes one. What Django writes
    again into an emptied database, the names of models and of permissions, is read by nobody.
    """
    from django.contrib.contenttypes.management import create_contenttypes

    from kene.journal import triggers

    with django_db_blocker.unblock():
        triggers.remove(connection, ("DELETE",))
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    for each in connections.all():
        if each.vendor == "postgresql":
            each.ops.sql_flush = _deleting


def _deleting(style: object, tables: Sequence[str], **_: object) -> list[str]:
    return [f'DELETE FROM "{table}"' for table in tables]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers: one for all the tests of a process, which bears no second."""
    with sync_playwright() as playwright:
        yield playwright
