"""Two versions of a pack prove, before any case is looked at, that open cases can move."""

import pytest

from core.services.broken_packs import GOOD, MOVES, NEXT, Broken
from kene.core.problems import Mistakes, Problem, kinds
from kene.core.services import load
from kene.core.services.checks.moving import immovable


def problems_of(moved: Broken) -> tuple[Problem, ...]:
    """All that stops the cases of a version from moving to the next one."""
    try:
        new = load(moved.files)
    except Mistakes as mistakes:
        return mistakes.problems
    return tuple(immovable(load(moved.before), new, new.migrations[0]))


def test_nothing_stops_the_cases_of_a_good_pack() -> None:
    new = load(NEXT)
    assert tuple(immovable(load(GOOD), new, new.migrations[0])) == ()


@pytest.mark.parametrize("moved", MOVES, ids=lambda moved: moved.name)
def test_a_move_shows_its_problem_at_its_line_and_no_other(moved: Broken) -> None:
    found = problems_of(moved)
    assert {problem.code for problem in found} == {moved.code}
    where = found[0].where
    assert f"{where.file}:{where.line}" == moved.at
    assert where.column > 0


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("moved", MOVES, ids=lambda moved: moved.name)
def test_a_problem_is_a_sentence_and_a_way_out(moved: Broken, language: str) -> None:
    for problem in problems_of(moved):
        assert problem.message(language).strip()
        assert problem.help(language).strip()


def test_every_kind_of_problem_of_a_move_has_a_broken_pack() -> None:
    declared = {kind.code for kind in kinds() if kind.code[0] == "M"}
    assert declared == {moved.code for moved in MOVES}
