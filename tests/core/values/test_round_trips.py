"""What is shown is read back, what is stored is found again, and nothing else ever happens."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kene.core.values import LANGUAGES, Misread, Setting, Type, sentence

from .answers import TYPES_IN_USE, Answer, answers, setting, settings

# What a person types, with whatever a keypad, a copy or a broken gateway may add to it.
PIECES = (
    *("15", "3", "1990", "26", "000", "mars", "vers", "hier", "oui", "ɔwɔ", "Kati", "Pondori"),
    *("F", "FCFA", "dɔrɔmɛ", "+223", "00", "76123456", "in:02:a-z", "01-05-32", "(", ")", "k"),
    *("/", "-", ".", ",", " ", "\u202f", "'", "\u2019", "٣", "５", "²", "፩", "Ⅳ", "\x00", "\ud800"),
)
typed = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
anything = st.text(max_size=30) | typed | st.text(min_size=150, max_size=400)


@given(answers, settings)
def test_what_is_shown_is_read_back(answer: Answer, reader: Setting) -> None:
    shown = answer.type.show(answer.value, reader)
    assert answer.type.parse(shown, reader) == answer.value


@given(answers)
def test_what_is_stored_is_found_again(answer: Answer) -> None:
    raw = answer.type.encode(answer.value)
    found = answer.type.decode(json.loads(json.dumps(raw)))
    assert (found, type(found)) == (answer.value, type(answer.value))
    assert answer.type.encode(found) == raw


@given(st.sampled_from(TYPES_IN_USE), anything, settings)
@example(TYPES_IN_USE[3], "9" * 5000, setting())
def test_any_text_is_an_answer_or_is_explained(type_: Type, text: str, reader: Setting) -> None:
    try:
        value = type_.parse(text, reader)
    except Misread as misread:
        assert sentence(misread, reader)
        return
    assert type_.parse(type_.show(value, reader), reader) == value
    assert type_.decode(type_.encode(value)) == value
    type_.show(value, Setting(reader.language, reader.country, reader.today, "speech"))


@given(
    st.sampled_from(TYPES_IN_USE),
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.lists(st.just(1)),
)
def test_what_no_type_wrote_is_not_decoded(type_: Type, raw: object) -> None:
    try:
        value = type_.decode(raw)  # type: ignore[arg-type]
    except ValueError:
        return
    assert type_.encode(value) == raw
    assert type(type_.encode(value)) is type(raw)


@pytest.mark.parametrize("language", LANGUAGES)
@given(answers)
def test_each_language_reads_the_same_value_in_digits(language: str, answer: Answer) -> None:
    """A short form in French is read by somebody whose screen is in another language."""
    if answer.type.name in {"choice", "choices", "decimal"}:
        return
    shown = answer.type.show(answer.value, setting("fr", "short"))
    assert answer.type.parse(shown, setting(language)) == answer.value


@given(answers, settings)
def test_a_small_set_of_answers_is_chosen_by_its_keys(answer: Answer, reader: Setting) -> None:
    for option in answer.type.offered(reader):
        if answer.type.name != "place":
            value = answer.type.parse(option.key, reader)
            assert answer.type.show(value, reader) == option.label
