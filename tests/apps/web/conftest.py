"""Pages need their stylesheet under the name that it is served by; codes, telephones to come to."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from kene.channels.simulator.phones import Phones, SimulatedCarrier
from kene.channels.web import codes


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def phones() -> Iterator[Phones]:
    received = Phones()
    codes.carry_by(SimulatedCarrier(received))
    yield received
    codes.carry_by(None)
