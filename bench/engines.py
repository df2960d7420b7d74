"""The same rules in Kene and in other engines, in one run, each one's answers checked first.

The others are installed apart, by `make engines`. One that is absent or cannot hold a rule has a
line that says why. A ratio is to Kene's figure for the same rule: traced where the engine traces.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from bench.decisions import NAMES, VALUES, WHERE, ten_rules
from bench.references import microseconds
from bench.rows import Row
from kene.core.decisions import decide, load_table
from kene.core.expressions import compile_expression
from kene.core.expressions.undetermined import Undetermined

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = ROOT / ".tools" / "engines" / "bin" / "python"
NODE: Final = ROOT / ".tools" / "node"
FEELIN: Final = NODE / "node_modules" / "feelin"

RULES: Final = {
    "simple": "n > 2",
    "joined": 'n >= 1 and n < 100 and lien = "autre"',
}
TITLES: Final = {
    "simple": RULES["simple"],
    "joined": "three comparisons",
    "table": "ten rules",
    "column": "ten rules on a column, a person",
}
PEOPLE: Final = 1_000_000
CASES: Final = [
    {"n": n, "lien": lien}
    for n, lien in product((*range(-2, 104, 3), *range(0, 101, 10)), ("pere", "mere", "autre"))
]

Answer = Callable[[Mapping[str, object]], object]


def rows() -> Iterable[Row]:
    """Microseconds: Kene's, then the others'."""
    table = load_table("ten", ten_rules(), where=WHERE, names=NAMES, laws=("l",))
    answers: dict[str, Answer] = {"table": lambda case: _plain(decide(table, case).outcome)}
    for key, text in RULES.items():
        expression = compile_expression(text, NAMES, where=WHERE)
        answers[key] = expression.evaluate
        yield _kene(key, partial(expression.evaluate, VALUES))
        yield _kene(f"{key}, traced", partial(expression.trace, VALUES))
    yield _kene("table", partial(table.fire, VALUES))
    yield _kene("table, traced", partial(decide, table, VALUES))
    yield from _others(answers)


def _plain(outcome: object) -> object:
    return None if isinstance(outcome, Undetermined) else outcome


def _kene(rule: str, act: Callable[[], object]) -> Row:
    return Row(_named(rule, "Kene"), microseconds(act), "µs")


def _named(rule: str, engine: str) -> str:
    key, _, traced = rule.partition(",")
    return f"{TITLES.get(key, engine)}{',' if traced else ''}{traced}: {engine}"


def _others(answers: Mapping[str, Answer]) -> Iterator[Row]:
    task = {
        "cases": CASES,
        "expected": {rule: [answer(case) for case in CASES] for rule, answer in answers.items()},
        "timed": {name: VALUES[name] for name in ("n", "lien")},
        "people": PEOPLE,
    }
    text = json.dumps(task)
    for name, there, command in (
        ("engines in Python", PYTHON, (str(PYTHON), "-m", "bench.rivals.in_python")),
        ("feelin", FEELIN, ("node", "bench/rivals/feelin.mjs", str(NODE))),
    ):
        if there.exists():
            yield from _run(name, command, text)
        else:
            yield Row(name, None, "", note="absent: make engines")


def _run(name: str, command: tuple[str, ...], task: str) -> Iterator[Row]:
    """The figures of one process, and a line that says so if it stopped before its end."""
    done = subprocess.run(command, input=task, capture_output=True, text=True, cwd=ROOT)
    yield from (_row(json.loads(line)) for line in done.stdout.splitlines())
    if done.returncode:
        yield Row(name, None, "", note=f"stopped: {done.stderr.strip()[-120:]}")


def _row(figure: Mapping[str, object]) -> Row:
    rule, engine = str(figure["rule"]), str(figure["engine"])
    if "us" not in figure:
        return Row(_named(rule, engine), None, "", note=str(figure["reason"]))
    reference = "table" if rule == "column" else rule
    return Row(_named(rule, engine), float(str(figure["us"])), "µs", _named(reference, "Kene"))
