"""How fast expressions and tables are: `python -m bench.decisions`, in microseconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from timeit import repeat

from kene.core.decisions import decide, load_table
from kene.core.expressions import compile_expression
from kene.core.expressions.types import DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Where

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


def microseconds(run: Callable[[], object], rounds: int = 50_000) -> float:
    """The best of seven means of one call, with what calling a partial costs."""
    return min(repeat(run, number=rounds, repeat=7)) / rounds * 1e6


def ten_rules() -> str:
    """A table of ten rules on two inputs."""
    lines = [f"{i};[{i * 10}..{i * 10 + 10});not(mere);r{i};l" for i in range(10)]
    return "\n".join(["unique;n;lien;outcome:choice;law", *lines])


def main() -> None:
    """Print the table."""
    print(f"{'':40}{'bare':>8}{'traced':>8}{'compile':>10}   µs")
    for text in EXPRESSIONS:
        expression = compile_expression(text, NAMES, where=WHERE)
        bare = microseconds(partial(expression.evaluate, VALUES))
        traced = microseconds(partial(expression.trace, VALUES))
        compiling = microseconds(partial(compile_expression, text, NAMES, where=WHERE), 50)
        print(f"{text:40}{bare:8.2f}{traced:8.2f}{compiling:10.0f}")
    table = load_table("ten", ten_rules(), where=WHERE, names=NAMES, laws=("l",))
    hits = microseconds(lambda: table.fire(VALUES))
    traced = microseconds(lambda: decide(table, VALUES))
    compiling = microseconds(
        lambda: load_table("ten", ten_rules(), where=WHERE, names=NAMES, laws=("l",)), 5
    )
    print(f"{'a table of ten rules':40}{hits:8.2f}{traced:8.2f}{compiling:10.0f}")
    explained = microseconds(lambda: decide(table, VALUES).explanation, 500)
    print(f"{'its full explanation':40}{'':8}{explained:8.2f}")


if __name__ == "__main__":
    main()
