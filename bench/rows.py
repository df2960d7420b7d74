"""A figure of the table, and what it is compared with in the same run."""

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
