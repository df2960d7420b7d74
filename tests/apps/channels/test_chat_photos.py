"""Pictures of papers that come by WhatsApp."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from apps.channels.chat_people import AT, AWA, Chat, opened, told, works
from apps.channels.chatting import (
    message,
    picture,
    signed,
    tapped,
    webhook,
)
from apps.town import NOON
from kene.casework import api as casework
from kene.casework.models import Piece

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def asked() -> str:
    """A case of Awa's that waits for pictures of papers: its number."""
    return opened(AWA)


def test_a_photo_is_kept_with_the_case_that_waits_for_it(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1037543291543636"] = picture((4000, 3000))
    shown = awa.says(image={"id": "1037543291543636", "mime_type": "image/jpeg", "sha256": "x"})
    assert "reçue" in shown
    kept = Piece.objects.get()
    assert kept.case_id == asked
    service = casework.cases_of(AWA, casework.moment("ml", NOON))[0].service
    reader = casework.Reader("agent", "1", service.authority, frozenset({"any"}))
    octets = casework.picture(asked, 1, reader, AT)
    with Image.open(io.BytesIO(octets)) as plain:
        assert max(plain.size) == 1800
        assert not plain.getexif()


def test_a_photo_that_comes_twice_is_kept_once(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    came = signed(webhook(message(AWA, "wamid.P", image={"id": "1", "mime_type": "image/jpeg"})))
    for _ in range(3):
        assert told(awa.account, came).status == "200 OK"
    works()
    works(NOON + timedelta(minutes=3))
    assert Piece.objects.count() == 1


@pytest.mark.parametrize(
    "octets", [b"", b"GIF89a", b"<svg/>", picture()[:200]], ids=["empty", "gif", "svg", "cut"]
)
def test_what_is_no_picture_is_not_kept(awa: Chat, asked: str, octets: bytes) -> None:
    awa.platform.pictures["1"] = octets
    shown = awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    assert "pas lisible" in shown
    assert not Piece.objects.exists()


def test_a_photo_that_nobody_waits_for_is_not_fetched(awa: Chat) -> None:
    awa.says(text="naissance")
    assert "n'attend de photo" in awa.says(image={"id": "1", "mime_type": "image/jpeg"})


def test_a_platform_that_is_away_keeps_the_photo_for_later(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    awa.platform.fails = (503, None)
    awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    assert not Piece.objects.exists()
    works(NOON + timedelta(minutes=2))
    assert Piece.objects.count() == 1


def test_the_person_says_which_of_several_papers_a_photo_shows(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    second = opened(AWA, seed=8)
    assert "Que montre" in awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    name = next(key for key in awa.choices if second in key)
    assert "reçue" in awa.says(interactive=tapped("…", name))
    awa.says(interactive=tapped("…", name))
    assert Piece.objects.get().case_id == second


def test_nobody_chooses_for_the_photo_or_the_case_of_another(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    theirs = opened("+22370000009", seed=9)
    opened(AWA, seed=8)
    awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    name = next(iter(awa.choices))
    begun = name.split(".")
    forged = ".".join((*begun[:2], theirs, begun[3]))
    assert "n'attend de photo" in awa.says(interactive=tapped("…", forged))
    assert not Piece.objects.exists()
    other = webhook(message("+22370000008", "wamid.X", interactive=tapped("…", name)))
    told(awa.account, signed(other))
    works()
    assert not Piece.objects.exists()
