"""One service as OpenAPI 3.1: what a node answers about it, and the schema of its answers."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kene.core.services import Field, Service, label
from kene.core.values import (
    Choice,
    Choices,
    DecimalNumber,
    Items,
    Money,
    Name,
    Place,
    Text,
    Whole,
)

Schema = dict[str, Any]

_NAME: Final = "name"
_SENT: Final = "Sent"
"""The schema of a request that is sent whole."""


def openapi(service: Service, node: Mapping[str, Any]) -> Schema:
    """The document of a service, from the one of a node: its paths under `{name}` are those of the
    service, and `Answers` is the schema of what it asks, each answer as Kene keeps it."""
    document: Schema = copy.deepcopy(dict(node))
    wording = service.wording(service.languages[0])
    document["info"] = {
        "title": wording.say("title"),
        "version": service.version,
        "description": wording.say("summary"),
        "x-service": service.reference,
        "x-digest": service.digest,
    }
    document["paths"] = {
        path.replace(f"{{{_NAME}}}", service.name): _named(operations, service.name)
        for path, operations in document["paths"].items()
        if f"{{{_NAME}}}" in path
    }
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Answers"] = answers(service)
    if sent := schemas.get(_SENT):
        sent["properties"]["answers"] = {"$ref": "#/components/schemas/Answers"}
    document["components"]["schemas"] = _reached(document["paths"], schemas)
    return document


def answers(service: Service) -> Schema:
    """The JSON Schema of a service's answers; what depends on another answer is not required."""
    repeated = {name for group in service.repeats.values() for name in group.fields}
    outside = [field for name, field in service.fields.items() if name not in repeated]
    return _object(service, outside)


def answer(service: Service, name: str) -> Schema:
    """The JSON Schema of the answer to one field."""
    return _property(service, service.fields[name])


def _object(service: Service, fields: Iterable[Field]) -> Schema:
    listed = list(fields)
    required = [each.name for each in listed if each.when is None and not each.optional]
    schema: Schema = {
        "type": "object",
        "properties": {each.name: _property(service, each) for each in listed},
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _property(service: Service, field: Field) -> Schema:
    told: Schema = {"title": label(service, field.name, service.languages[0])}
    if field.when is not None:
        told["description"] = f"FEEL: {field.when.text}"
    told["x-purpose"] = field.purpose
    if isinstance(field.type, Items):
        group = service.repeats[field.name]
        inside = _object(service, (service.fields[name] for name in group.fields))
        return told | {
            "type": "array",
            "items": inside,
            "minItems": field.type.min,
            "maxItems": field.type.max,
        }
    return told | _typed(field)


_PLAIN: Final[Mapping[str, Schema]] = {
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    "yes_no": {"type": "boolean"},
    "position": {"type": "string", "pattern": r"^-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5}$"},
    "phone": {"type": "string", "pattern": r"^\+[1-9]\d{7,14}$"},
}


def _typed(field: Field) -> Schema:
    match field.type:
        case Text(longest, shortest):
            return {"type": "string", "minLength": shortest, "maxLength": longest}
        case Name(longest):
            return {"type": "string", "minLength": 1, "maxLength": longest}
        case Whole(low, high) | Money(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case DecimalNumber(places):
            pattern = rf"^-?\d+\.\d{{{places}}}$" if places else r"^-?\d+$"
            return {"type": "string", "pattern": pattern}
        case Choice(options):
            return {"type": "string", "enum": list(options)}
        case Choices(options, low, high):
            items = {"type": "string", "enum": list(options)}
            bounds = {"minItems": 0 if field.optional else low, "maxItems": high}
            return {"type": "array", "items": items, "uniqueItems": True, **bounds}
        case Place(level, country):
            return {"type": "string", "description": f"Code : {level}, {country}"}
        case other:
            return dict(_PLAIN.get(other.name, {"type": "string"}))


def _named(operations: Mapping[str, Any], name: str) -> Schema:
    """Operations without the parameter that the service's name fills."""
    return {
        method: {
            **operation,
            "operationId": f"{operation['operationId']}_{name}".replace("-", "_"),
            "parameters": [
                each for each in operation.get("parameters", ()) if each["name"] != _NAME
            ],
        }
        for method, operation in operations.items()
    }


def _reached(paths: Schema, schemas: Schema) -> Schema:
    """The schemas that the paths lead to, and the answers."""
    kept: set[str] = {"Answers"}
    waiting = _references(paths)
    while waiting:
        name = waiting.pop()
        if name not in kept and name in schemas:
            kept.add(name)
            waiting |= _references(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in kept}


def _references(node: object) -> set[str]:
    match node:
        case dict():
            own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(_references(each) for each in node.values()))
        case list():
            return set().union(*map(_references, node))
    return set()
