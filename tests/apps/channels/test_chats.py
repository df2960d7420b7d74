"""Every service in each chat and language; every message within the platforms' limits."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.channels import chat_networks, chatting
from apps.channels.chat_people import AWA
from apps.town import PACKS, founded
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.channels.messaging import drawing, photos, telegram, whatsapp
from kene.channels.messaging.drawing import Choice, Drawn
from kene.channels.messaging.messenger import Messenger
from kene.testing.channels import Rig, planned

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "bm"])
@pytest.mark.parametrize("chat", ["whatsapp", "telegram"])
@pytest.mark.parametrize("pack", sorted(each.parent.name for each in PACKS.glob("*/service.yaml")))
def test_every_service_is_done_in_each_chat_and_language(
    pack: str, chat: str, language: str
) -> None:
    now = utc_now()
    founded(now)
    service = catalogue.publish_folder(PACKS / pack, now)
    at = casework.moment(service.country, now)
    if language not in service.languages or casework.shut(service, at):
        pytest.skip("not in this language, or not today")
    whats = Rig.of(chatting.account(), chat_networks.WhatsAppNetwork(), Messenger)
    rig = whats if chat == "whatsapp" else Rig("telegram", chat_networks.chatter)
    plan = planned(service, language, Random(3), at.today)
    person = rig.newcomer()
    person.begin(plan)
    while person.advance(plan):
        pass
    rig.opened(plan, person.confirm())


LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90)


@given(st.lists(LABELS.map(str.strip).filter(bool), max_size=30), st.integers(0, 1024))
def test_every_message_is_one_that_the_platforms_take(labels: list[str], length: int) -> None:
    labels = [" ".join(each.split()) or "x" for each in labels]
    choices = tuple(Choice(f"{n}.12345678", each) for n, each in enumerate(labels, 1))
    shown = Drawn("x" * max(1, length), choices, "Choisir")
    if len(set(labels)) == len(labels):
        assert chatting.against_whatsapp(whatsapp.told(AWA[1:], shown)) == ""
    assert chatting.against_telegram(telegram.told("1", shown)) == ""


@given(st.lists(LABELS, max_size=8), st.booleans())
def test_a_page_is_split_into_what_is_read_and_what_is_tapped(
    labels: list[str], back: bool
) -> None:
    clean = [" ".join(each.split()) or "x" for each in labels]
    keys = [str(number) for number in range(1, len(clean) + 1)] + ["0"] * back
    lines = [f"{key} {each}" for key, each in zip(keys, [*clean, "Retour"], strict=False)]
    shown = drawing.drawn("\n".join(["Une question ?", *lines]), keys, "m", "Choisir")
    assert shown.body == "Une question ?"
    assert [each.label for each in shown.choices] == [*clean, *["Retour"] * back]
    assert shown.numbered == "\n".join(["Une question ?", *lines])


def test_identifiers_of_papers_fit_behind_a_button() -> None:
    longest = photos.Wanted("9" * 9, "e" * 40, "x")
    [one, _] = photos._choices("f" * 32, (longest, longest))
    assert len(one.id.encode()) <= 64
