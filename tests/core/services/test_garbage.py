"""Whatever a pack's files hold, reading them gives a service or problems, and nothing else."""

from hypothesis import example, given
from hypothesis import strategies as st

from core.services.broken_packs import GOOD
from kene.core.problems import Mistakes, Problem
from kene.core.services import load
from kene.core.services.checks import check

NAMES = sorted(name for name in GOOD if name.endswith((".yaml", ".csv")))
LINES = {name: GOOD[name].decode().splitlines() for name in NAMES}
SNIPPETS = st.sampled_from(
    ["", "{", "]", ":", "- ", "&a", "*a", "!!python/object", "%", "'", '"', "\t", "\x00", "…"]
    + ["null", "1e999", "0x1f", "2026-01-01", "yes", "closed", "applicant", "unlimited", "today"]
    + [word for lines in LINES.values() for line in lines for word in line.split()]
)


def problems_of(files: dict[str, bytes]) -> tuple[Problem, ...]:
    """All that is wrong with these files, every sentence said."""
    try:
        problems = check(load(files, "packs/x"), "packs/x")
    except Mistakes as mistakes:
        problems = mistakes.problems
        assert problems
    for problem in problems:
        assert problem.where.file
        for language in ("fr", "en"):
            assert problem.message(language)
            problem.help(language)
    return problems


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The good pack after a few slips of the keyboard in one file."""
    name = draw(st.sampled_from(NAMES))
    text = GOOD[name].decode()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 12, len(text))))
        text = text[:start] + draw(SNIPPETS) + text[end:]
    return {**GOOD, name: text.encode()}


@given(mutated())
def test_a_slip_of_the_keyboard_gives_problems_or_a_service(files: dict[str, bytes]) -> None:
    problems_of(files)


@given(st.sampled_from(NAMES), st.binary(max_size=200))
@example("service.yaml", b"")
@example("service.yaml", b"a: &a [*a]")
@example("service.yaml", b"? [a]\n: b")
@example("wording/fr.yaml", b"reviewed: [no]")
@example("wording/fr.yaml", b"1: {2: 3}")
def test_any_octets_give_problems_or_a_service(name: str, octets: bytes) -> None:
    problems_of({**GOOD, name: octets})


@given(st.sampled_from(NAMES), st.data())
def test_any_line_can_be_missing_or_twice(name: str, data: st.DataObject) -> None:
    lines = list(LINES[name])
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at : at + 1] = [lines[at]] * data.draw(st.sampled_from([0, 2]))
    problems_of({**GOOD, name: "\n".join(lines).encode()})


@given(st.sets(st.sampled_from(sorted(GOOD)), min_size=1))
def test_any_file_can_be_missing(missing: set[str]) -> None:
    files = {name: octets for name, octets in GOOD.items() if name not in missing}
    assert problems_of(files)
