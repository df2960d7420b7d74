"""A figure of the table, and what it is compared with in the same run."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its name, its value, its unit, and the figure that it is a ratio of.

    `reference` is the name of an earlier figure of the run, or "" where nothing compares. The
    table shows how many times the reference the value is. Without value, `note` says why.
    """

    name: str
    value: float | None
    unit: str
    reference: str = ""
    note: str = ""


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of the table, each as soon as its figure is known."""
    yield line("mesure", "valeur", "unité", "rapport")
    known: dict[str, float] = {}
    for row in rows:
        yield show(row, known)
        if row.value is not None:
            known[row.name] = row.value


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
