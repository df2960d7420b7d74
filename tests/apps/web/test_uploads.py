"""A photo in small parts: whole or not at all, once, its own case's alone, and within bounds."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.casework.test_evidence import photo
from apps.web.test_citizens import Browser
from apps.web.test_relatives import browser, said
from kene.casework.models import Piece
from kene.channels.hops import utc_now
from kene.channels.web import uploads
from kene.channels.web.models import Part, Upload

__all__ = ["browser"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

PHOTO = photo((300, 200))
DIGEST = hashlib.sha256(PHOTO).hexdigest()
HELD = ("Upload-Offset", "Upload-Complete")


@pytest.fixture
def sender(browser: Browser) -> Browser:
    """Somebody at the page of their case."""
    browser.send(("proches", "done")).send(nina="", langues="peul")
    browser.send(("_choose", "confirm"))
    number, secret = browser.tree.xpath("//*[@class='number']/text()")
    browser.open("/suivre/").send(number=number, secret=secret)
    return browser.open("/dossier/piece/photo/")


def give(  # noqa: PLR0913 -- all that a part says of itself
    sender: Browser,
    octets: bytes,
    offset: object,
    *,
    last: bool = False,
    digest: str = DIGEST,
    paper: str = "photo",
) -> Any:
    token = sender.tree.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    return sender.client.patch(
        f"/dossier/piece/{paper}/{digest}/",
        octets,
        content_type="application/partial-upload",
        headers={
            "Upload-Offset": str(offset),
            "Upload-Complete": "?1" if last else "?0",
            "X-CSRFToken": token,
        },
    )


def held(sender: Browser, digest: str = DIGEST) -> tuple[str, str]:
    answer = sender.client.head(f"/dossier/piece/photo/{digest}/")
    return answer["Upload-Offset"], answer["Upload-Complete"]


def test_a_photo_comes_in_parts_and_goes_on_after_a_cut(sender: Browser) -> None:
    assert held(sender) == ("0", "?0")
    assert give(sender, PHOTO[:500], 0).status_code == 204
    assert held(sender) == ("500", "?0")
    assert PHOTO[:500] not in bytes(Part.objects.get().sealed)
    answer = give(sender, PHOTO[500:], 500, last=True)
    assert answer["Upload-Complete"] == "?1"
    assert Piece.objects.count() == 1 and Part.objects.count() == 0
    assert "Une photo envoyée" in said(sender.open("/dossier/"))


def test_a_part_sent_again_changes_nothing(sender: Browser) -> None:
    give(sender, PHOTO[:500], 0)
    again = give(sender, PHOTO[:500], 0)
    assert (again.status_code, again["Upload-Offset"]) == (409, "500")
    for _ in range(2):  # the answer to the last one was lost
        assert give(sender, PHOTO[500:], 500, last=True)["Upload-Complete"] == "?1"
    assert held(sender) == (str(len(PHOTO)), "?1")
    assert Piece.objects.count() == 1


def test_a_node_that_stopped_before_it_received_the_photo_receives_it(sender: Browser) -> None:
    give(sender, PHOTO, 0)
    assert (held(sender), Piece.objects.count()) == ((str(len(PHOTO)), "?0"), 0)
    assert give(sender, b"", len(PHOTO), last=True).status_code == 204
    assert Piece.objects.count() == 1


@pytest.mark.parametrize(
    ("offset", "status"),
    [("7", 409), ("-1", 400), ("", 400), ("1e3", 400), ("٣", 400), ("9" * 40, 400), (2**30, 400)],
)
def test_a_part_that_begins_elsewhere_is_refused(
    sender: Browser, offset: object, status: int
) -> None:
    assert give(sender, PHOTO[:9], offset).status_code == status
    assert Upload.objects.count() == Part.objects.count() == 0


def test_parts_and_photos_that_are_too_large_are_refused(sender: Browser) -> None:
    assert give(sender, bytes(uploads.PART + 1), 0).status_code == 413
    assert give(sender, bytes(100_000), 0).status_code == 413
    assert give(sender, b"x", uploads.MOST).status_code == 413
    assert give(sender, b"", 0).status_code == 400
    assert Upload.objects.count() == 0


def test_only_so_many_photos_are_on_their_way_and_those_left_are_removed(sender: Browser) -> None:
    names = [hashlib.sha256(bytes([n])).hexdigest() for n in range(uploads.OPEN + 1)]
    answers = [give(sender, b"x", 0, digest=name).status_code for name in names]
    assert answers == [204] * uploads.OPEN + [429]
    assert uploads.expire(utc_now()) == 0
    assert uploads.expire(utc_now() + uploads.KEEP + timedelta(seconds=1)) == uploads.OPEN
    assert Part.objects.count() == 0
    assert give(sender, b"x", 0, digest=names[-1]).status_code == 204


def test_what_is_not_the_photo_that_was_announced_is_thrown_away(sender: Browser) -> None:
    other = bytes(reversed(PHOTO))
    assert give(sender, other, 0, last=True).status_code == 422
    svg = b"<svg/>"
    digest = hashlib.sha256(svg).hexdigest()
    assert give(sender, svg, 0, last=True, digest=digest).status_code == 422
    assert Upload.objects.count() == Piece.objects.count() == 0


def test_a_paper_or_a_photo_that_does_not_exist_is_not_found(sender: Browser) -> None:
    assert give(sender, b"x", 0, paper="rien").status_code == 404
    assert give(sender, b"x", 0, digest="A" * 64).status_code == 404


def test_nobody_sees_or_continues_another_person_s_photo(sender: Browser) -> None:
    give(sender, PHOTO[:500], 0)
    stranger = Browser().open("/suivre/")
    answer = give(stranger, PHOTO[500:], 500, last=True)
    assert (answer.status_code, answer["Location"]) == (302, "/suivre/")
    mine = stranger.client.head(f"/dossier/piece/photo/{DIGEST}/")
    assert "Upload-Offset" not in mine
    Upload.objects.update(case="000000000")
    assert held(sender) == ("0", "?0")


def test_a_part_without_the_form_s_token_is_refused(sender: Browser) -> None:
    answer = sender.client.patch(f"/dossier/piece/photo/{DIGEST}/", b"x")
    assert answer.status_code == 403


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_however_it_is_cut_the_photo_is_whole_and_received_once(sender: Browser, seed: int) -> None:
    rng = Random(seed)
    size = (200 + rng.randrange(90), 100 + rng.randrange(90))
    octets = photo(size)
    digest = hashlib.sha256(octets).hexdigest()
    Piece.objects.all().delete()
    Upload.objects.all().delete()
    at, whole = 0, "?0"
    while whole == "?0":
        guess = at if rng.random() < 0.7 else rng.randrange(len(octets))
        end = min(len(octets), guess + rng.randrange(1, 1 + len(octets) // 3))
        give(sender, octets[guess:end], guess, last=end == len(octets), digest=digest)
        at, whole = int(held(sender, digest)[0]), held(sender, digest)[1]
    assert Piece.objects.count() == 1
