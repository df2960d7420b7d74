"""`python -m bench [NAME…]`: every figure of this folder's modules, as one table.

A module that measures offers `rows()`. A figure is a median; its ratio is to a reference of the
same run, so that two machines can be compared.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Mapping

import bench
from bench import references
from bench.rows import Row

PACKAGES = [module.name for module in pkgutil.iter_modules(bench.__path__)]


def main(wanted: list[str]) -> None:
    """Print the references, then each figure as soon as it is known."""
    raw = {row.name: row for row in references.rows()}
    print(line("mesure", "valeur", "unité", "rapport"))
    for row in raw.values():
        print(show(row, {}), flush=True)
    for row in measured(wanted):
        print(show(row, raw), flush=True)


def measured(wanted: list[str]) -> Iterator[Row]:
    """The figures of the modules that are named, or of all."""
    for name in PACKAGES:
        if name in ("__main__", "references", "rows") or (wanted and name not in wanted):
            continue
        yield from getattr(importlib.import_module(f"bench.{name}"), "rows", tuple)()


def show(row: Row, raw: Mapping[str, Row]) -> str:
    """One line of the table."""
    ratio = f"{row.value / raw[row.reference].value:.3g} × {row.reference}" if row.reference else ""
    return line(row.name, f"{row.value:,.4g}", row.unit, ratio)


def line(name: str, value: str, unit: str, ratio: str) -> str:
    """Four columns, aligned."""
    return f"{name:<40}  {value:>12}  {unit:<10}  {ratio}".rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
