"""What a question of a form is in a pack: its type, parameters, and the type that FEEL reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from kene.core.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    TIME,
    Enumeration,
    FeelType,
    List,
)
from kene.core.services.questions import feel_type
from kene.core.values import TYPES, Position
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.survey import Question

METADATA: Final = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "start-geopoint",
        "background-audio",
        "uri:subscriberid",
        "uri:simserial",
        "uri:phonenumber",
        "uri:username",
        "uri:email",
        "uri:deviceid",
        "phone number",
        "start-geo",
    }
)
"""What a form takes from the phone without asking: Kene takes nothing that is not asked."""
TIMED: Final = frozenset({"start", "end", "today", "audit", "start-geopoint", "start-geo"})
"""What of it is no text: the others are empty texts where the phone says nothing."""
DECLARED: Final = frozenset({"xml-external", "csv-external"})
"""What declares another file, and asks nothing: what reads the file is told where it stands."""
PAPERS: Final = {"image": "photo", "file": "copy"}
"""What a form takes as a file, and in what form a pack takes it as a paper."""
COMPUTED: Final = frozenset({"calculate", "hidden"})
LOWEST: Final = -999_999_999
"""ODK keeps whole numbers of nine digits; Kene's begin at 0 unless told otherwise."""
LONG_TEXT: Final = 500
_DECIMALS: Final = 6
_BETWEEN: Final = re.compile(r"[\s,;]+")
POINT: Final = feel_type(Position()) or ANY
"""A position, as expressions of the pack read it."""
_PLAIN: Final[Mapping[str, tuple[str, FeelType]]] = {
    "text": ("text", STRING),
    "barcode": ("text", STRING),
    "integer": ("whole", NUMBER),
    "decimal": ("decimal", NUMBER),
    "date": ("date", DATE),
    "dateTime": ("date", DATE),
    "time": ("time", TIME),
    "acknowledge": ("yes_no", BOOLEAN),
    "geopoint": ("position", POINT),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of a pack with its parameters; `step` is that of a range that does not count by 1."""

    name: str
    feel: FeelType
    parameters: Mapping[str, object] = field(default_factory=dict)
    step: Decimal = Decimal(0)


def kind_of(question: Question, options: tuple[str, ...]) -> Kind | None:
    """The kind of a question, whose list has these options; None when it has no equivalent."""
    match question.kind:
        case "select_one" | "select_multiple" if len(options) == 1:
            return Kind("yes_no", BOOLEAN)
        case "select_one":
            return Kind("choice", Enumeration(options), {"options": list(options)})
        case "select_multiple" if "choices" in TYPES:
            parameters: dict[str, object] = {"options": list(options)}
            if len(options) > 40:
                parameters["max"] = len(options)
            return Kind("choices", List(Enumeration(options)), parameters)
        case "range":
            return _range(question)
    name, feel = _PLAIN.get(question.kind, ("", STRING))
    return Kind(name, feel, _parameters(question)) if name in TYPES else None


def _parameters(question: Question) -> Mapping[str, object]:
    match question.kind:
        case "integer":
            return {} if _from_zero(question) else {"min": LOWEST}
        case "decimal":
            below = {} if _from_zero(question) else {"min": LOWEST}
            return {"places": _DECIMALS, **below}
        case "text" if "multiline" in question.row.cell("appearance").lower():
            return {"long": True, "max": LONG_TEXT}
    return {}


def _from_zero(question: Question) -> bool:
    """Whether the constraint by itself refuses what is below 0."""
    try:
        node = xpath.parse(question.row.cell("constraint"))
    except xpath.Malformed:
        return False
    return _refuses_negative(node)


def _refuses_negative(node: xpath.Node) -> bool:
    here = xpath.Path((xpath.Step("."),))
    match node:
        case xpath.Binary("and", left, right):
            return _refuses_negative(left) or _refuses_negative(right)
        case xpath.Binary(">" | ">=", left, xpath.Number()):
            return left == here
        case xpath.Binary("<" | "<=", xpath.Number(), right):
            return right == here
    return False


def _range(question: Question) -> Kind | None:
    written = _BETWEEN.split(question.row.cell("parameters"))
    given = dict(each.split("=", 1) for each in written if "=" in each)
    try:
        start, end, step = (
            Decimal(given.get(key, default))
            for key, default in (("start", "1"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        return None
    low, high = min(start, end), max(start, end)
    places = max(-int(each.as_tuple().exponent) for each in (start, end, step))
    if places <= 0:
        bounds: dict[str, object] = {"min": int(low), "max": int(high)}
        return Kind("whole", NUMBER, bounds, Decimal(0) if step == 1 else step)
    bounds = {"places": places, "min": float(low), "max": float(high)}
    return Kind("decimal", NUMBER, bounds, step)
