"""Where the link that takes photos is asked, and by whom it is told."""

from dataclasses import replace
from random import Random

import pytest
from django.conf import LazySettings
from django.test import Client

from apps.town import NOON, founded
from kene.intake.api import NodeDesk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("channel", "number", "told"),
    [
        ("ussd", "36000", "36000"),
        ("ussd", "", None),
        ("sms", "36000", ""),
        ("sms", "", ""),
        ("whatsapp", "", ""),
    ],
)
def test_a_number_is_told_to_whoever_does_not_write_to_it_and_where_there_is_one(
    settings: LazySettings, channel: str, number: str, told: str | None
) -> None:
    settings.KENE = replace(settings.KENE, sms_number=number)
    desk = NodeDesk(channel, "+22376123456", NOON, Random(1))
    assert desk.texted() == told


@pytest.mark.parametrize("number", ["", "36000"])
def test_a_page_tells_the_number_of_messages(settings: LazySettings, number: str) -> None:
    founded()
    settings.KENE = replace(settings.KENE, sms_number=number)
    said = Client().get("/services/naissance/").content.decode()
    assert ("<dt>SMS</dt>" in said, "envoyez NAISSANCE au 36000" in said) == (bool(number),) * 2
