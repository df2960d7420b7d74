"""What an editor writes for an author leaves nothing of what it was told to mend."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.services.broken_packs import CORPUS, GOOD
from core.services.test_missing import FRENCH, TEXTS, dumped, keys, problems_of, without
from editor.test_spot import ODD
from kene.core.problems import Problem
from kene.editor.mending import Mending, mending

_PROMISES: Final = (
    "Vouliez-vous dire",
    "les dans",
    "le dans",
    "Créez-le avec",
    "Écrivez « title »",
)
"""What a help says when what to write is known."""


def written(files: dict[str, bytes], file: str, mended: Mending) -> dict[str, bytes]:
    """The files once an editor wrote it."""
    before = "" if mended.created else files[file].decode()
    after = before[: mended.start] + mended.text + before[mended.end :]
    return {**files, mended.created or file: after.encode()}


def mendable() -> Iterator[tuple[str, dict[str, bytes], Problem]]:
    """The broken packs of which a problem says what to write."""
    for each in CORPUS:
        for problem in problems_of(each.files):
            if any(promise in problem.help() for promise in _PROMISES):
                yield each.name, each.files, problem


MENDABLE = {f"{name}:{problem.where.line}": (files, problem) for name, files, problem in mendable()}


@pytest.mark.parametrize("name", MENDABLE)
def test_what_a_help_says_is_written(name: str) -> None:
    files, problem = MENDABLE[name]
    mended = mending(problem, files[problem.where.file].decode(), "fr")
    assert mended is not None
    again = problems_of(written(files, problem.where.file, mended))
    assert (problem.code, problem.message()) not in {(each.code, each.message()) for each in again}


@pytest.mark.parametrize("name", MENDABLE)
def test_it_is_written_in_the_lines_that_an_editor_counts(name: str) -> None:
    files, problem = MENDABLE[name]
    text = files[problem.where.file].decode()
    below = problems_of({**files, problem.where.file: (ODD + text).encode()})
    moved = below[problems_of(files).index(problem)]
    mended, again = mending(problem, text, "fr"), mending(moved, ODD + text, "fr")
    assert mended is not None
    down = 0 if mended.created else len(ODD)
    assert again == replace(mended, start=mended.start + down, end=mended.end + down)


@settings(max_examples=8)
@given(st.sets(st.sampled_from([*keys(TEXTS)]), min_size=1), st.sampled_from([None, False]))
def test_texts_are_written_in_their_place_one_problem_after_the_other(
    gone: set[str], flow: bool | None
) -> None:
    left = without(TEXTS, gone)
    files = {**GOOD, FRENCH: (dumped(left, flow) if left else "").encode()}
    while found := [each for each in problems_of(files) if each.code != "S207"]:
        mended = mending(found[0], files[FRENCH].decode(), "fr")
        assert mended is not None
        files = written(files, FRENCH, mended)
        assert len([each for each in problems_of(files) if each.code != "S207"]) < len(found)


def test_nothing_is_written_where_a_text_stands_in_the_place_of_others() -> None:
    text = dumped({**TEXTS, "fields": "Les questions"}, False)
    [missing, *_] = problems_of({**GOOD, FRENCH: text.encode()})
    assert missing.code == "S208"
    assert mending(missing, text, "fr") is None
