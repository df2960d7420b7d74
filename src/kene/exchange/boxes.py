"""Where an answer is written on paper: boxes for letters and digits, or boxes to cross."""

from __future__ import annotations

from typing import Final

from kene.core.services import Field
from kene.core.values import (
    Choices,
    DecimalNumber,
    Money,
    Name,
    Phone,
    Place,
    Setting,
    Text,
    Whole,
)
from kene.core.values.gazetteer import LEVELS
from kene.core.values.lexicon import lexicon
from kene.core.values.phones import DIGITS, PLANS

Boxes = dict[str, object]

_LINE: Final = 26
"""So many boxes stand on a line of a sheet A4."""
_LINES: Final = 2
_MOST_DIGITS: Final = 9
_KINDS: Final = {"date": "date", "approximate_date": "partial", "time": "time", "photo": "photo"}
_LENGTHS: Final = {"national_number": 15, "position": 20}


def boxes(field: Field, setting: Setting) -> Boxes:
    """What a sheet offers to answer a field with, as the template draws it."""
    match field.type:
        case Text(long=True, max=most):
            return {"kind": "lines", "count": 3 if most <= 200 else 5}
        case Text(max=most) | Name(max=most):
            return {"kind": "letters", "count": min(most, _LINE * _LINES)}
        case Whole(low, high):
            return {"kind": "digits", "count": _digits(low, high), "unit": ""}
        case Money(low, high):
            currency = lexicon(setting.language).wording.say("currency")
            return {"kind": "digits", "count": _digits(low, high), "unit": currency}
        case DecimalNumber(places, low, high):
            whole = _digits(int(low), int(high))
            return {"kind": "decimal", "count": whole, "places": min(places, 3)}
        case Place(level, _):
            return {"kind": "place", "levels": _levels(level, setting)}
        case Phone(country):
            plan = PLANS[country]
            return {"kind": "phone", "code": f"+{plan.code}", "count": DIGITS}
        case other if other.offered(setting):
            options = [each.label for each in other.offered(setting)]
            return {"kind": "options", "options": options, "several": several(field)}
        case other if other.name in _KINDS:
            return {"kind": _KINDS[other.name]}
    return {"kind": "letters", "count": _LENGTHS[field.type.name]}


def several(field: Field) -> list[int]:
    """From how many to how many options are crossed; nothing when it is one."""
    match field.type:
        case Choices(options, low, high):
            return [0 if field.optional else low, min(high, len(options))]
    return []


def _digits(low: int, high: int) -> int:
    return min(max(len(str(abs(low))), len(str(abs(high)))), _MOST_DIGITS)


def _levels(level: str, setting: Setting) -> list[str]:
    """The levels to write, from the widest, by their names in the language or in French."""
    known = lexicon(setting.language).wording
    french = lexicon("fr").wording
    names = LEVELS[: LEVELS.index(level) + 1]
    return [
        (known if known.has(f"level.{each}") else french).say(f"level.{each}")
        if french.has(f"level.{each}")
        else each
        for each in names
    ]
