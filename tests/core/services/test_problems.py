"""Each kind of problem that a pack can have is told where it is."""

import pytest

from core.services.broken_packs import CORPUS, GOOD, RELATIVES, Broken
from kene.core.problems import Mistakes, Problem, kinds
from kene.core.services import load
from kene.core.services.checks import Places, check, ordered
from kene.testing.codes import unreadable
from kene.testing.rendering import unfit
from kene.testing.suite import try_pack

# No text can show S110, which is of octets: it is with what beginners do. S281 to S284 are of sound
# files: they are with the recordings that a pack carries.
# D2xx and F301 to F304 are of DMN files and of what is written in other languages, not of packs.
ELSEWHERE = {f"D2{number:02}" for number in range(1, 13)} | {
    *("F301", "F302", "F303", "F304"),
    *("S110", "S281", "S282", "S283", "S284"),
}


def problems_of(files: dict[str, bytes]) -> tuple[Problem, ...]:
    """All that is wrong with these files."""
    try:
        service = load(files)
    except Mistakes as mistakes:
        return mistakes.problems
    # Z3 would prove what plain Python leaves unproved, and leave no example of D306.
    places, tried = Places(files, ""), try_pack(service).problems
    drawn = (*unfit(service, places), *unreadable(service, places))
    return ordered(iter((*check(service), *drawn, *tried)))


@pytest.mark.parametrize("files", [GOOD, RELATIVES])
def test_a_good_pack_has_no_problem(files: dict[str, bytes]) -> None:
    assert problems_of(files) == ()


def test_what_an_action_says_that_it_grants_is_no_refusal_even_alone() -> None:
    text = GOOD["service.yaml"].decode()
    issuing, granting = "delivrer: {when", "delivrer: {automatic: yes, grants: yes, when"
    written = text.replace(issuing, granting).replace("issue: carte, ", "").split("documents:")
    without = written[0] + written[1].partition("\n")[2].partition("\n")[2]
    files = {**GOOD, "service.yaml": without.encode()}
    words = GOOD["wording/fr.yaml"].decode()
    files["wording/fr.yaml"] = words.replace("documents: {carte: Carte}\n", "").encode()
    assert problems_of(files) == ()


@pytest.mark.parametrize("pack", CORPUS, ids=lambda pack: pack.name)
def test_a_broken_pack_shows_its_problem_at_its_line_and_no_other(pack: Broken) -> None:
    found = problems_of(pack.files)
    assert {problem.code for problem in found} == {pack.code}
    where = found[0].where
    assert f"{where.file}:{where.line}" == pack.at
    assert where.column > 0


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("pack", CORPUS, ids=lambda pack: pack.name)
def test_a_problem_is_a_sentence_and_a_way_out(pack: Broken, language: str) -> None:
    for problem in problems_of(pack.files):
        for said in (problem.message(language), problem.help(language)):
            assert said.strip()
            assert not said.startswith("{")


def test_every_kind_of_problem_of_a_pack_has_a_broken_pack() -> None:
    declared = {kind.code for kind in kinds() if kind.code[0] in "DFSTV"}
    assert declared - {pack.code for pack in CORPUS} - ELSEWHERE == set()


def test_there_are_many_broken_packs() -> None:
    assert len(CORPUS) >= 150


def test_all_problems_are_told_at_once() -> None:
    files = dict(GOOD)
    for pack in CORPUS:
        if pack.code in ("S121", "S130") and pack.files.keys() == GOOD.keys():
            edited = pack.files["service.yaml"].decode().splitlines()
            here = files["service.yaml"].decode().splitlines()
            line = int(pack.at.rpartition(":")[2]) - 1
            here[line] = edited[line]
            files["service.yaml"] = "\n".join(here).encode()
    assert {problem.code for problem in problems_of(files)} == {"S121", "S130"}
