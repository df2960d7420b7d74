"""Any screen is said in short pages, and every key that a page names does what it says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kene.core.screens import Back, Choose, Help, Option, Question, Say, Screen, voice
from kene.core.screens.phone import Turn
from kene.core.screens.voice import OPTIONS, SECONDS, Speech

LABEL = st.text("abcdefghij ɛɔɲŋ", min_size=1, max_size=40).filter(str.strip)
LANGUAGES = st.sampled_from(["fr", "bm", "en"])
FOOT = 12.0
"""Seconds of what is said of the keys, after a page that is full."""


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    """A question, a menu or a summary, with any number of options."""
    labels = draw(st.lists(LABEL, max_size=30))
    options = tuple(Option(f"k{n}", label) for n, label in enumerate(labels))
    entry = draw(
        st.sampled_from(["choice", "text", "number", "date", "time", "phone", "long_text"])
    )
    question = Question("f", draw(LABEL), entry, options, optional=draw(st.booleans()))
    asks = draw(st.booleans())
    kind = "question" if asks else draw(st.sampled_from(["menu", "summary", "end"]))
    return Screen(
        kind,
        draw(LABEL),
        tuple(draw(st.lists(LABEL, max_size=4))),
        questions=(question,) if asks else (),
        options=() if asks else options,
        back=draw(st.booleans()),
    )


@given(screens(), LANGUAGES)
def test_a_page_is_short_and_every_option_is_said_once(screen: Screen, language: str) -> None:
    said = voice.pages(screen, language)
    assert [each.number for each in said] == list(range(len(said)))
    for each in said:
        assert each.seconds <= SECONDS + FOOT
        assert voice.told(each.text) == Speech(each.language, each.keys, each.lines)
    offered = (screen.question.options if screen.question else ()) + screen.options
    words = [line for each in said for line in each.lines]
    for option in offered:
        label = " ".join(option.label.split())
        assert any(label in line for line in words)


@given(screens(), LANGUAGES)
def test_every_option_has_a_key_on_one_page(screen: Screen, language: str) -> None:
    said = voice.pages(screen, language)
    offered = (screen.question.options if screen.question else ()) + screen.options
    chosen = [
        meant.key
        for page in range(len(said))
        for meant in (voice.read(screen, page, str(n)) for n in range(1, OPTIONS + 1))
        if isinstance(meant, Choose)
    ]
    assert sorted(chosen) == sorted(option.key for option in offered)


@given(screens())
def test_more_and_back_lead_through_the_pages(screen: Screen) -> None:
    count = len(voice.pages(screen, "fr"))
    for page in range(count):
        last = page == count - 1
        if not last:
            assert voice.read(screen, page, "9") == Turn(page + 1)
        counts = last and screen.question is not None and screen.question.entry == "number"
        back = voice.read(screen, page, "00" if counts else "0")
        if page:
            assert back == Turn(page - 1)
        elif screen.back:
            assert back == Back()
    assert voice.read(screen, 0, "*") == Help()


def test_what_is_typed_is_written_as_people_write_it() -> None:
    def typed(entry: str, keys: str) -> object:
        return voice.read(Screen("question", "", questions=(Question("f", "?", entry),)), 0, keys)

    assert typed("date", "15032026#") == Say("15/03/2026")
    assert typed("date", "150326") == Say("15/03/26")
    assert typed("date", "2026") == Say("2026")
    assert typed("time", "0730") == Say("07:30")
    assert typed("number", "0") == Say("0")
    assert typed("number", "12*5") == Say("12,5")
    assert typed("phone", "76123456") == Say("76123456")


def test_several_options_are_typed_with_a_star_between() -> None:
    options = tuple(Option(f"k{n}", f"Option {n}") for n in range(1, 13))
    question = Question("f", "Lesquelles ?", "choices", options)
    screen = Screen("question", "", questions=(question,))
    assert voice.read(screen, 0, "2*11#") == Say("k2 k11")
    assert voice.typed_of(question, "k2 k11") == "2*11"
    assert voice.read(screen, 0, "13") == Say("?")


def test_a_text_is_asked_by_an_agent() -> None:
    screen = Screen("question", "", questions=(Question("f", "Votre nom ?", "text"),))
    [said] = voice.pages(screen, "fr")
    assert said.keys == "agent"
    assert "agent" in said.lines[-1]


def test_a_language_is_offered_in_its_own_words() -> None:
    options = (Option("fr", "Français", language="fr"), Option("bm", "Bamanankan", language="bm"))
    [page] = voice.pages(Screen("menu", "Kɛnɛ", options=options), "fr")
    assert voice.told(page.text).lines == page.lines
    assert [*page.said][:3] == [
        ("fr", "Kɛnɛ"),
        ("fr", "Pour Français, tapez 1."),
        ("bm", "Bamanankan kama, 2 digi."),
    ]
