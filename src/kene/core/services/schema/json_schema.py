"""The JSON Schema (draft 7) of `service.yaml`, from the types that load packs.

An ordinary editor completes and explains with it. It is exact about structure, types and their
parameters; names that lead from one part of a pack to another are for `kene check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_origin

from kene.core.services.load import CHANNELS, COUNTRIES, LANGUAGE_VERSION, LANGUAGES
from kene.core.services.schema.meanings import Meaning, meaning
from kene.core.services.schema.shapes import Shape, choices, is_definition, name_of, shapes
from kene.core.services.spans import SPAN, UNLIMITED
from kene.core.values.parameters import Parameter, parameters_of
from kene.core.values.types import TYPES
from kene.core.wording import bundled

Json = dict[str, object]

_TEXT: Final[Json] = {"type": ["string", "number", "boolean"]}
_YES_NO: Final[Json] = {"enum": [True, False, "yes", "no", "oui", "non"]}
_WHOLE: Final[Json] = {"type": ["integer", "string"], "pattern": "^-?[0-9]+$"}
_NAME: Final[Json] = {"type": "string", "pattern": "^[a-zA-Z][a-zA-Z0-9_-]{0,39}$"}
_LENGTH: Final = re.sub(r"\?P<\w+>", "", SPAN.pattern)
_PARAMETERS: Final[Mapping[str, Json]] = {
    "int": {"type": "integer"},
    "Decimal": {"type": ["number", "string"], "pattern": "^-?[0-9]+([.][0-9]+)?$"},
    "bool": {"enum": [True, False, "yes", "no"]},
    "str": {"type": "string"},
    "tuple[str, ...]": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 2,
        "uniqueItems": True,
    },
}
_NOTHING: Final[Json] = {"type": "null"}
OVER: Final = "overlay-"
"""Begins the names of definitions of what changes in a pack that another extends."""
_SHARED: Final = ("purposes",)
"""What a pack needs, and may have from a part alone."""


def schema() -> Json:
    """The schema as JSON, its descriptions in French."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:kene:service:{LANGUAGE_VERSION}",
        "title": f"service.yaml, version {LANGUAGE_VERSION}",
        "description": about("pack"),
        **_either("shared", _of("shared"), _either("extends", _of(f"{OVER}pack"), _pack())),
        "definitions": {
            **{name: _object(each) for name, each in shapes().items()},
            **{f"{OVER}{name}": _changed(each) for name, each in shapes().items()},
            "closed": _closed(),
        },
    }


def _either(key: str, with_it: Json, without: Json) -> Json:
    return {"if": {"required": [key]}, "then": with_it, "else": without}


def _of(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


def _pack() -> Json:
    closed = _either("use", {}, _either("types", {"required": [*_SHARED]}, _of("closed")))
    return {"allOf": [_of("pack"), closed]}


def _closed() -> Json:
    """A pack that has no types of its own, and uses no part: it says all, in Kene's types."""
    kinds: Json = {"additionalProperties": {"properties": {"type": {"enum": [*TYPES]}}}}
    return {
        "properties": {"ask": {"items": {"properties": {"fields": kinds}}}},
        "required": [*_SHARED],
    }


def about(path: str) -> str:
    """What a key such as `action.tell` is for, in French; "" where nothing says so.

    Paths are `definition`, `definition.key`, `types.type` and `parameters.parameter`.
    """
    wording = bundled("kene.core.services.schema", "fr")
    for key in (f"{path}.about", path):
        if wording.has(key):
            return wording.say(key)
    return ""


def _object(each: Shape) -> Json:
    written: Json = {
        "type": "object",
        "description": about(each.name),
        "properties": _properties(each, ""),
        "required": [
            name for name, key in each.keys.items() if key.needed and not _may_be_shared(each, name)
        ],
    }
    if each.open:
        return {**written, "allOf": [_typed(each, name) for name in TYPES]}
    return {**written, "additionalProperties": False}


def _changed(each: Shape) -> Json:
    """What an overlay may change of a definition: any of its keys, taken out by `null`; a list is
    written anew, or changed by the names of its items."""
    parameters = [parameters_of(kind) for kind in TYPES.values()] if each.open else []
    possible = sorted({key for kind in parameters for key in kind})
    return {
        "type": "object",
        "description": about(each.name),
        "properties": {
            **_properties(each, OVER),
            **{
                key: {
                    "anyOf": [
                        *_once(_parameter(kind[key]) for kind in parameters if key in kind),
                        _NOTHING,
                    ]
                }
                for key in possible
            },
        },
        "additionalProperties": False,
    }


def _once(kinds: Iterable[Json]) -> list[Json]:
    """Each schema once."""
    found: list[Json] = []
    for each in kinds:
        if each not in found:
            found.append(each)
    return found


def _properties(each: Shape, over: str) -> dict[str, Json]:
    return {
        name: {
            "description": about(f"{each.name}.{name}"),
            **_value(key.type, each, name, over),
        }
        for name, key in each.keys.items()
    }


def _may_be_shared(each: Shape, name: str) -> bool:
    return each.name == "pack" and name in _SHARED


def _value(wanted: Any, each: Shape, key: str, over: str = "") -> Json:
    possible = [form for one in choices(wanted) for form in _forms(one, each, key, over)]
    if over:
        possible.append(_NOTHING)
    return {"anyOf": possible} if len(possible) > 1 else possible[0]


def _forms(wanted: Any, each: Shape, key: str, over: str) -> Iterator[Json]:
    """What may be written for a type; over a list, also the changes of its items by name."""
    if get_origin(wanted) is not tuple:
        yield _one(wanted, each, key, over)
        return
    inside = get_args(wanted)[0]
    yield {"type": "array", "items": _value(inside, each, key)}
    if over:
        yield {"type": "object", "additionalProperties": _value(inside, each, key, over)}


def _one(wanted: Any, each: Shape, key: str, over: str) -> Json:
    origin = get_origin(wanted)
    if is_definition(wanted):
        return _of(f"{over}{name_of(wanted)}")
    if origin is Literal:
        return {"enum": [*get_args(wanted)]}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inside = _value(get_args(wanted)[1], each, key, over)
        return {"type": "object", "additionalProperties": inside}
    if wanted is bool:
        return _YES_NO
    if wanted is int:
        return {"const": LANGUAGE_VERSION} if (each.name, key) == ("pack", "kene") else _WHOLE
    if key == "keep":
        return {"type": "string", "pattern": f"^({_LENGTH})$"}
    return _text(meaning(each.name, key))


def _text(stands: Meaning | None) -> Json:
    written = _KNOWN.get(stands) if stands else None
    return written() if written else _TEXT


def _among(known: Iterable[str]) -> Callable[[], Json]:
    return lambda: {"enum": [*known]}


def _span() -> Json:
    return {"type": "string", "pattern": f"^({UNLIMITED}|{_LENGTH})$"}


_KNOWN: Final[Mapping[Meaning, Callable[[], Json]]] = {
    Meaning.CHANNEL: _among(CHANNELS),
    Meaning.LANGUAGE: _among(LANGUAGES),
    Meaning.COUNTRY: _among(COUNTRIES),
    Meaning.TYPE: _among(TYPES),
    Meaning.NAMED_TYPE: lambda: {"anyOf": [{"enum": [*TYPES]}, _NAME]},
    Meaning.SPAN: _span,
}


def _typed(each: Shape, name: str) -> Json:
    """What a field of that type may and must say."""
    parameters = parameters_of(TYPES[name])
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": {
            "description": about(f"types.{name}"),
            "properties": {key: _parameter(one) for key, one in parameters.items()},
            "propertyNames": {"enum": [*each.keys, *parameters]},
            "required": [key for key, one in parameters.items() if one.needed],
        },
    }


def _parameter(one: Parameter) -> Json:
    described: Json = {"description": about(f"parameters.{one.name}")}
    if one.known:
        return {**described, "enum": [*one.known]}
    written = {**described, **_PARAMETERS[one.kind]}
    if one.kind == "int":
        written |= {"minimum": one.low, "maximum": one.high}
    return written
