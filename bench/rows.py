"""A figure of the table, and what it is compared with in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its name, its value, its unit, and the reference that it is a ratio of.

    `reference` is a name of `bench.references`, or "" where nothing compares. The table shows how
    many times the reference the value is.
    """

    name: str
    value: float
    unit: str
    reference: str = ""
