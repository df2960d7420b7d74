"""How long a proof takes: of a table, and of what `kene check` asks of a pack."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from bench.references import microseconds
from bench.rows import Row
from kene.core.decisions import Decision, load_table
from kene.core.decisions.javascript import javascript
from kene.core.decisions.proving import prove
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Where
from kene.testing.pack import check_folder

PACK = Path(__file__).resolve().parent.parent / "packs" / "naissance"
NAMES: dict[str, FeelType] = {
    "revenu": NUMBER,
    "age": NUMBER,
    "enfants": NUMBER,
    "depuis": DATE,
    "lien": Enumeration(("pere", "mere", "autre")),
    "urgent": BOOLEAN,
}


def fifteen_rules(policy: str) -> Decision:
    """Fifteen rules on six inputs, which overlap; the last is for whoever is left."""
    lines = [f"{policy};{';'.join(NAMES)};aide:number"]
    for n in range(14):
        tests = (
            f"[{n * 1000}..{n * 2500 + 40000}]",
            f"> {n + 10}",
            f"not({n % 6}, {n % 4})",
            f'>= date("20{n + 10}-03-01")',
            ("pere", "not(mere)", "-")[n % 3],
            ("true", "-")[n % 2],
        )
        lines.append(f"{n};{';'.join(tests)};{n * 500}")
    lines.append("14;-;-;-;-;-;-;0")
    return load_table("aide", "\n".join(lines), where=Where("bench"), names=NAMES, laws=())


def rows() -> Iterable[Row]:
    """Milliseconds of proofs and of a pack's checks."""
    for policy in ("first", "unique"):
        table = fifteen_rules(policy)
        yield _row(f"fifteen rules on six inputs, {policy}, proved", partial(prove, table))
    yield _row("fifteen rules written in JavaScript", partial(javascript, table))
    yield _row("a pack read and checked", partial(check_folder, PACK))
    try:
        from kene.proving.smt import prove_by_z3
    except ImportError:
        return
    yield _row("fifteen rules, first, proved by Z3", partial(prove_by_z3, fifteen_rules("first")))


def _row(name: str, act: partial[object]) -> Row:
    return Row(name, microseconds(act) / 1000, "ms")
