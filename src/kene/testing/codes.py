"""The signed code of a document at its largest: whether a cheap phone can still read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services import DocumentTemplate, Naming, Service
from kene.core.services.checks import Places
from kene.core.values import (
    Choice,
    Choices,
    Date,
    Items,
    Name,
    Place,
    Setting,
    Text,
    Type,
    YesNo,
)
from kene.documents.offline import LIMIT, Claim, Claims, length, modules

LARGE_CODE: Final = declare(
    "S261",
    fr=(
        "Le code signé de « {name} » a d'habitude {side} modules de côté ; {limit} se lisent bien.",
        "Signez moins de champs (claims).",
    ),
    en=(
        "The signed code of '{name}' usually has {side} modules; {limit} are read with ease.",
        "Sign fewer fields (claims).",
    ),
    warning=True,
)
ENDLESS_CODE: Final = declare(
    "S262",
    fr=(
        "Le code signé de « {name} » ne tient dans aucun code QR.",
        "Signez moins de champs (claims).",
    ),
    en=("The signed code of '{name}' fits no QR code.", "Sign fewer fields (claims)."),
)

_DAY: Final = date(2026, 9, 30)
_NAME: Final = "Aminata Coulibaly"
_WORDS: Final = 40
_LISTED: Final = 4
_NUMBER: Final = "+223 76 12 34 56"
"""As long as a phone number, an amount or a partial date gets."""


def unreadable(service: Service, places: Places) -> Iterator[Problem]:
    """Documents whose code is too large when each field has an ordinary long answer.

    A name has 17 letters, a text at most 40; a place is longer than nine in ten of its level.
    """
    for document in service.documents.values():
        where = places.service("documents", document.name, "claims")
        try:
            side = modules(length(_claims(service, document)))
        except ValueError:
            yield Problem(ENDLESS_CODE, where, {"name": document.name})
            continue
        if side > LIMIT:
            details = {"name": document.name, "side": str(side), "limit": str(LIMIT)}
            yield Problem(LARGE_CODE, where, details)


def _claims(service: Service, document: DocumentTemplate) -> Claims:
    setting = Setting("fr", service.country, _DAY, "short")
    fields: Mapping[str, Claim] = {
        name: _sample(service.recorded[name].type, setting)
        if name in service.recorded
        else _computed(service, name, setting)
        for name in document.claims
    }
    now = datetime(2026, 9, 30, tzinfo=UTC)
    wording = service.wordings[service.languages[0]]
    title = f"documents.{document.name}"
    shown = wording.say(title) if wording.has(title) else document.name
    expires = now if document.valid else None
    return Claims(service.country, bytes(8), "000 000 000 / 1", shown, now, expires, fields)


def _computed(service: Service, name: str, setting: Setting) -> Claim:
    """A fact or an outcome: the longest of the outcomes that have a text."""
    naming, prefix = Naming(service, setting), f"decisions.{name}.outcomes."
    keys = service.wording(setting.language).texts
    said = [naming.named(key) for key in keys if key.startswith(prefix)]
    return max(said, key=len, default=_NUMBER)


def _sample(kind: Type, setting: Setting) -> Claim:
    match kind:
        case Date():
            return _DAY
        case YesNo():
            return True
        case Name():
            return _NAME[: kind.max]
        case Choice():
            return max((option.label for option in kind.offered(setting)), key=len)
        case Place():
            return _place(kind, setting)
        case Items():
            return ", ".join([_NAME] * min(kind.max, _LISTED))
        case Choices():
            return ", ".join(option.label for option in kind.offered(setting)[: kind.max])
        case Text():
            return "x" * min(kind.max, _WORDS)
        case _:
            return _NUMBER


def _place(kind: Place, setting: Setting) -> str:
    """A place whose name is longer than that of nine in ten."""
    answers = (place.code for place in kind.places if place.answers(kind.level))
    shown = sorted((kind.show(code, setting) for code in answers), key=len)
    return shown[len(shown) * 9 // 10]
