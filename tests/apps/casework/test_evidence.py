"""Papers: pictures that applicants send, kept plain and sealed; papers seen at a counter."""

from __future__ import annotations

import io
from datetime import time
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from apps.proches import ANSWERS
from apps.town import NOON, founded
from kene.casework import api as casework
from kene.casework.models import Piece
from kene.casework.photo import SIDE, plain
from kene.catalogue import api as catalogue
from kene.core.casefile import PIECES, Moment
from kene.journal import api as journal
from kene.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
AT = Moment(NOON, NOON.date())
PACK = Path(__file__).parents[2] / "core" / "services" / "proches"
AGENT = casework.Reader("agent", "awa", "mairie", frozenset({"guichet"}))
NODE = casework.Reader("node", "node")


def photo(size: tuple[int, int] = (3000, 2000), kind: str = "JPEG") -> bytes:
    """A picture as a telephone takes it, with where and when it was taken."""
    picture = Image.new("RGB", size, "white")
    exif = Image.Exif()
    exif[0x0110] = "TELEPHONE DE FANTA"
    exif[0x0112] = 6  # turned a quarter
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, comment=b"un commentaire")
    return out.getvalue()


@pytest.fixture
def number(transactional_db: None) -> str:
    founded()
    service = catalogue.publish_folder(PACK, NOON)
    confirmed = casework.Confirmed(service, ANSWERS, "web", "fr")
    return casework.open_case(confirmed, Random(7), AT).number


def test_answers_of_items_are_found_again_in_the_case(number: str) -> None:
    file = casework.read_case(number, NODE, AT).file
    assert file.answers["besoins.1"] == ("lire", "porter")
    assert file.answers["passage.1"] == time(9, 30)
    assert file.answers["proches"] == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_upright_small_and_without_what_went_with_it(kind: str) -> None:
    kept = plain(photo(kind=kind))
    picture = Image.open(io.BytesIO(kept))
    assert (picture.format, picture.size) == ("JPEG", (SIDE * 2 // 3, SIDE))
    assert not picture.getexif()
    assert b"FANTA" not in kept and b"commentaire" not in kept


@pytest.mark.parametrize(
    "octets", [b"", b"%PDF-1.7", b"<svg/>", photo()[:200], photo((1, 1), "BMP"), b"x" * 8_000_001]
)
def test_what_is_no_picture_is_refused(octets: bytes) -> None:
    with pytest.raises(casework.NotAPicture):
        plain(octets)


def test_only_an_agent_of_the_authority_reads_a_picture_and_the_journal_tells(number: str) -> None:
    casework.receive(number, "photo", photo(), "web", AT)
    octets = casework.picture(number, 1, AGENT, AT)
    assert octets.startswith(b"\xff\xd8")
    assert octets not in bytes(Piece.objects.get().sealed)
    elsewhere = casework.Reader("agent", "ali", "tribunal", frozenset({"greffier"}))
    with pytest.raises(casework.Forbidden):
        casework.picture(number, 1, elsewhere, AT)
    told = [(line.who, line.what) for line in journal.lines_about(number)]
    assert told[-2:] == [("applicant", "received"), ("awa", "picture")]


def test_no_more_pictures_are_kept_than_a_case_may_hold(number: str) -> None:
    small = photo((30, 20))
    for _ in range(PIECES):
        casework.receive(number, "photo", small, "web", AT)
    with pytest.raises(casework.Refused):
        casework.receive(number, "photo", small, "web", AT)


def test_a_picture_of_a_paper_that_is_not_asked_is_refused(number: str) -> None:
    with pytest.raises(casework.Refused):
        casework.receive(number, "diplome", photo((30, 20)), "web", AT)


def test_a_picture_is_erased_with_its_case(number: str) -> None:
    casework.receive(number, "photo", photo((30, 20)), "web", AT)
    sealed = bytes(Piece.objects.get().sealed)
    casework.erase(number, NODE, NOON)
    assert not Piece.objects.exists()
    with pytest.raises(casework.NotFound):
        casework.picture(number, 1, AGENT, AT)
    with pytest.raises(privacy.Erased):
        privacy.keys_of(number).unseal("repondre", sealed, f"{number}/piece/1".encode())


def test_a_paper_that_was_seen_says_by_whom_when_and_in_what_form(number: str) -> None:
    casework.check(casework.Try(number, 0), "photo", "original", AGENT, AT)
    [checked] = casework.read_case(number, NODE, AT).file.checked
    assert (checked.agent, checked.evidence, checked.form) == ("awa", "photo", "original")
    assert checked.at == NOON
    line = list(journal.lines_about(number))[-2]
    assert (line.who, line.what, line.detail) == ("awa", "checked", "photo, original")


def test_a_paper_is_not_seen_in_a_form_that_is_not_accepted(number: str) -> None:
    with pytest.raises(casework.Refused):
        casework.check(casework.Try(number, 0), "photo", "copy", AGENT, AT)
