"""Texts that a language lacks are told with the lines to paste, and where."""

from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.services.broken_packs import GOOD
from kene.core.problems import Mistakes, Problem
from kene.core.services import load
from kene.core.services.checks import check

FRENCH = "wording/fr.yaml"
TEXTS: dict[str, Any] = yaml.safe_load(GOOD[FRENCH])
OPTIONAL = {"fields.motif.help"}  # a field may do without help


def keys(tree: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Every key of a tree, dotted, a branch's too."""
    for step, inner in tree.items():
        yield f"{prefix}{step}"
        if isinstance(inner, dict):
            yield from keys(inner, f"{prefix}{step}.")


def without(tree: dict[str, Any], gone: set[str], prefix: str = "") -> dict[str, Any]:
    """The tree without these keys."""
    return {
        step: without(inner, gone, f"{prefix}{step}.") if isinstance(inner, dict) else inner
        for step, inner in tree.items()
        if f"{prefix}{step}" not in gone
    }


def problems_of(files: dict[str, bytes]) -> list[Problem]:
    """What forbids to publish these files."""
    try:
        return [each for each in check(load(files)) if not each.warning]
    except Mistakes as mistakes:
        return [*mistakes.problems]


def pasted(text: str, problem: Problem) -> str:
    """The file once somebody did what the problem says."""
    lines, added = text.splitlines(), problem.details["lines"]
    at = problem.where.line - 1
    if "accolades" in problem.help():
        row, start = lines[at], lines[at].index("{", problem.where.column - 1) + 1
        rest = row[start:]
        comma = "" if rest.startswith("}") else ", "
        lines[at] = row[:start] + added + comma + rest
    elif "sous «" in problem.help():
        lines.insert(at + 1, added)
    else:
        lines.append(added)
    return "\n".join(lines)


def dumped(tree: dict[str, Any], flow: bool | None) -> str:
    """The tree as YAML: in lines (False), or its innermost mappings between braces (None)."""
    return str(yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=10_000))


@settings(max_examples=40)
@given(
    st.sets(st.sampled_from([*keys(TEXTS)]), min_size=1).filter(lambda gone: gone - OPTIONAL),
    st.sampled_from([None, False]),
)
@example({"actions.refuser", "actions.delivrer", "summary", "law"}, False)
def test_what_is_missing_is_there_once_what_is_told_is_pasted(
    gone: set[str], flow: bool | None
) -> None:
    left = without(TEXTS, gone)
    text = dumped(left, flow) if left else ""
    found = problems_of({**GOOD, FRENCH: text.encode()})
    assert found
    assert {each.code for each in found} <= {"S201", "S208"}
    # From the end, so that what is pasted moves nothing that is still to be mended.
    for each in sorted(
        found,
        key=lambda each: (each.where.line > 1, each.where.line, each.where.column),
        reverse=True,
    ):
        text = pasted(text, each)
    again = problems_of({**GOOD, FRENCH: text.encode()})
    assert {each.code for each in again} == {"S207"}
    assert len(again) == sum(int(each.details["count"]) for each in found)


def test_a_new_language_is_given_whole_with_what_another_says_beside() -> None:
    pack = GOOD["service.yaml"].replace(b"languages: [fr]", b"languages: [fr, bm]")
    [problem] = problems_of({**GOOD, "service.yaml": pack})
    lines = problem.details["lines"]
    assert '    ask: ""  # Votre nom ?' in lines.splitlines()
    written = lines.replace('""', '"A"')
    again = load({**GOOD, "service.yaml": pack, "wording/bm.yaml": written.encode()})
    assert not again.wording("bm").reviewed
    assert {each.code for each in check(again)} == {"S206", "S252"}
