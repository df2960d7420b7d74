"""What is given to a decision on the command line: `--input nom=valeur`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime


def pairs(inputs: list[str]) -> Iterator[tuple[str, str]]:
    """The names and the texts of `nom=valeur`; stops with 2 at anything else."""
    from kene.cli import terminal

    for each in inputs:
        name, sign, text = (part.strip() for part in each.partition("="))
        if not sign:
            terminal.wrong(f"« {each} » : écrivez nom=valeur.")
        yield name, text


def day(text: str) -> date:
    """The day of `--today`, today without one; stops with 2 at anything else."""
    from kene.cli import terminal

    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        terminal.wrong(f"« {text} » n'est pas un jour : écrivez par exemple 2026-11-24.")


def unknown(name: str, known: tuple[str, ...], what: str) -> str:
    """A sentence about a name that is none of those known, with the nearest."""
    from kene.core.problems import nearest

    near = nearest(name, known)
    hint = f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {', '.join(known)}."
    return f"« {name} » n'est pas {what} de ce service. {hint}"
