"""A conversation drawn: every screen and every fact of it is in the picture."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2

from cli.command import kene
from exchange.packs import ROOT, service
from kene.testing.play import play
from kene.testing.storyboard import storyboard
from kene.testing.transcript import read_transcript

PACK = ROOT / "packs" / "naissance"
TOLD = PACK / "tests" / "ussd-bm-dans-le-delai.txt"
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def squeezed(text: str) -> str:
    """Letters and digits alone: a line may be broken anywhere on a narrow phone."""
    return re.sub(r"[\W_]+", "", text).lower()


def test_a_storyboard_holds_each_screen_and_each_fact() -> None:
    told, naissance = read_transcript(TOLD.read_text(), TOLD.name), service(PACK)
    with pypdfium2.PdfDocument(storyboard(told, naissance, "pdf", AT)) as document:
        written = "".join(page.get_textpage().get_text_range() for page in document)
    held = squeezed(written.replace("\ufffe", ""))
    for step in play(told, naissance).accepted.steps:
        for line in (*step.screen, *step.facts):
            assert squeezed(line) in held, line


def test_a_storyboard_is_one_picture_too() -> None:
    told, naissance = read_transcript(TOLD.read_text(), TOLD.name), service(PACK)
    root = ElementTree.fromstring(storyboard(told, naissance, "svg", AT))  # noqa: S314
    assert root.tag.endswith("svg")
    assert float(root.attrib["height"].removesuffix("pt")) > 500


def test_the_command_draws_and_says_what_it_can_t(tmp_path: Path) -> None:
    picture = tmp_path / "naissance.svg"
    done = kene("export", "storyboard", PACK, TOLD, "--to", picture)
    assert (done.code, picture.stat().st_size > 10_000) == (0, True)
    wrong = kene("export", "storyboard", PACK, TOLD, "--to", tmp_path / "naissance.png")
    assert (wrong.code, ".svg ou en .pdf" in wrong.err) == (2, True)
    missing = kene("export", "storyboard", PACK, tmp_path / "rien.txt", "--to", picture)
    assert (missing.code, "rien.txt" in missing.err) == (2, True)


def test_sheets_say_how_they_are_read_and_none_is_left_half_empty() -> None:
    pack = ROOT / "packs" / "filets"
    path = pack / "tests" / "web-fr-classement.txt"
    told, filets = read_transcript(path.read_text(), path.name), service(pack)
    with pypdfium2.PdfDocument(storyboard(told, filets, "pdf", AT)) as document:
        pages = list(document)
        assert "colonne après colonne" in pages[0].get_textpage().get_text_range()
        for page in pages[:-1]:
            ends = [each.get_bounds()[1] for each in page.get_objects()]
            # The footer alone is lower than a fifth of the sheet; a column reaches the middle.
            reached = sorted(end for end in ends if end > page.get_height() / 12)
            assert reached[0] < page.get_height() / 3
