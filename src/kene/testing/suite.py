"""All the tests of a pack: its transcripts and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from kene.core.problems import Mistakes, Problem
from kene.core.services import Service
from kene.testing.coverage import Coverage, coverage
from kene.testing.examples import Tried, attempt, read_examples
from kene.testing.hearing import heard
from kene.testing.play import Played, play
from kene.testing.transcript import read_transcript, write_transcript

TESTS: Final = "tests"


@dataclass(frozen=True, slots=True)
class Tested:
    """What the tests of a pack gave; `problems` are those of the test files themselves."""

    service: Service
    played: tuple[Played, ...]
    tried: tuple[Tried, ...]
    problems: tuple[Problem, ...]
    said: frozenset[str] = frozenset()
    """The keys of the texts that the transcripts said."""

    @property
    def passed(self) -> bool:
        """Whether everything went as it is written."""
        talked = all(each.passed for each in self.played)
        return talked and not self.problems and all(each.passed for each in self.tried)

    @property
    def coverage(self) -> Coverage:
        """What the tests visit of the service."""
        fired = {
            (tried.example.decision, label) for tried in self.tried for label in tried.decided.fired
        }
        return coverage(self.service, self.played, fired, self.said)

    def accepted(self) -> Iterator[tuple[str, str]]:
        """The transcripts that went otherwise, by path in the pack, as they really go."""
        for each in self.played:
            if not each.passed:
                yield each.transcript.file, write_transcript(each.accepted)


def try_pack(service: Service, root: str = "") -> Tested:
    """Every transcript (`tests/*.txt`) and example (`tests/*.csv`) of a pack, in order of name.

    `root` begins the places of problems.
    """
    played: list[Played] = []
    tried: list[Tried] = []
    problems: list[Problem] = []
    said: set[str] = set()
    listened = heard(service, said)
    for name, text in _texts(service.files):
        path = f"{root}/{name}" if root else name
        try:
            if name.endswith(".txt"):
                played.append(play(read_transcript(text, path), listened))
            else:
                decision = PurePosixPath(name).name.split(".")[0]
                found = read_examples(text, path, decision, service)
                tried += (attempt(example, service) for example in found)
        except Mistakes as mistakes:
            problems += mistakes.problems
    return Tested(service, tuple(played), tuple(tried), tuple(problems), frozenset(said))


def _texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.parts[0] == TESTS and path.suffix in (".txt", ".csv"):
            yield name, files[name].decode("utf-8", errors="replace")
