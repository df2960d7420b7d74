"""The gateways that a node serves, from one setting.

    africastalking
    flares,octets=140 xml,alphabet=portuguese,phone=subscriber infobip,seconds=5

Each is a dialect with its own limits; the XML and JSON ones may rename what their platform calls
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from kene.channels.contract import Limits, Line
from kene.channels.ussd.africastalking import AfricasTalking
from kene.channels.ussd.flares import Flares
from kene.channels.ussd.infobip import Infobip
from kene.channels.ussd.jsonform import JsonForm
from kene.channels.ussd.names import OLTRANZ, TRUROUTE, Names
from kene.channels.ussd.xmlform import XmlForm
from kene.core.screens.alphabets import ALPHABETS

Options = dict[str, str]

LEAST: Final = 100
"""Fewer octets hold no question beside its keys."""

_DIALECTS: Final[Mapping[str, Callable[[str, Limits, Options], Line]]] = {
    "africastalking": lambda code, limits, options: AfricasTalking(limits),
    "flares": lambda code, limits, options: Flares(code, limits),
    "infobip": lambda code, limits, options: Infobip(code, limits),
    "json": lambda code, limits, options: JsonForm(code, _named(OLTRANZ, options), limits),
    "xml": lambda code, limits, options: XmlForm(code, _named(TRUROUTE, options), limits),
}
_RENAMED: Final = {each.name: each for each in fields(Names)}


def lines(told: str, code: str) -> tuple[Line, ...]:
    """The line of each gateway that the setting tells, for the code that citizens dial.

    Raises ValueError, which says what is expected.
    """
    return tuple(_lines(told, code))


def _lines(told: str, code: str) -> Iterator[Line]:
    seen = set()
    for each in told.split():
        dialect, *pairs = each.split(",")
        if dialect not in _DIALECTS:
            raise ValueError(_unknown(dialect, _DIALECTS))
        if dialect in seen:
            raise ValueError(f"« {dialect} » est dit deux fois.")
        seen.add(dialect)
        options = dict(_pairs(pairs))
        limits = _limits(options)
        line = _DIALECTS[dialect](code, limits, options)
        if options:
            known = ("octets", "alphabet", "seconds", *_RENAMED)
            raise ValueError(_unknown(next(iter(options)), known))
        yield line


def _pairs(pairs: list[str]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not value:
            raise ValueError(f"« {pair} » : écrivez nom=valeur.")
        yield name, value


def _limits(options: Options) -> Limits:
    """The limits that the options tell, which are taken from them."""
    usual = Limits()
    octets = _number(options.pop("octets", str(usual.octets)), LEAST, usual.octets)
    seconds = _number(options.pop("seconds", str(int(usual.seconds))), 1, 60)
    name = options.pop("alphabet", "standard")
    if name not in ALPHABETS:
        raise ValueError(_unknown(name, ALPHABETS))
    return Limits(octets, ALPHABETS[name], float(seconds))


def _number(told: str, least: int, most: int) -> int:
    if not told.isascii() or not told.isdecimal() or not least <= int(told) <= most:
        raise ValueError(f"« {told} » : un nombre de {least} à {most} est attendu.")
    return int(told)


def _named(usual: Names, options: Options) -> Names:
    """The names of a platform, those of the options taken instead; a list is joined by `|`."""
    renamed: dict[str, Any] = {}
    for name in tuple(options):
        if name in _RENAMED:
            value = options.pop(name)
            several = isinstance(getattr(usual, name), tuple)
            renamed[name] = tuple(value.split("|")) if several else value
    return replace(usual, **renamed)


def _unknown(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    return f"« {word} » est inconnu : {', '.join(known)}."
