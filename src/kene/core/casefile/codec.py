"""Events as canonical JSON, what is personal apart and by purpose.

What is public of an event holds names of the pack, times and identifiers. What is personal is a
mapping from purpose to a JSON object, so that each purpose can be sealed with its own key, and
erased without the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final, cast, get_args

from kene.core.casefile.events import Event
from kene.core.services import Service
from kene.core.values import Json, Value

_KINDS: Final[Mapping[str, type]] = {kind.__name__.lower(): kind for kind in get_args(Event)}
_PERSONAL: Final = frozenset(
    {"outcome", "explanation", "reason", "code", "amount", "receipt", "rank", "keys"}
)
"""Members that tell of the person, besides the answers; sealed under the longest purpose."""

_TEXTS: Final = frozenset({"reason", "code", "receipt"})
"""Those of them that are "" when there are none."""

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)

Parts = Mapping[str, Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event: its public part, and its personal parts by purpose."""

    public: Mapping[str, Json]
    personal: Parts


def encode(service: Service, event: Event) -> Encoded:
    """The event in its one form."""
    public: dict[str, Json] = {"kind": type(event).__name__.lower()}
    personal: dict[str, dict[str, Json]] = {}
    for member in fields(event):
        value = getattr(event, member.name)
        if member.name == "answers":
            _put_answers(service, value, personal)
        elif member.name in _PERSONAL:
            if value not in ("", None):
                personal.setdefault(main_purpose(service), {})[member.name] = value
        elif value not in ("", None):
            public[member.name] = _written(value)
    return Encoded(public, personal)


def decode(service: Service, public: Mapping[str, Json], personal: Parts) -> Event:
    """The event that `encode` wrote; parts whose key was erased are simply not given.

    Raises ValueError when it is not an event of the service.
    """
    kind = _KINDS.get(str(public.get("kind")))
    if kind is None:
        raise ValueError(f"{public.get('kind')!r} is not a kind of event")
    merged = {name: value for part in personal.values() for name, value in part.items()}
    answers = cast(dict[str, Json], {})
    for part in personal.values():
        answers |= cast(dict[str, Json], part.get("answers", {}))
    given: dict[str, object] = {}
    for member in fields(kind):
        if member.name == "answers":
            given["answers"] = _answers(service, answers)
        elif member.name in _PERSONAL:
            given[member.name] = merged.get(member.name, "" if member.name in _TEXTS else None)
        elif member.name in public:
            given[member.name] = _read(member.name, public[member.name])
    return cast(Event, kind(**given))


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, in UTF-8: equal values have equal bytes."""
    return _CANONICAL.encode(value).encode()


def main_purpose(service: Service) -> str:
    """The purpose that is kept longest: what tells why a case was decided lives as long."""
    start = date(2000, 1, 1)
    return max(service.kept.values(), key=lambda purpose: purpose.keep.end(start)).key


def _put_answers(
    service: Service, answers: Mapping[str, Value], personal: dict[str, dict[str, Json]]
) -> None:
    for name, value in answers.items():
        each = service.recorded[name]
        part = personal.setdefault(each.purpose, {})
        kept = cast(dict[str, Json], part.setdefault("answers", {}))
        kept[name] = each.type.encode(value)


def _answers(service: Service, raw: Mapping[str, Json]) -> dict[str, Value]:
    return {
        name: field.type.decode(raw[name])
        for name, field in service.recorded.items()
        if name in raw
    }


def _written(value: object) -> Json:
    match value:
        case tuple():
            return list(value)
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case _:
            return cast(Json, value)


def _read(name: str, raw: Json) -> object:
    if name == "at":
        return datetime.fromisoformat(str(raw))
    if name in ("due", "day"):
        return date.fromisoformat(str(raw))
    if isinstance(raw, list):
        return tuple(raw)
    return raw
