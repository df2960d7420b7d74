"""A screen fits any phone, whole and in order, and what was drawn can be typed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kene.core.screens import Back, Choose, Help, Note, Option, Question, Say, Screen
from kene.core.screens.alphabets import ALPHABETS
from kene.core.screens.encoding import fallback, measure, mend, octets_of
from kene.core.screens.phone import Page, Turn, Words, keys, pages, read, words

from .texts import anything, sentences

FRENCH = words("fr")
SENTENCES = sentences(16)
BUDGETS = st.sampled_from((140, 160, octets_of(2), octets_of(3)))
LANGUAGES = st.sampled_from(("fr", "bm", "en"))
ENTRIES = ("choice", "choices", "text", "long_text", "number", "date", "phone", "none")


@st.composite
def screens(draw: st.DrawFn, text: st.SearchStrategy[str] = SENTENCES) -> Screen:
    """Any screen; unless told otherwise, one whose words and options fit a page."""
    short = sentences(3, 8)
    notes = st.none() | st.builds(Note, text, st.booleans())
    options = st.lists(short, max_size=15).map(
        lambda labels: tuple(Option(f"k{n}", label, "détail") for n, label in enumerate(labels))
    )
    question = st.builds(
        Question,
        st.just("champ"),
        text,
        st.sampled_from(ENTRIES),
        options=options,
        hint=text,
        note=notes,
        optional=st.booleans(),
    )
    screen = st.builds(
        Screen,
        st.sampled_from(("question", "summary", "menu", "help", "message", "end")),
        text,
        body=st.lists(text, max_size=3).map(tuple),
        questions=st.just(()) | question.map(lambda asked: (asked,)),
        back=st.booleans(),
        help=st.booleans(),
        note=notes,
    )
    drawn = draw(screen)
    # The keys of the question's options and of the screen's are never the same.
    return drawn if drawn.questions else replace(drawn, options=draw(options))


def expected(screen: Screen) -> list[str]:
    """All that a screen says, in the order in which a person should read it."""
    question = screen.question
    notes = [note for note in (screen.note, question and question.note) if note]
    said = [note.text for note in notes if note.error]
    said += [*screen.body] if question else [screen.title, *screen.body]
    said += [question.text, question.hint] if question else []
    said += [note.text for note in notes if not note.error]
    said = [mend(text) for text in said]
    zero = "0" if question and question.entry == "number" else ""
    for number, option in enumerate(question.options if question else screen.options, 1):
        detail = f": {option.detail}" if screen.kind == "summary" else ""
        said.append(f"{zero}{number} {mend(option.label + detail)}")
    return " ".join(said).split()


def contents(drawn: tuple[Page, ...], beside: Words = FRENCH) -> list[str]:
    """The lines of all pages above their keys."""
    shown = {beside.back, beside.more, beside.help, beside.skip}
    labels = "|".join(shown | {fallback(word) for word in shown})
    foot = re.compile(rf"(?:(?:^|\n)0+ (?:{labels}))*\Z")
    return [line for page in drawn for line in foot.sub("", page.text).split("\n")]


@given(screens(), BUDGETS, LANGUAGES, st.sampled_from(sorted(ALPHABETS)))
def test_every_page_is_within_the_octets_of_its_encoding(
    screen: Screen, budget: int, language: str, alphabet: str
) -> None:
    for page in pages(screen, budget, words(language), ALPHABETS[alphabet]):
        assert measure(page.text, ALPHABETS[alphabet]).octets <= budget


@given(screens(anything()), BUDGETS)
def test_a_hostile_screen_is_within_the_octets_too(screen: Screen, budget: int) -> None:
    for page in pages(screen, budget, FRENCH):
        assert measure(page.text).octets <= budget


@given(screens(), BUDGETS, LANGUAGES)
def test_every_word_is_said_once_and_in_order(screen: Screen, budget: int, language: str) -> None:
    lines = contents(pages(screen, budget, words(language)), words(language))
    assert " ".join(lines).split() in (
        expected(screen),
        fallback(" ".join(expected(screen))).split(),
    )


@given(screens(), BUDGETS)
def test_every_option_is_whole_and_its_number_chooses_it_from_any_page(
    screen: Screen, budget: int
) -> None:
    drawn = pages(screen, budget, FRENCH)
    lines = {line.strip() for line in contents(drawn)}
    zero = "0" if screen.question and screen.question.entry == "number" else ""
    offered = screen.question.options if screen.question else screen.options
    for number, option in enumerate(offered, 1):
        label = f"{option.label}: {option.detail}" if screen.kind == "summary" else option.label
        whole = f"{zero}{number} {' '.join(mend(label).split())}"
        assert {whole, fallback(whole).strip()} & lines
        for page in drawn:
            typed = f" {zero}{number} "
            assert read(screen, page.number, page.count, typed) == Choose(option.key)


@given(screens(), BUDGETS)
def test_one_key_walks_through_all_pages_and_another_walks_back(
    screen: Screen, budget: int
) -> None:
    drawn = pages(screen, budget, FRENCH)
    zero = "0" if screen.question and screen.question.entry == "number" else ""
    for page in drawn[:-1]:
        assert f"\n{zero}00 Suite" in page.text
        assert read(screen, page.number, page.count, f"{zero}00") == Turn(page.number + 1)
    for page in drawn[1:]:
        assert f"{zero}0 Retour" in page.text
        assert read(screen, page.number, page.count, f"{zero}0") == Turn(page.number - 1)


@given(screens(), BUDGETS)
def test_all_that_stands_before_a_word_of_the_keys_can_be_typed(
    screen: Screen, budget: int
) -> None:
    for page in pages(screen, budget, FRENCH):
        for typed, word in re.findall(
            r"^(0+) (Retour|Suite|Aide|Passer)$", page.text, re.MULTILINE
        ):
            meaning = keys(screen, page.number, page.count)[typed]
            assert (
                type(meaning)
                in {
                    "Retour": (Back, Turn),
                    "Suite": (Turn,),
                    "Aide": (Help,),
                    "Passer": (Say,),
                }[word]
            )


@given(screens(), st.integers(0, 3), anything())
def test_whatever_is_typed_is_read(screen: Screen, page: int, typed: str) -> None:
    meaning = read(screen, page, 4, typed)
    if isinstance(meaning, Say) and meaning.text:
        question = screen.question
        chosen = question is not None and question.entry == "choices"
        assert meaning.text == typed.strip() or chosen


@given(st.integers(0, 10**9), st.booleans(), st.booleans())
def test_a_number_is_always_an_answer_to_a_question_that_counts(
    number: int, optional: bool, several_pages: bool
) -> None:
    options = (Option("aucun", "Aucun"), Option("beaucoup", "Beaucoup"))
    asked = Question("enfants", "Combien d'enfants ?", "number", options, optional=optional)
    screen = Screen("question", "", questions=(asked,), back=True, help=True)
    assert read(screen, 0, 3 if several_pages else 1, str(number)) == Say(str(number))


@given(st.text("abcdé ", min_size=200, max_size=900).map(lambda text: text.replace(" ", "")))
def test_a_word_longer_than_a_page_is_cut_and_nothing_is_lost(word: str) -> None:
    drawn = pages(Screen("message", word), 80, FRENCH)
    assert "".join(contents(drawn)) == word


def test_an_option_longer_than_a_page_loses_its_last_words() -> None:
    long = "Attestation " + "de résidence " * 20
    screen = Screen("menu", "Kene", options=(Option("a", long), Option("b", "x" * 300)))
    texts = [page.text for page in pages(screen, 100, FRENCH)]
    assert texts[0].startswith("Kene\n00 Suite")
    assert re.fullmatch(r"1 Attestation( de résidence)*( de)?\.\.\.\n0 Retour\n00 Suite", texts[1])
    assert re.fullmatch(r"2 x+\.\.\.\n0 Retour", texts[2])
    assert len(texts) == 3


def test_a_question_is_drawn_in_one_page() -> None:
    options = (Option("fille", "Fille"), Option("garcon", "Garçon"))
    asked = Question("sexe", "Sexe de l’enfant ?", "choice", options, optional=True)
    screen = Screen("question", "Enfant", questions=(asked,), back=True, help=True)
    [page] = pages(screen, 160, FRENCH)
    assert page.text == ("Sexe de l'enfant ?\n1 Fille\n2 Garçon\n0 Retour\n00 Aide\n000 Passer")
    assert keys(screen, 0, 1) == {
        "1": Choose("fille"),
        "2": Choose("garcon"),
        "0": Back(),
        "00": Help(),
        "000": Say(""),
    }


def test_a_question_that_counts_has_one_more_zero_before_its_keys() -> None:
    asked = Question("enfants", "Combien d'enfants ?", "number", optional=True)
    screen = Screen("question", "", questions=(asked,), back=True, help=True)
    [page] = pages(screen, 160, FRENCH)
    assert page.text == "Combien d'enfants ?\n00 Retour\n000 Aide\n0000 Passer"
    assert keys(screen, 0, 1) == {"00": Back(), "000": Help(), "0000": Say("")}


def test_bambara_keeps_its_letters_where_they_cost_no_page() -> None:
    short = Screen("message", "I ka sɛbɛn dafara.", back=True)
    long = Screen(
        "message", "Den tɔgɔ ni a jamu sɛbɛn, o kɔ a bangedon ani a bange dugu fɔ.", back=True
    )
    even = replace(long, title=long.title * 3)
    assert [page.text for page in pages(short, 160, words("bm"))] == [
        "I ka sɛbɛn dafara.\n0 Segin kɔ"
    ]
    assert [
        page.text for page in pages(replace(long, title=long.title + " I ni ce."), 160, words("bm"))
    ] == ["Den togo ni a jamu seben, o ko a bangedon ani a bange dugu fo. I ni ce.\n0 Segin ko"]
    assert len(pages(even, 160, words("bm"))) == 2


def test_neither_an_amount_nor_its_punctuation_is_left_alone_on_a_page() -> None:
    text = "a" * 20 + " payez 50 000 FCFA au 76 12 34 56 : c'est tout ?"
    drawn = [
        page.text for budget in range(40, 80) for page in pages(Screen("end", text), budget, FRENCH)
    ]
    content = [line for page in drawn for line in page.split("\n") if not line.startswith("0")]
    assert not [line for line in content if re.match(r"[?:]|FCFA|000|12|34|56", line)]


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("2", Choose("segou")),
        ("02.", Choose("segou")),
        ("9", Say("9")),
        ("ségou", Choose("segou")),
        ("SE", Choose("segou")),
        ("ka", Say("ka")),
        ("kay", Choose("kayes")),
        ("kati", Choose("kati")),
        ("nyɛ", Choose("nyena")),
        ("nye", Choose("nyena")),
        ("Mopti", Say("Mopti")),
        ("0", Say("0")),
        ("", Say("")),
    ],
)
def test_a_label_may_be_typed_by_its_beginning(typed: str, meaning: object) -> None:
    labels = {
        "kati": "Kati",
        "segou": "Ségou",
        "kayes": "Kayes",
        "kati2": "Kati Est",
        "nyena": "Ɲɛna",
    }
    options = tuple(Option(key, label) for key, label in labels.items())
    screen = Screen("question", "", questions=(Question("lieu", "Où ?", "choice", options),))
    assert read(screen, 0, 1, typed) == meaning


def test_words_are_searched_where_options_are_but_a_few_of_the_answers() -> None:
    options = (Option("kayes", "Kayes"), Option("segou", "Ségou"))
    screen = Screen("question", "", questions=(Question("lieu", "Où ?", "text", options),))
    assert read(screen, 0, 1, "ka") == Say("ka")
    assert read(screen, 0, 1, "1") == Choose("kayes")


def test_several_numbers_choose_several_options() -> None:
    options = tuple(Option(key, key.title()) for key in ("riz", "mil", "mais"))
    screen = Screen("question", "", questions=(Question("cultures", "?", "choices", options),))
    assert read(screen, 0, 1, "1, 3") == Say("riz mais")
    assert read(screen, 0, 1, "2") == Choose("mil")
    assert read(screen, 0, 1, "1 4") == Say("1 4")


def test_a_budget_that_holds_nothing_beside_the_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="12 octets"):
        pages(Screen("message", "Bonjour à tous", back=True, help=True), 12, FRENCH)


@given(LANGUAGES)
def test_the_keys_of_every_language_leave_most_of_a_page(language: str) -> None:
    beside = words(language)
    lines = (
        f"0{n * '0'} {word}" for n, word in enumerate((beside.back, beside.help, beside.skip), 1)
    )
    assert measure("\n".join(lines)).octets <= 80
