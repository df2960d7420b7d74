"""A service made for a test, people at random, and what each back end says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from core.expressions.written import WHERE
from kene.batch.sql import decided
from kene.catalogue.packing import read_folder
from kene.core.decisions import Decision, decide, load_table
from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.types import DATE, FeelType
from kene.core.services import Field, Service, load
from kene.core.services.questions import feel_type
from kene.core.values import Choice, Date, DecimalNumber, Text, Type, Whole, YesNo
from kene.core.values.numbers import HIGHEST

if TYPE_CHECKING:
    from batch.sql.engines import Engine, Rows

PACK = Path(__file__).parents[3] / "packs" / "naissance"
TODAY = date(2028, 2, 29)
FIELDS: dict[str, Type] = {
    "n": Whole(-HIGHEST, HIGHEST),
    "m": DecimalNumber(3, Decimal(-1_000_000), Decimal(1_000_000)),
    "a": Date(),
    "z": Date(),
    "s": Text(),
    "ville": Text(),
    "lien": Choice(("pere", "mère", "autre")),
    "b": YesNo(),
    "urgent": YesNo(),
    "jour": Date(),
}
COLUMNS: dict[str, pa.DataType] = {
    "n": pa.int64(),
    "m": pa.decimal128(10, 3),
    "s": pa.string(),
    "ville": pa.string(),
    "lien": pa.string(),
    "b": pa.bool_(),
    "urgent": pa.bool_(),
    **dict.fromkeys(("a", "z", "jour"), pa.date32()),
}
_DAYS = (
    date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 1),
    date(2000, 2, 29), date(1900, 2, 28), date(1900, 3, 1), date(2025, 1, 31), date(2026, 1, 1),
    date(2026, 1, 2), date(2026, 3, 31), date(1, 1, 1), date(9999, 12, 31), TODAY,
)  # fmt: skip
_TEXTS = (
    "",
    "Ségou",
    "Kayes",
    "bamako",
    "ɛ",
    "😀",
    "\ufb01",
    "a\\\"'</script>\n",
    "Z",
    "Gao",
    " %_",
)


def _number(rng: Random) -> int:
    return rng.choice((rng.randint(-4, 4), rng.randint(-4, 40), HIGHEST, -HIGHEST, 0))


def _decimal(rng: Random) -> Decimal:
    edges = ("0.001", "-0.001", "13.505", "12.5", "1000000", "-1000000", "1.5", "0", "-3", "2")
    return rng.choice(
        (Decimal(rng.choice(edges)), Decimal(rng.randint(-(10**6), 10**6)).scaleb(-3))
    )


def _day(rng: Random) -> date:
    near = date.fromordinal(rng.randint(date(2023, 12, 1).toordinal(), TODAY.toordinal() + 40))
    far = date.fromordinal(
        rng.randint(date(1896, 1, 1).toordinal(), date(2104, 12, 31).toordinal())
    )
    return rng.choice((near, far, rng.choice(_DAYS), rng.choice(_DAYS)))


def answer(name: str, rng: Random) -> object:
    """An answer to a field."""
    match FIELDS[name]:
        case Whole():
            return _number(rng)
        case DecimalNumber():
            return _decimal(rng)
        case Date():
            return _day(rng)
        case YesNo():
            return rng.random() < 0.5
        case Choice(options):
            return rng.choice(options)
    return rng.choice(_TEXTS)


def people(rng: Random, count: int, names: Sequence[str]) -> list[dict[str, object]]:
    """People, of whom one half has answered all that is asked, the others some of it."""
    asked = [name for name in names if rng.random() >= 0.1]
    found: list[dict[str, object]] = []
    for number in range(count):
        missing = 0.3 if number % 2 else 0
        found.append({name: answer(name, rng) for name in asked if rng.random() >= missing})
    return found


# -- services ----------------------------------------------------------------------------------


@cache
def _pack() -> Service:
    return load(read_folder(PACK))


def types() -> dict[str, FeelType]:
    """The types of the fields and of today."""
    return {**{name: feel_type(kind) for name, kind in FIELDS.items()}, "today": DATE}


def service(facts: Mapping[str, str], tables: Mapping[str, str | Decision]) -> Service:
    """A service with the fields of `FIELDS`, and facts and decisions. Raises Mistakes."""
    names = types()
    computed = {}
    for name, text in facts.items():
        computed[name] = compile_expression(text, names, where=WHERE)
        names[name] = computed[name].type
    decisions = {}
    for name, text in tables.items():
        made = text
        if isinstance(text, str):
            made = load_table(name, text, where=WHERE, names=names, laws=())
        decisions[name] = made
        names[name] = made.type
    fields = {name: Field(name, "tous", kind, "etablir-acte") for name, kind in FIELDS.items()}
    return replace(_pack(), fields=fields, facts=computed, decisions=decisions)


# -- what is said of people ---------------------------------------------------------------------


class Said(NamedTuple):
    """What a back end says of one row: nothing missing and no outcome is hopeless."""

    outcome: object
    rule: str | None
    missing: tuple[str, ...]


def known_of(made: Service, decision: str, row: Mapping[str, object]) -> dict[str, object]:
    """What a decision may read of a row: answers, facts, and what is decided before."""
    known: dict[str, object] = {**row, "today": TODAY}
    for name, fact in made.facts.items():
        known.setdefault(name, fact.evaluate(known))
    for name, each in made.decisions.items():
        if name == decision:
            break
        known.setdefault(name, decide(each, known).outcome)
    return known


def said_by_python(decision: Decision, known: Mapping[str, object]) -> Said:
    """What the definition says."""
    taken = decide(decision, known)
    if isinstance(taken.outcome, Undetermined):
        return Said(None, None, tuple(sorted(taken.outcome.missing)))
    return Said(taken.outcome, " ".join(taken.fired), ())


def said_by_sql(made: Service, decision: str, rows: Rows, engine: Engine) -> list[Said]:
    """What an engine says of rows, in their order."""
    asked = decided(made, decision, engine.holding(rows), TODAY).order_by("k")
    return [_said(row) for row in engine.answers(asked)]


def _said(row: dict[str, object]) -> Said:
    outputs = {k.removeprefix("outcome_"): v for k, v in row.items() if k.startswith("outcome_")}
    outcome: object = row.get("outcome", outputs)
    if outputs and None in outputs.values():
        assert set(outputs.values()) == {None}, row
        outcome = None
    undetermined = row["undetermined"]
    assert isinstance(undetermined, str)
    rule = row["rule"]
    assert rule is None or isinstance(rule, str)
    return Said(outcome, rule, tuple(undetermined.split()))
