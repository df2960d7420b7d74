"""What happened to a case, one short line a fact, as transcripts write it after `=`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from kene.core.casefile import (
    NODE,
    Acted,
    Booked,
    Cancelled,
    Checked,
    Completed,
    Contested,
    Decided,
    Declined,
    Event,
    Issued,
    Lapsed,
    Move,
    Moved,
    Opened,
    Owed,
    Paid,
    Proposed,
    Ranked,
    Received,
    Reminded,
    Told,
    Withdrawn,
)
from kene.core.decisions import Explanation
from kene.core.services import CLOSED, Service
from kene.core.values import Setting
from kene.testing.desk import Held
from kene.testing.examples import shown


def facts(held: Held, since: int) -> Iterator[str]:
    """The facts of the events from number `since` (from 0) on."""
    for event in held.events[since:]:
        yield from _facts(held, event)


def answer(held: Held, name: str, today: date) -> str:
    """What a field was answered, or an agent entered, as a French page shows it; "" for nothing."""
    value = {**held.file.entered, **held.file.answers}.get(name)
    if value is None:
        return ""
    field = held.service.recorded[name]
    return field.type.show(value, Setting("fr", held.service.country, today))


def law(service: Service, key: str) -> str:
    """A law by its name in the service's first language, or its text and article."""
    wording = service.wording(service.languages[0])
    if wording.has(f"law.{key}"):
        return wording.say(f"law.{key}")
    found = service.laws[key]
    return f"{found.text}, article {found.article}" if found.article else found.text


def _facts(held: Held, event: Event) -> Iterator[str]:
    match event:
        case Opened():
            yield f"case open · {held.service.reference}"
            yield _stage(event.stage, event.due)
        case Decided():
            yield _decided(held.service, event)
        case Acted() | Booked() | Cancelled() | Completed() | Contested() | Withdrawn() | Lapsed():
            yield from _moved(event)
        case Moved():
            yield f"case moved · {held.service.reference}"
            yield _stage(event.stage, event.due)
        case Issued():
            yield f"document {event.document}"
        case Told():
            yield f"message {event.message}: {held.texts[int(event.reference)]}"
        case Received(evidence=evidence):
            yield f"picture {evidence}"
        case Checked(evidence=evidence, form=form):
            yield f"seen {evidence}, {form}"
        case Owed() | Paid() | Ranked() | Proposed() | Declined() | Reminded():
            yield _noted(event)
        case _:
            assert_never(event)


def _moved(event: Move) -> Iterator[str]:
    """What may change the stage."""
    match event:
        case Withdrawn():
            yield "case withdrawn"
            return
        case Lapsed(to=""):
            yield f"late {event.stage}"
            return
        case Acted(agent=agent, action=action) if agent == NODE:
            yield f"automatic {action}"
        case Contested():
            yield "case contested"
        case Booked(slot=slot):
            yield f"appointment {slot}"
        case Cancelled():
            yield "appointment cancelled"
        case _:
            pass
    yield _stage(event.to, event.due)


def _noted(event: Owed | Paid | Ranked | Proposed | Declined | Reminded) -> str:
    """What leaves the stage as it is."""
    match event:
        case Owed(amount=amount):
            return "fee ?" if amount is None else f"fee {amount}"
        case Paid(means=means, amount=amount):
            return f"paid {amount}, {means}"
        case Ranked(rank=rank):
            return f"rank {rank}"
        case Proposed(action=action):
            return f"proposed {action}"
        case Declined(action=action):
            return f"declined {action}"
        case Reminded(stage=stage, missed=missed):
            return f"reminder {stage or 'appointment'}{', missed' if missed else ''}"
        case _:
            assert_never(event)


def _stage(name: str, due: date | None) -> str:
    if name == CLOSED:
        return "case closed"
    return f"stage {name}, until {due.isoformat()}" if due else f"stage {name}"


def _decided(service: Service, event: Decided) -> str:
    explained = Explanation.from_json(event.explanation)
    if event.outcome is None:
        return f"decision {event.decision}: ? ({', '.join(explained.missing)})"
    laws = dict.fromkeys(key for fired in explained.fired for key in fired.laws)
    cited = f" ({' ; '.join(law(service, key) for key in laws)})" if laws else ""
    return f"decision {event.decision}: {shown(event.outcome)}{cited}"
