"""The code that a citizen dialled, and what was typed after it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether a hop surely begins its session, and what followed the code where it may."""

    surely: bool
    after: str | None


def beginning(said: str, code: str) -> Beginning:
    """What the text alone tells: with its signs it is a code; without, it may be an answer."""
    after = dialled(said, code)
    return Beginning(after is not None and said.strip().startswith("*"), after)


def dialled(said: str, code: str) -> str | None:
    """What was dialled after the code, joined by `*`; None when `said` is not the code.

    `*123*1*2#` gives `1*2` where the code is `*123#`; platforms that take the signs away send `123`
    or `123*1*2`.
    """
    begun, given = _bare(code), _bare(said)
    if not begun or "*" not in said and "#" not in said and given != begun:
        return None
    if given == begun:
        return ""
    return given.removeprefix(f"{begun}*") if given.startswith(f"{begun}*") else None


def _bare(code: str) -> str:
    return code.strip().strip("*#").replace("#", "*")
