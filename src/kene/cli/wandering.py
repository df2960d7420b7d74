"""`kene test --random`: conversations at random, counted, and the shortest one that fails."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.core.services import Service
    from kene.testing.walking import Fault
    from kene.testing.wandering import Way


@dataclass(frozen=True, slots=True)
class Walked:
    """How conversations at random went; `found` is the shortest one that broke a promise."""

    today: date
    conversations: int
    cases: int
    seconds: float
    seed: int
    found: tuple[Way, Fault] | None


def wandered(service: Service, count: int, seed: int) -> Walked:
    """So many conversations, or those until one fails."""
    from kene.cli.progress import Bar
    from kene.testing.walking import receiving
    from kene.testing.wandering import shortest, wander

    today, start = receiving(service, datetime.now(UTC).date()), time.perf_counter()
    done = cases = 0
    found = None
    with Bar({"": said("random.title", service=service.name)}) as bar:
        for each in islice(wander(service, today, Random(seed)), count):  # noqa: S311 -- to repeat
            done, cases = done + 1, cases + each.case
            bar("", done / count)
            if each.fault:
                found = shortest(service, today, each)
                break
    return Walked(today, done, cases, time.perf_counter() - start, seed, found)


def tell(folder: Path, walked: Walked) -> None:
    """One line; and the conversation that failed, to be kept as a test."""
    from kene.cli import terminal
    from kene.testing.wandering import transcript

    pace = walked.conversations / walked.seconds
    counts = {"count": walked.conversations, "seed": walked.seed, "cases": walked.cases}
    line = said("random.done", folder=folder, pace=round(pace), **counts)
    terminal.say(terminal.colour(line, "problem" if walked.found else "good"))
    if walked.found:
        way, fault = walked.found
        terminal.say(f"  {fault.said}")
        terminal.say(f"{said('random.shortest', folder=folder)}\n")
        terminal.say(transcript(way, fault, walked.today))


def as_data(walked: Walked) -> dict[str, object]:
    """The same for a program."""
    from kene.testing.wandering import transcript

    found = walked.found
    return {
        "conversations": walked.conversations,
        "cases": walked.cases,
        "seconds": round(walked.seconds, 3),
        "seed": walked.seed,
        "fault": found[1].kind if found else None,
        "transcript": transcript(*found, walked.today) if found else None,
    }
