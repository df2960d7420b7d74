"""A node with two services and its static files, for agents' pages."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.town import founded


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(timezone.now())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here may use both databases."""
    for item in items:
        if "backoffice" in item.path.parts:
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "keys"]))
