"""Forms and leaflets: all is on the paper, nothing is cut, and screen readers can read it."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from exchange.forms import taken
from exchange.packs import PACKS, service, spoken
from kene.core.services import Service
from kene.core.values import Setting
from kene.exchange.api import Reach, form, leaflet
from kene.exchange.saying import Saying

NOW = datetime(2026, 3, 1, tzinfo=UTC)
REACH = Reach("*123#", "kene.example.ml")


def text_of(pdf: bytes) -> str:
    """All that is written in a PDF, letters and digits alone."""
    with pypdfium2.PdfDocument(pdf) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def squeezed(text: str) -> str:
    """A text without spaces, marks, or the hyphens that end lines."""
    return re.sub(r"[\W_]+", "", text.replace("\ufffe", "")).lower()


@pytest.mark.parametrize(("folder", "language"), spoken(), ids=lambda each: Path(str(each)).name)
def test_a_form_holds_each_question_with_its_options_and_conditions(
    folder: Path, language: str
) -> None:
    pack = service(folder)
    written = text_of(form(pack, language, REACH, NOW))
    setting = Setting(language, pack.country, NOW.date())
    repeated = {name for name in pack.repeats}
    for name, field in pack.fields.items():
        if name in repeated:
            continue
        assert squeezed(pack.wordings[language].say(f"fields.{name}.ask")) in written
        if field.type.name in ("choice", "choices", "yes_no"):
            for option in field.type.offered(setting):
                assert squeezed(option.label) in written
    for law in pack.laws:
        assert squeezed(Saying(pack, setting, {}).naming.law(law)) in written
    for name in pack.evidence:
        assert squeezed(pack.wordings[language].say(f"evidence.{name}")) in written


@pytest.mark.parametrize(("folder", "language"), spoken(), ids=lambda each: Path(str(each)).name)
def test_a_leaflet_is_one_page_with_how_to_call_what_to_bring_and_how_to_contest(
    folder: Path, language: str
) -> None:
    pack = service(folder)
    made = leaflet(pack, language, REACH, NOW)
    written = text_of(made)
    assert len(pikepdf.Pdf.open(BytesIO(made)).pages) == 1
    wording = pack.wordings[language]
    papers = [f"evidence.{name}" for name in pack.evidence]
    for key in ("title", "summary", *papers):
        assert squeezed(wording.say(key)) in written
    assert "123" in written


@pytest.mark.parametrize("draw", [form, leaflet])
def test_a_sheet_is_accessible_and_the_same_at_the_same_time(draw) -> None:
    pack = service(PACKS[0])
    made = draw(pack, "fr", REACH, NOW)
    assert made == draw(pack, "fr", REACH, NOW)
    with pikepdf.Pdf.open(BytesIO(made)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


LONG = "très " * 60


def stretched() -> Service:
    """A service whose every text is long, with many options and a group that repeats."""
    options = "\n".join(f"l | o{number} | Option {number} {LONG[:90]}" for number in range(60))
    return taken(
        f"""
        type | name | label | hint
        text | a | {LONG} A ? | {LONG}
        select_one l | b | {LONG} B ? |
        begin repeat | r | {LONG} |
        text | c | {LONG} C ? |
        end repeat | | |
        """,
        f"list_name | name | label\n{options}",
        f"form_title | form_id\n{LONG} titre | long",
    ).service


def test_long_texts_are_written_whole() -> None:
    pack = stretched()
    written = text_of(form(pack, "fr", REACH, NOW))
    for text in (f"{LONG} A ?", f"{LONG} B ?", f"{LONG} C ?", f"{LONG} titre"):
        assert squeezed(text) in written
    for number in range(60):
        assert squeezed(f"Option {number} {LONG[:90]}") in written
    made = leaflet(pack, "fr", REACH, NOW)
    assert squeezed(f"{LONG} titre") in text_of(made)
    assert len(pikepdf.Pdf.open(BytesIO(made)).pages) == 1


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${c} = 'a'", "vous avez répondu « Alpha » à la question 1"),
        ("${c} != 'a'", "vous n'avez pas répondu « Alpha » à la question 1"),
        ("selected(${m}, 'b')", "vous avez coché « Bêta » à la question 2"),
        ("${n} >= 18", "votre réponse à la question 3 est 18 ou plus"),
        ("${d} < date('2020-03-01')", "à la question 4 vient avant le 1er mars 2020"),
        ("${c} = 'a' and ${n} < 3", "« Alpha » à la question 1 et votre réponse"),
        ("${k} = 'OK'", "vous avez répondu « Oui » à la question 5"),
        ("${d} > today()", "l'agent vous le demande"),
        ("string-length(${t}) > 3", "l'agent vous le demande"),
    ],
)
def test_a_condition_is_said_in_words(relevant: str, said: str) -> None:
    pack = taken(
        f"""
        type | name | label | relevant
        select_one l | c | C ? |
        select_multiple l | m | M ? |
        integer | n | N ? |
        date | d | D ? |
        acknowledge | k | K ? |
        text | t | T ? |
        text | x | X ? | {relevant}
        """,
        "list_name | name | label\nl | a | Alpha\nl | b | Bêta",
    ).service
    numbers = {name: str(number) for number, name in enumerate(pack.fields, 1)}
    saying = Saying(pack, Setting("fr", "ml", NOW.date()), numbers)
    assert said in saying.only_if(pack.fields["x"].when)
