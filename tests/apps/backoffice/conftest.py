"""A node with two services, for agents' pages."""

import pytest
from apps.town import founded
from django.utils import timezone


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(timezone.now())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "backoffice" in str(item.path):
            item.add_marker(
                pytest.mark.django_db(transaction=True, databases=["default", "keys"])
            )
