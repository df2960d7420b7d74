"""`kene decide --from`: a decision for all people of a file or of a table."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kene.cli import terminal
from kene.cli.options import PROBLEMS, Tongue
from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.batch.nation import Tally
    from kene.core.services import Service

People = Annotated[str, typer.Option("--from")]
Result = Annotated[str, typer.Option("--to")]
Condition = Annotated[str, typer.Option("--where")]
Motor = Annotated[str, typer.Option("--engine")]
Overwrite = Annotated[bool, typer.Option("--overwrite")]

INTERRUPTED: Final = 130
"""The exit code of a command that was interrupted, as shells have it."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Which people, who computes, and where what they get is written."""

    source: str
    where: str = ""
    engine: str = ""
    target: str = ""
    overwrite: bool = False


def titles() -> dict[str, str]:
    """What the stages of the work are called."""
    return {stage: said(f"nation.title.{stage}") for stage in ("read", "check", "write")}


def installed() -> None:
    """Stop with 2, and say what to install, where a nation cannot be decided."""
    if find_spec("ibis") is None or find_spec("duckdb") is None:
        terminal.wrong(said("nation.install"))


@contextmanager
def told(lang: Tongue, *, json: bool) -> Iterator[None]:
    """Problems are told, and an interruption leaves nothing; both stop the command."""
    from kene.cli import problems
    from kene.core.problems import Mistakes

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except Mistakes as mistakes:
        if json:
            terminal.data({"problems": [problems.as_data(each) for each in mistakes.problems]})
        else:
            problems.tell(mistakes.problems, lang)
        raise typer.Exit(PROBLEMS) from None
    except KeyboardInterrupt:
        typer.echo(said("nation.interrupted"), err=True)
        raise typer.Exit(INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def number(value: Any) -> str:
    """`20 000 000`, as the language of the run writes it."""
    whole, _, decimals = f"{value:,}".partition(".")
    decimals = decimals.rstrip("0")
    thousands = whole.replace(",", said("figures.thousands"))
    return thousands + (f"{said('figures.mark')}{decimals}" if decimals else "")


def part(count: int, whole: int) -> str:
    """`12,5 %`; `0,1 %` is told of what is less but not nothing."""
    share = 100 * count / whole if whole else 0
    return decimal(max(share, 0.1) if count else 0) + said("figures.percent")


def decimal(value: float) -> str:
    """A number with one decimal, as the language of the run writes it."""
    return f"{value:.1f}".replace(".", said("figures.mark"))


def decide_crowd(
    pack: Path, name: str, crowd: Crowd, today: date, lang: Tongue, *, json: bool
) -> None:
    """Decide all people, and tell how many got what."""
    from kene.cli.inputs import unknown
    from kene.cli.packs import loaded

    installed()
    service = loaded(pack, lang)
    if name not in service.decisions:
        terminal.wrong(unknown(name, tuple(service.decisions), "decision"))
    began = time.monotonic()
    with told(lang, json=json):
        tally = _decided(service, name, crowd, today)
    seconds = time.monotonic() - began
    if json:
        pace = {"seconds": round(seconds, 3), "rows_per_second": round(tally.rows / seconds)}
        asked = {"service": service.reference, "decision": name, "today": today}
        terminal.data({**asked, "to": crowd.target or None, **_as_data(tally), **pace})
        return
    head = {"service": service.reference, "decision": name, "people": people(tally.rows)}
    terminal.say(said("nation.head", **head))
    _tell(tally)
    terminal.say(_last_line(tally, crowd, seconds))


def people(count: int) -> str:
    """`1 personne`, `20 000 000 personnes`."""
    return said("figures.people", n=count, number=number(count))


def _decided(service: Service, name: str, crowd: Crowd, today: date) -> Tally:
    from kene.batch import places
    from kene.batch.asking import Question
    from kene.batch.engines.opening import opened, ready
    from kene.batch.nation import Work, decide_people
    from kene.cli.progress import Bar

    source = places.source(crowd.source)
    target = places.target(crowd.target) if crowd.target else None
    if target is not None:
        ready(source, target, overwrite=crowd.overwrite)
    question = Question(service, name, today, crowd.where)
    with opened(crowd.engine, source, target) as engine, Bar(titles()) as bar:
        return decide_people(question, Work(source, target, crowd.overwrite), engine, bar)


def _tell(tally: Tally) -> None:
    for name, counts in tally.outcomes.items():
        _counts(_called(name), counts, tally)
    for name, amounts in tally.numbers.items():
        terminal.say()
        heads = (said(f"nation.{each}") for each in ("total", "least", "most"))
        values = (amounts.total, amounts.least, amounts.most)
        terminal.table(
            (_called(name), *heads),
            [("", *("—" if each is None else number(each) for each in values))],
            (1, 2, 3),
        )
    _counts(said("nation.rule"), tally.rules, tally)
    _counts(said("nation.lacking"), tally.undetermined, tally)
    if tally.hopeless:
        terminal.say(f"\n{said('nation.hopeless', people=people(tally.hopeless))}")


def _counts(title: str, counts: Mapping[Any, int], tally: Tally) -> None:
    from kene.testing.examples import shown

    if counts:
        terminal.say()
        rows = ((shown(key), number(n), part(n, tally.rows)) for key, n in counts.items())
        terminal.table((title, said("nation.people"), said("nation.part")), rows, (1, 2))


def _called(name: str) -> str:
    return name.removeprefix("outcome_") if name != "outcome" else said("nation.outcome")


def _last_line(tally: Tally, crowd: Crowd, seconds: float) -> str:
    key = "nation.written" if crowd.target else "nation.counted"
    pace = said("nation.pace", people=people(round(tally.rows / seconds)))
    spent = f"{decimal(seconds)} s"
    return f"\n{said(key, target=crowd.target, seconds=spent, pace=pace)}"


def _as_data(tally: Tally) -> dict[str, object]:
    return {
        "rows": tally.rows,
        "outcomes": {name: _keyed(counts) for name, counts in tally.outcomes.items()},
        "numbers": {name: asdict(amounts) for name, amounts in tally.numbers.items()},
        "rules": tally.rules,
        "undetermined": tally.undetermined,
        "hopeless": tally.hopeless,
    }


def _keyed(counts: Mapping[Any, int]) -> dict[str, int]:
    from kene.testing.examples import shown

    return {shown(key): count for key, count in counts.items()}
