"""What is given to a decision on the command line: `--input nom=valeur`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from kene.cli.spoken import said


def pairs(inputs: list[str]) -> Iterator[tuple[str, str]]:
    """The names and the texts of `nom=valeur`; stops with 2 at anything else."""
    from kene.cli import terminal

    for each in inputs:
        name, sign, text = (part.strip() for part in each.partition("="))
        if not sign:
            terminal.wrong(said("inputs.pair", text=each))
        yield name, text


def day(text: str) -> date:
    """The day of `--today`, today without one; stops with 2 at anything else."""
    from kene.cli import terminal

    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        terminal.wrong(said("inputs.day", text=text))


def unknown(name: str, known: tuple[str, ...], what: str) -> str:
    """A sentence about a name that is none of those known, with the nearest; `what` it should be is
    a key of `inputs.what`."""
    from kene.core.problems import nearest

    near = nearest(name, known)
    told = said("inputs.unknown", name=name, what=said(f"inputs.what.{what}"))
    return f"{told} {hinted(near, known)}"


def hinted(near: str | None, known: Iterable[str]) -> str:
    """The nearest name where there is one, else all that are known."""
    if near:
        return said("inputs.near", near=near)
    return said("inputs.known", known=", ".join(known) or "—")
