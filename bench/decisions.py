"""How fast expressions and tables are: bare, traced, compiled, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path

from bench.references import microseconds
from bench.rows import Row
from kene.core.decisions import decide, load_table
from kene.core.expressions import compile_expression
from kene.core.expressions.types import DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Where
from kene.core.services import load

NAMES: dict[str, FeelType] = {
    "lien": Enumeration(("pere", "mere", "autre")),
    "naissance": DATE,
    "today": DATE,
    "n": NUMBER,
    "m": NUMBER,
}
VALUES: dict[str, object] = {
    "lien": "autre",
    "naissance": date(2024, 2, 29),
    "today": date(2025, 2, 28),
    "n": 75,
    "m": 7,
}
EXPRESSIONS = (
    "n > 2",
    "lien = 'autre'",
    "naissance <= today",
    "days between(naissance, today)",
    "n + m * 2",
    "n >= 1 and n < 100 and lien = 'autre'",
)
WHERE = Where("bench")
PACK = Path(__file__).resolve().parent.parent / "packs" / "naissance"


def ten_rules() -> str:
    """A table of ten rules on two inputs."""
    lines = [f"{i};[{i * 10}..{i * 10 + 10});not(mere);r{i};l" for i in range(10)]
    return "\n".join(["unique;n;lien;outcome:choice;law", *lines])


def rows() -> Iterable[Row]:
    """Microseconds of expressions one by one, then of a table."""
    for text in EXPRESSIONS:
        expression = compile_expression(text, NAMES, where=WHERE)
        yield _row(text, partial(expression.evaluate, VALUES))
        yield _row(f"{text}, traced", partial(expression.trace, VALUES))
        yield _row(f"{text}, compiled", partial(compile_expression, text, NAMES, where=WHERE))
    table = load_table("ten", ten_rules(), where=WHERE, names=NAMES, laws=("l",))
    yield _row("a table of ten rules", lambda: table.fire(VALUES))
    yield _row("a table of ten rules, traced", lambda: decide(table, VALUES))
    yield _row("a table of ten rules, explained", lambda: decide(table, VALUES).explanation)
    yield _row(
        "a table of ten rules, compiled",
        lambda: load_table("ten", ten_rules(), where=WHERE, names=NAMES, laws=("l",)),
    )
    files = {path.relative_to(PACK).as_posix(): path.read_bytes() for path in _paths()}
    yield Row("a pack read and compiled", microseconds(lambda: load(files)) / 1000, "ms")


def _paths() -> Iterable[Path]:
    return (path for path in PACK.rglob("*") if path.is_file())


def _row(name: str, act: Callable[[], object]) -> Row:
    return Row(name, microseconds(act), "µs", "json")
