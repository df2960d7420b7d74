"""Numbers in words, for voices: French up to the milliards, Bambara up to the millions."""

from __future__ import annotations

from typing import Final

_FRENCH: Final = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
_FRENCH_TENS: Final = ("vingt", "trente", "quarante", "cinquante", "soixante")
_FRENCH_POWERS: Final = ((10**9, "milliard"), (10**6, "million"))
FRENCH_END: Final = 10**12
"""French words are given for numbers from 0 to below this."""

_BAMBARA: Final = (
    *("kelen", "fila", "saba", "naani", "duuru"),
    *("wɔɔrɔ", "wolonwula", "segin", "kɔnɔntɔn", "tan"),
)
BAMBARA_END: Final = 10**9
"""Bambara words are given for numbers from 0 to below this."""


def french(number: int) -> str:
    """The French words of a whole number from 0 to below `FRENCH_END`, in the masculine."""
    parts: list[str] = []
    for power, name in _FRENCH_POWERS:
        count, number = divmod(number, power)
        if count:
            parts.append(f"{french(count)} {name}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_hundreds(thousands, ends=False)} mille")
    if rest or not parts:
        parts.append(_hundreds(rest, ends=True))
    return " ".join(parts)


def bambara(number: int, thousand: str = "ba") -> str:
    """The Bambara words of a whole number from 0 to below `BAMBARA_END`.

    `thousand` is `ba`, or `waa` when money is counted. A hundred alone is "kɛmɛ". What comes after
    thousands is joined by "ani", not by "ni": 11,000 is "ba tan ni kelen", 10,001 "ba tan ani
    kelen", which would else be the same.
    """
    parts: list[str] = []
    for power, name in ((10**6, "miliyɔn"), (1000, thousand)):
        count, number = divmod(number, power)
        if count:
            parts.append(f"{name} {_bambara_below_thousand(count)}")
    if number or not parts:
        parts.append(_bambara_below_thousand(number))
    return " ani ".join(parts)


def _hundreds(number: int, *, ends: bool) -> str:
    """French words below a thousand; `cent` and `vingt` take their s where the number `ends`."""
    hundreds, below = divmod(number, 100)
    parts: list[str] = []
    if hundreds:
        many = "s" if hundreds > 1 and not below and ends else ""
        parts.append(f"cent{many}" if hundreds == 1 else f"{_FRENCH[hundreds]} cent{many}")
    if below or not hundreds:
        parts.append(_below_hundred(below, ends=ends))
    return " ".join(parts)


def _below_hundred(number: int, *, ends: bool) -> str:
    if number < len(_FRENCH):
        return _FRENCH[number]
    tens, unit = divmod(number, 10)
    match tens:
        case 1:
            return f"dix-{_FRENCH[unit]}"
        case 7 | 9:
            stem = "soixante" if tens == 7 else "quatre-vingt"
            joint = " et " if number == 71 else "-"
            return f"{stem}{joint}{_below_hundred(unit + 10, ends=True)}"
        case 8:
            return f"quatre-vingt-{_FRENCH[unit]}" if unit else f"quatre-vingt{'s' * ends}"
        case _:
            stem = _FRENCH_TENS[tens - 2]
            joint = " et " if unit == 1 else "-"
            return f"{stem}{joint}{_FRENCH[unit]}" if unit else stem


def _bambara_below_thousand(number: int) -> str:
    if not number:
        return "fu"
    hundreds, below = divmod(number, 100)
    parts: list[str] = []
    if hundreds:
        parts.append("kɛmɛ" if hundreds == 1 else f"kɛmɛ {_BAMBARA[hundreds - 1]}")
    if below:
        parts.append(_bambara_below_hundred(below))
    return " ni ".join(parts)


def _bambara_below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    units = [_BAMBARA[unit - 1]] if unit else []
    match tens:
        case 0:
            return units[0]
        case 1:
            return " ni ".join(["tan", *units])
        case 2:
            return " ni ".join(["mugan", *units])
        case _:
            return " ni ".join([f"bi-{_BAMBARA[tens - 1]}", *units])
