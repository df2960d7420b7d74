"""`python -m bench [NAME…]`: every figure of this folder's modules, as one table.

A module that measures offers `rows()`. A figure is a median; its ratio is to another of the same
run, so that two machines can be compared.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import bench
from bench import references
from bench.rows import Row

PACKAGES = [module.name for module in pkgutil.iter_modules(bench.__path__)]


def main(wanted: list[str]) -> None:
    """Print the references, then each figure as soon as it is known."""
    for text in table(chain(references.rows(), measured(wanted))):
        print(text, flush=True)


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the table, each as soon as its figure is known."""
    yield line("mesure", "valeur", "unité", "rapport")
    known: dict[str, float] = {}
    for row in rows:
        yield show(row, known)
        if row.value is not None:
            known[row.name] = row.value


def measured(wanted: list[str]) -> Iterator[Row]:
    """The figures of the modules that are named, or of all."""
    for name in PACKAGES:
        if name in ("__main__", "references", "rows") or (wanted and name not in wanted):
            continue
        yield from getattr(importlib.import_module(f"bench.{name}"), "rows", tuple)()


def show(row: Row, known: Mapping[str, float]) -> str:
    """One line of the table."""
    if row.value is None:
        return line(row.name, "-", row.unit, row.note)
    ratio = ""
    if row.reference in known:
        times = row.value / known[row.reference]
        ratio = f"{times:,.0f}" if times >= 100 else f"{times:.3g}"
        ratio += f" × {row.reference}"
    return line(
        row.name, f"{row.value:,.4g}", row.unit, " · ".join(filter(None, (ratio, row.note)))
    )


def line(name: str, value: str, unit: str, ratio: str) -> str:
    """Four columns, aligned."""
    return f"{name:<54}  {value:>12}  {unit:<10}  {ratio}".rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
