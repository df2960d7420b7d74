"""Any screen becomes a page that keeps what was typed and says what to mend, and where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kene.channels.web.draw import RADIOS, control, draw
from kene.channels.web.words import typeset
from kene.core.screens import Note, Option, Question, Screen

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)
KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
NOTES = st.none() | st.builds(Note, WORDS, st.booleans())


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question that a conversation may ask."""
    entry = draw(st.sampled_from(["choice", "choices", "text", "long_text", "number", "date"]))
    keys = draw(st.lists(KEYS, min_size=2, max_size=12, unique=True))
    offered = entry in ("choice", "choices") or draw(st.booleans())
    options = tuple(Option(key, draw(WORDS)) for key in keys) if offered else ()
    return Question(draw(KEYS), draw(WORDS), entry, options, draw(WORDS), draw(NOTES), draw(WORDS))


SCREENS = st.builds(
    Screen,
    st.just("question"),
    WORDS,
    questions=st.lists(questions(), min_size=1, max_size=5, unique_by=lambda one: one.field).map(
        tuple
    ),
    note=NOTES,
)


@given(SCREENS)
def test_each_error_is_listed_and_leads_to_something_that_can_be_mended(screen: Screen) -> None:
    drawing = draw(screen)
    wrong = [each for each in screen.questions if each.note and each.note.error]
    whole = bool(screen.note and screen.note.error)
    assert len(drawing.faults) == len(wrong) + whole
    reachable = {part.id for part in drawing.controls} | {
        choice.id for part in drawing.controls for choice in part.choices
    }
    assert {fault.id for fault in drawing.faults if fault.id} <= reachable


@given(SCREENS)
def test_no_two_parts_of_a_page_have_one_identifier(screen: Screen) -> None:
    found: list[str] = []
    for part in draw(screen).controls:
        own = [choice.id for choice in part.choices]
        own += [part.id] if part.id not in own else []
        own += part.described_by.split()
        found += own
    assert len(found) == len(set(found))


@given(questions())
def test_what_was_typed_is_kept(question: Question) -> None:
    assert control(question).value == question.given


def test_a_choice_that_was_made_stays_made() -> None:
    options = (Option("fille", "Fille"), Option("garcon", "Garçon"))
    drawn = control(Question("sexe", "Sexe ?", "choice", options, given="garcon"))
    assert [choice.chosen for choice in drawn.choices] == [False, True]


def test_many_options_become_a_list() -> None:
    options = tuple(Option(str(number), str(number)) for number in range(RADIOS + 1))
    assert "radios" in control(Question("a", "A ?", "choice", options[:-1])).template
    assert "select" in control(Question("a", "A ?", "choice", options)).template


def test_a_place_that_was_not_clear_can_be_chosen_or_written_again() -> None:
    question = Question("lieu", "Où ?", "text", (Option("02-04", "Kati"),), given="Kat")
    drawn = control(question)
    assert (drawn.value, drawn.choices[0].name) == ("Kat", "lieu-chosen")


def test_a_summary_has_a_line_for_each_answer_and_a_button_for_the_rest() -> None:
    options = (
        Option("confirm", "Confirmer"),
        Option("nom", "Nom", "Traoré"),
        Option("abandon", "Abandonner"),
    )
    drawing = draw(Screen("summary", "Vérifiez", options=options))
    assert [row.field for row in drawing.rows] == ["nom"]
    assert [option.key for option in drawing.options] == ["confirm", "abandon"]


def test_no_line_begins_with_a_question_mark() -> None:
    assert typeset("Où ? « Ici »") == "Où\u00a0? «\u00a0Ici\u00a0»"
