"""Each USSD dialect and call control that a node serves, for the one OpenAPI document.

What an operator's integrator has to send, with examples; a test sends each of them as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kene.channels.api.neighbours import IDENTIFIER, NUMBER, SECRET, TYPED, form, query, refusals
from kene.channels.contract import Line
from kene.channels.ussd.africastalking import AfricasTalking
from kene.channels.ussd.flares import Flares
from kene.channels.ussd.infobip import Infobip
from kene.channels.ussd.jsonform import JsonForm
from kene.channels.ussd.names import Names
from kene.channels.ussd.xmlform import XmlForm
from kene.channels.voice.lines import TWILIO, CallLine

Schema = dict[str, Any]

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
XML: Final = "text/xml"
TEXT: Final = "text/plain"
_PHONE: Final = "+22376123456"
_BARE: Final = _PHONE.removeprefix("+")
_PAGE: Final = "Kɛnɛ\n1 Naissance\n2 Suivre"
_OPTIONAL: Final = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Told:
    """One operation: what is sent (`body`, of a media type, or a query), what is answered."""

    method: str
    summary: str
    media: str = ""
    schema: Schema = field(default_factory=dict)
    example: object = None
    answer: str = TEXT
    answered: Schema = field(default_factory=lambda: {"type": "string"})
    shown: object = ""
    headers: Schema = field(default_factory=dict)
    rest: str = ""
    named: tuple[str, ...] = ()


def paths(lines: Iterable[Line], token: str) -> dict[str, Any]:
    """The paths of these lines, whose gateways were given this secret word, or none."""
    found: dict[str, Any] = {}
    for line in lines:
        for told in _told(line):
            path = "/".join(part for part in (line.path, token and "{gateway}", told.rest) if part)
            found.setdefault(path, {"parameters": [SECRET]} if token else {})
            found[path][told.method] = _operation(line.path, told)
    return found


def _told(line: Line) -> tuple[Told, ...]:
    match line:
        case AfricasTalking():
            return (_africastalking(),)
        case Flares(code):
            return _flares(code)
        case Infobip(code):
            return _infobip(code)
        case JsonForm(code, names):
            return (_json(code, names),)
        case XmlForm(code, names):
            return (_xml(code, names),)
        case CallLine():
            return (_call(line),)
        case _:
            return ()  # another package's: it tells of it


def _africastalking() -> Told:
    fields = {
        "sessionId": IDENTIFIER,
        "serviceCode": _OPTIONAL,
        "phoneNumber": NUMBER,
        "text": {**TYPED, "description": "Tout ce qui fut tapé dans la session, joint par « * »."},
    }
    return Told(
        "post",
        "Un pas d'une session USSD (Africa's Talking)",
        FORM,
        form(fields, ("sessionId", "phoneNumber")),
        {"sessionId": "ATUid_7", "serviceCode": "*123#", "phoneNumber": _PHONE, "text": ""},
        shown=f"CON {_PAGE}",
    )


def _flares(code: str) -> tuple[Told, Told]:
    fields = {
        "MSISDN": NUMBER,
        "SessionID": IDENTIFIER,
        "MSC": _OPTIONAL,
        "input": {**TYPED, "description": "Ce qui fut tapé en dernier ; d'abord, le code."},
    }
    goes_on = {"type": "string", "enum": ["FC", "FB"]}
    told = Told(
        "get",
        "Un pas d'une session USSD (Comviva Flares, HTTP pull)",
        schema=form(fields, ("MSISDN", "SessionID")),
        example={
            "MSISDN": _BARE,
            "SessionID": "7",
            "MSC": "22370000000",
            "input": code.strip("*#"),
        },
        shown=_PAGE,
        headers={
            "Freeflow": {"schema": goes_on, "description": "FC : la session continue ; FB : non."},
            "charge": {"schema": {"type": "string", "enum": ["N"]}},
            "amount": {"schema": {"type": "string", "enum": ["0"]}},
        },
    )
    posted = Told("post", told.summary, FORM, told.schema, told.example, shown=_PAGE)
    return told, posted


def _infobip(code: str) -> tuple[Told, ...]:
    fields = {"msisdn": NUMBER, "text": TYPED, "shortCode": _OPTIONAL, "imsi": _OPTIONAL}
    state = {"responseExitCode": {"type": "integer"}, "responseMessage": {"type": "string"}}
    page = {"ussdMenu": {"type": "string"}, "shouldClose": {"type": "boolean"}}
    well = {"responseExitCode": 200, "responseMessage": ""}
    asked = {"msisdn": _BARE, "shortCode": code, "imsi": "610011234567890"}
    begun = Told(
        "post",
        "Une session USSD commence (Infobip)",
        JSON,
        form(fields, ("msisdn",)),
        {**asked, "text": code},
        JSON,
        form({**page, **state}, (*page, *state)),
        {"shouldClose": False, "ussdMenu": _PAGE, **well},
        rest="session/{session}/start",
        named=("session",),
    )
    answered = replace(
        begun,
        summary="Une réponse dans une session USSD (Infobip)",
        example={**asked, "text": "1"},
        rest="session/{session}/response",
    )
    ended = replace(
        begun,
        method="put",
        summary="Une session USSD est finie (Infobip)",
        schema={"type": "object"},
        example={"exitCode": 200, "reason": ""},
        answered=form(state, tuple(state)),
        shown=well,
        rest="session/{session}/end",
    )
    asking = replace(
        ended,
        method="get",
        summary="Si une session USSD est en cours (Infobip)",
        media="",
        schema=form({}, ()),
        shown={"sessionActive": True, **well},
        rest="session/{session}/status",
    )
    return begun, answered, ended, asking


def _asked(code: str, names: Names) -> tuple[Schema, tuple[str, ...], dict[str, str]]:
    """What a platform that gives these names sends: its data, those it must, and an example."""
    fields: Schema = {names.phone: NUMBER, names.session: IDENTIFIER, names.text: TYPED}
    example = {names.phone: _BARE, names.session: "7", names.text: code}
    if names.kind:
        begins, over = ", ".join(names.begins), ", ".join(names.over)
        meant = f"Une session commence : {begins}" + (f" ; est finie : {over}." if over else ".")
        fields[names.kind] = {"type": "string", "description": meant}
        example[names.kind] = names.begins[0] if names.begins else ""
    if names.hop:
        fields[names.hop] = {**_OPTIONAL, "description": "L'identifiant du pas."}
        example[names.hop] = "7-0"
    return fields, (names.phone, names.session), example


def _json(code: str, names: Names) -> Told:
    fields, needed, example = _asked(code, names)
    if names.kind:
        fields[names.kind]["type"] = ["string", "integer", "boolean"]
    told = {
        names.session: IDENTIFIER,
        names.phone: NUMBER,
        names.page: {"type": "string"},
        names.action: {"type": "string", "enum": [names.goes_on, names.ends]},
    }
    shown = {names.session: "7", names.phone: _BARE, names.page: _PAGE, names.action: names.goes_on}
    return Told(
        "post",
        "Un pas d'une session USSD (JSON)",
        JSON,
        form(fields, needed),
        example,
        JSON,
        form(told, tuple(told)),
        shown,
    )


def _xml(code: str, names: Names) -> Told:
    fields, needed, example = _asked(code, names)
    asked = "".join(f"<{name}>{value}</{name}>" for name, value in example.items())
    told = {
        names.action: {"type": "string", "enum": [names.goes_on, names.ends]},
        names.page: {"type": "string"},
    }
    root = {"xml": {"name": names.root}}
    shown = (
        f"<{names.root}><{names.action}>{names.goes_on}</{names.action}>"
        f"<{names.page}>{_PAGE}</{names.page}></{names.root}>"
    )
    return Told(
        "post",
        "Un pas d'une session USSD (XML)",
        XML,
        form(fields, needed) | root,
        f"<{names.root}>{asked}</{names.root}>",
        XML,
        form(told, tuple(told)) | root,
        shown,
    )


def _call(line: CallLine) -> Told:
    dialect = line.dialect
    way = "Direction" if dialect is TWILIO else "direction"
    fields = {
        dialect.session: IDENTIFIER,
        dialect.caller: NUMBER,
        dialect.called: _OPTIONAL,
        way: _OPTIONAL,
        dialect.digits: TYPED,
    }
    example = {
        dialect.session: "ATVId_7",
        dialect.caller: _PHONE,
        dialect.called: "+22320000000",
        way: "Inbound",
    }
    return Told(
        "post",
        "Un appel arrive ; chaque réponse nomme l'adresse du pas suivant",
        FORM,
        form(fields, (dialect.session, dialect.caller)),
        example,
        XML,
        {"type": "object", "xml": {"name": "Response"}},
        "<Response>…</Response>",
    )


def _operation(path: str, told: Told) -> Schema:
    name = path.removeprefix("/channels/")
    verb = told.rest.rpartition("/")[2]
    parts = (*name.split("/"), verb, told.method)
    answer = {"schema": told.answered, "example": told.shown}
    well: Schema = {"description": "L'écran à montrer.", "content": {told.answer: answer}}
    if told.headers:
        well["headers"] = told.headers
    operation: Schema = {
        "operationId": "_".join(part for part in parts if part),
        "summary": told.summary,
        "tags": ["passerelles"],
        "responses": {"200": well, **refusals()},
    }
    named = [
        {"name": each, "in": "path", "required": True, "schema": IDENTIFIER} for each in told.named
    ]
    asked = [] if told.media else query(told.schema, _examples(told.example))
    if named or asked:
        operation["parameters"] = [*named, *asked]
    if told.media:
        media = {told.media: {"schema": told.schema, "example": told.example}}
        operation["requestBody"] = {"required": True, "content": media}
    return operation


def _examples(example: object) -> Mapping[str, object]:
    return example if isinstance(example, dict) else {}
