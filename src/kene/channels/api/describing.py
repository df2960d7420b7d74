"""A service as the API tells it: the pack itself, and nothing written beside it."""

from __future__ import annotations

from kene.channels.api import shapes
from kene.core.services import Field, Service, label
from kene.core.values import Choice, Choices, Items
from kene.intake.api import Slip


def card(service: Service) -> shapes.Card:
    """A service in the list."""
    return shapes.Card(
        name=service.name,
        version=service.version,
        country=service.country,
        authority=service.authority,
        title=_said(service, "title"),
        summary=_said(service, "summary"),
        languages=list(service.languages),
        channels=list(service.channels),
        fee=shapes.Fee(
            amount=None if service.fee.decision or service.fee.unknown else service.fee.amount,
            varies=not service.fee.fixed and not service.fee.unknown,
        ),
        confirmed=not service.marks,
    )


def described(service: Service) -> shapes.Described:
    """A service with all that it asks."""
    return shapes.Described(
        **card(service).model_dump(),
        digest=service.digest,
        laws=[shapes.Law(text=law.text, article=law.article) for law in service.laws.values()],
        purposes=[
            shapes.Purpose(
                name=each.key,
                label=_said(service, f"purposes.{each.key}"),
                basis=each.basis,
                keep=str(each.keep),
            )
            for each in service.purposes.values()
        ],
        fields=[_field(service, each) for each in service.fields.values()],
        documents=list(service.documents),
        to_confirm=[shapes.Doubt(path=mark.path, missing=mark.missing) for mark in service.marks],
    )


def receipt(service: Service, slip: Slip) -> shapes.Receipt:
    """What a request opened."""
    due = slip.due
    return shapes.Receipt(
        number=slip.number,
        service=service.name,
        version=service.version,
        digest=service.digest,
        due=shapes.Deadline(day=due.day, stage=due.stage, balance=due.balance) if due else None,
        secret=slip.secret or None,
        secret_sent=not slip.secret,
        papers=[
            shapes.Paper(
                name=name,
                label=_said(service, f"evidence.{name}"),
                photo="photo" in service.evidence[name].accept,
            )
            for name in slip.papers
        ],
    )


def _field(service: Service, field: Field) -> shapes.AskedField:
    key = f"fields.{field.name}"
    kind = field.type
    options = kind.options if isinstance(kind, Choice | Choices) else ()
    repeat = shapes.Repeat(min=kind.min, max=kind.max) if isinstance(kind, Items) else None
    return shapes.AskedField(
        name=field.name,
        group=field.group,
        type=kind.name,
        label={each: label(service, field.name, each) for each in service.wordings},
        purpose=field.purpose,
        optional=field.optional,
        when=field.when.text if field.when else "",
        repeat=repeat,
        options=[
            shapes.Option(key=each, label=_said(service, f"{key}.options.{each}"))
            for each in options
        ],
    )


def _said(service: Service, key: str) -> shapes.Texts:
    """That text in each language."""
    return {language: wording.say(key) for language, wording in service.wordings.items()}
