"""Pages need their stylesheet under the name that it is served by."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
