"""A link that a telephone asks for by SMS: the browser that opens it goes on where it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from apps.channels.test_sms import sms
from apps.town import Clock, founded
from kene.channels.sms import links as asking
from kene.channels.web import links
from kene.core.screens.encoding import segments

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

AWA = "+22376123456"


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(timezone.now())


def sent(word: str = "LIEN") -> str:
    """The address that comes by SMS, after a birth was begun there."""
    clock = Clock(timezone.now())
    sms("naissance", "1", clock=clock)
    sms("Awa", "2", clock=clock)
    told = sms(word, "3", clock=clock)
    assert segments(told).count <= 2
    found = re.search(r"https?://\S+", told)
    assert found, told
    assert found[0].startswith(settings.KENE.address)
    return found[0].removeprefix(settings.KENE.address)


@pytest.mark.parametrize("word", ["LIEN", "web.", "Link"])
def test_a_link_goes_on_with_what_was_begun_by_sms(word: str) -> None:
    path, browser = sent(word), Client()
    assert "Continuer ici" in browser.get(path).content.decode()
    shown = browser.post(path, follow=True).content.decode()
    assert "naissance" in shown
    assert "Awa" in browser.get("/demande/", follow=True).content.decode()


def test_opening_a_link_uses_nothing_and_its_button_uses_it_up() -> None:
    path = sent()
    for _ in range(3):
        assert Client().get(path).status_code == 200
    assert Client().post(path).cookies.get("visite")
    assert not Client().post(path).cookies.get("visite")


def test_a_link_is_good_for_half_an_hour_over_midnight_too() -> None:
    late = timezone.now().replace(hour=23, minute=45)
    word = links.made(AWA, late)
    assert links.phone_of(word, late + timedelta(minutes=29)) == AWA
    assert links.phone_of(word, late + timedelta(minutes=31)) == ""


def test_nobody_makes_a_link_for_another() -> None:
    word = links.made(AWA, timezone.now())
    for changed in (word[:-2] + "AA", "A" * len(word), "x", "é", word[1:]):
        assert links.phone_of(changed, timezone.now()) == ""
    assert Client().get(f"/lien/{word[:-3]}AAA/").status_code == 302


def test_where_no_number_is_known_there_is_no_link() -> None:
    assert asking.asked("link", "", timezone.now()) == ""
    assert asking.asked("help", AWA, timezone.now()) == ""
