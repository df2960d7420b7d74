"""Transcripts and examples as text: what they may hold, and what is said when they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.broken_packs import GOOD
from kene.core.problems import Mistakes
from kene.core.services import Service, load
from kene.testing.api import Played, play, read_transcript, write_transcript
from kene.testing.examples import attempt, read_examples
from kene.testing.transcript import matches

SERVICE = load(GOOD)
HEAD = "# Une carte.\n# channel: ussd\n# language: fr\n# today: 2026-11-24\n\n"
TALK = "> *1#\n« Kɛnɛ\n  1 Carte\n  2 Suivre\n> 1\n…\n> Awa\n…\n> 1\n…\n> 30\n…\n> 1\n…\n"
OPEN = (
    "= case open · carte@2026.1\n"
    "= stage examen, until 2026-12-09\n"
    "= decision droit: oui (Une loi)\n"
    "= fee 500\n"
)


def played(body: str) -> Played:
    """A transcript with the usual head, played."""
    return play(read_transcript(HEAD + body, "tests/x.txt"), SERVICE)


def several() -> Service:
    """The good pack with a decision that has several outcomes, and one that counts them."""
    definition = GOOD["service.yaml"].decode()
    here = "  droit: decisions/droit.csv\n"
    more = "  signes: decisions/signes.csv\n  combien: decisions/combien.csv\n"
    signs = "collect ; majeur ; age ; signes : choice ; law\n"
    signs += "1 ; true ; - ; adulte ; loi\n2 ; - ; >= 50 ; ancien ; loi\n"
    counts = "unique ; count(signes) ; combien : choice ; law\n"
    counts += "1 ; 0 ; zero ; loi\n2 ; 1 ; un ; loi\n3 ; >= 2 ; deux ; loi\n"
    return load(
        {
            **GOOD,
            "service.yaml": definition.replace(here, here + more).encode(),
            "decisions/signes.csv": signs.encode(),
            "decisions/combien.csv": counts.encode(),
        }
    )


def codes(text: str) -> list[tuple[str, int]]:
    """The problems of a transcript, with their lines."""
    with pytest.raises(Mistakes) as caught:
        read_transcript(text, "tests/x.txt")
    return [(problem.code, problem.where.line) for problem in caught.value.problems]


def test_an_ellipsis_stands_for_any_lines() -> None:
    assert played(TALK + OPEN).passed
    assert matches(["a", "…", "d"], ["a", "b", "c", "d"])
    assert matches(["…"], [])
    assert not matches(["a", "…", "d"], ["a", "b"])


def test_a_fact_that_is_not_written_is_a_difference() -> None:
    without = played(TALK)
    assert [each.actual for each in without.differences] == [tuple(OPEN.splitlines())]
    assert played(TALK + "= …\n").passed


def test_what_is_accepted_passes() -> None:
    typed = "".join(line + "\n" for line in TALK.splitlines() if line.startswith(">"))
    first = played(typed)
    assert not first.passed
    text = write_transcript(first.accepted)
    assert play(read_transcript(text, "tests/x.txt"), SERVICE).passed


def test_an_agent_acts_and_the_applicant_is_told() -> None:
    ended = "= case closed\n= document carte\n= message prete\n"
    assert played(f"{TALK}{OPEN}\n@ agent delivrer\n{ended}").passed


def test_an_action_that_is_not_allowed_is_refused_in_a_sentence() -> None:
    refused = played(f"{TALK}{OPEN}\n@ agent refuser\n").differences[0].actual
    assert refused == ("refusé, pas maintenant ; agent peut : delivrer, demander",)
    needed = played(f"{TALK}{OPEN}\n@ agent demander\n").differences[0].actual
    assert needed[0].startswith("refusé, il faut un motif")


def test_an_agent_notes_the_papers_that_they_saw() -> None:
    opened = f"{TALK}{OPEN}\n"
    assert played(f"{opened}@ agent seen: photo, original\n= seen photo, original\n").passed
    for wrong in ("photo, copy", "photo", "passeport, original", ""):
        refused = played(f"{opened}@ agent seen: {wrong}\n").differences[0].actual
        can = "seen: photo, original ; seen: photo, photo"
        assert refused == (f"refusé, pas maintenant ; agent peut : {can}",)
    ended = f"{opened}@ agent delivrer\n= …\n@ agent seen: photo, original\n"
    assert played(ended).differences[0].actual[0].endswith("agent peut : rien")


def test_a_deadline_passes_on_the_day_after() -> None:
    assert played(f"{TALK}{OPEN}\n# today: 2026-12-09\n").passed
    assert played(f"{TALK}{OPEN}\n# today: 2026-12-10\n= late examen\n").passed


def test_an_answer_is_checked_when_it_is_asked_for() -> None:
    assert played(f"{TALK}{OPEN}= answer nom: Awa\n").passed
    assert not played(f"{TALK}{OPEN}= answer nom: Aïda\n").passed
    assert not played(f"{TALK}{OPEN}= answer inconnu: Aïda\n").passed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Une carte.\n> *1#\n", [("T103", 1)]),
        ("# today: demain\n", [("T102", 1)]),
        ("# today: 2026-11-24\n# chanel: ussd\n", [("T105", 2)]),
        ("# today: 2026-11-24\n# channel: radio\n", [("T102", 2)]),
        ("# today: 2026-11-24\nKɛnɛ\n", [("T101", 2)]),
        ("# today: 2026-11-24\n> 1\n\n  suite\n", [("T101", 4)]),
        ("# today: 2026-11-24\n« Kɛnɛ\n", [("T101", 2)]),
        ("# today: 2026-11-24\n> 1\n@ agent\n", [("T104", 3)]),
        ("# channel: radio\nKɛnɛ\n", [("T102", 1), ("T101", 2), ("T103", 1)]),
    ],
)
def test_what_is_wrong_with_a_transcript_is_told_at_its_line(
    text: str, found: list[tuple[str, int]]
) -> None:
    assert codes(text) == found


LINE = st.sampled_from(
    ["> 1", "> ", "« a", "  b", "= case open", "@ agent x: y", "# note", "", "…"]
    + ["# today: 2026-11-25", "# channel: web", "> nom=Awa", "autre"]
)


@given(st.lists(LINE, max_size=12))
def test_a_transcript_that_is_read_is_written_the_same(lines: list[str]) -> None:
    text = "\n".join(["# today: 2026-11-24", *lines]) + "\n"
    try:
        transcript = read_transcript(text, "tests/x.txt")
    except Mistakes:
        return
    again = write_transcript(transcript)
    assert [line.strip() for line in again.splitlines()] == [
        line.strip() for line in text.splitlines()
    ]
    assert read_transcript(again, "tests/x.txt") == transcript


@given(st.lists(st.one_of(LINE, st.text(max_size=10)), max_size=12))
def test_playing_any_transcript_ends(lines: list[str]) -> None:
    try:
        transcript = read_transcript("\n".join(["# today: 2026-11-24", *lines]), "tests/x.txt")
    except Mistakes:
        return
    play(transcript, SERVICE)


def test_an_example_reads_answers_and_facts() -> None:
    sheet = "age ; -> outcome ; -> law\n17 ; non ; loi\n18 ; oui ; loi\n ; ? ;\n"
    examples = read_examples(sheet, "tests/droit.csv", "droit", SERVICE)
    assert [attempt(each, SERVICE).passed for each in examples] == [True, True, True]
    fact = read_examples("majeur , -> outcome\nnon , non\n", "tests/droit.csv", "droit", SERVICE)
    assert attempt(fact[0], SERVICE).passed


def test_a_list_is_read_and_written_with_commas_or_as_none() -> None:
    service = several()
    signs = read_examples(
        "majeur ; age ; -> outcome\noui ; 50 ; adulte, ancien\nnon ; 17 ; aucun\n",
        "tests/signes.csv",
        "signes",
        service,
    )
    assert [attempt(each, service).passed for each in signs] == [True, True]
    counted = read_examples(
        "signes ; -> outcome\nadulte, ancien ; deux\nadulte ; un\naucun ; zero\n[] ; zero\n",
        "tests/combien.csv",
        "combien",
        service,
    )
    assert [attempt(each, service).passed for each in counted] == [True] * 4


def test_a_conversation_writes_the_outcomes_of_a_list_as_people_read_them() -> None:
    before, _, after = OPEN.partition("= fee")
    both = "= decision signes: adulte, ancien (Une loi)\n= decision combien: deux (Une loi)\n"
    text = HEAD + TALK.replace("> 30", "> 50") + before + both + "= fee" + after
    assert play(read_transcript(text, "tests/x.txt"), several()).passed
    none = "= decision signes: aucun\n= decision combien: zero (Une loi)\n"
    text = HEAD + TALK.replace("> 30", "> 17") + before.replace("oui", "non") + none + "= …\n"
    assert play(read_transcript(text, "tests/x.txt"), several()).passed


@pytest.mark.parametrize(
    ("sheet", "code", "at"),
    [
        ("age ; -> outcome\nvieux ; oui\n", "T114", "2:1"),
        ("ages ; -> outcome\n17 ; non\n", "T112", "1:1"),
        ("age\n17\n", "T113", "1:1"),
        ("age ; -> outcome\n17 ; non ; loi\n", "T115", "2:1"),
    ],
)
def test_what_is_wrong_with_an_example_is_told_at_its_cell(sheet: str, code: str, at: str) -> None:
    with pytest.raises(Mistakes) as caught:
        read_examples(sheet, "x.csv", "droit", SERVICE)
    problem = caught.value.problems[0]
    assert (problem.code, str(problem.where)) == (code, f"x.csv:{at}")


def test_examples_of_no_decision_are_told() -> None:
    with pytest.raises(Mistakes) as caught:
        read_examples("age\n", "x.csv", "droits", SERVICE)
    assert [problem.code for problem in caught.value.problems] == ["T111"]
