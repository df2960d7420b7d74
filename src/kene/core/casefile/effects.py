"""What the pack says that an event brings about besides: documents, and a message."""

from __future__ import annotations

from dataclasses import dataclass

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Acted, Booked, Cancelled, Event, Lapsed, Moved, Reminded
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.reasons import briefly
from kene.core.services import Naming, Service
from kene.core.values import Date, Money, Setting, TimeOfDay


@dataclass(frozen=True, slots=True)
class Effects:
    """Documents to issue, and the message to tell, the pack's or Kene's own; "" for none."""

    issue: tuple[str, ...] = ()
    tell: str = ""


def effects(service: Service, event: Event) -> Effects:
    """What follows an event of a case of that service."""
    match event:
        case Acted(stage=stage, action=name):
            action = service.stages[stage].actions[name]
            return Effects(action.issue, action.tell)
        case Lapsed(stage=stage):
            late = service.stages[stage].late
            return Effects(tell=late.tell if late else "")
        case Moved(tell=tell):
            return Effects(tell=tell)
        case Reminded(missed=True):
            return Effects()
        case Reminded(stage=""):
            return Effects(tell="visit")
        case Booked():
            return Effects(tell="booked")
        case Cancelled():
            return Effects(tell="unbooked")
        case Reminded(stage=stage):
            remind = service.stages[stage].remind
            return Effects(tell=remind.tell if remind else "")
        case _:
            return Effects()


def visit_words(service: Service, case: CaseFile, setting: Setting) -> dict[str, str]:
    """The `day`, the `time` and the place (`where`) of a case's appointment, in words; none when
    there is none."""
    if case.visit is None:
        return {}
    at = case.visit.at_time
    name = service.stages[case.visit.stage].actions[case.visit.action].appointment
    wording, short = service.wording(setting.language), setting.manner == "short"
    return {
        "where": wording.say(f"appointments.{name}", short=short),
        "day": Date().show(at.date(), setting),
        "time": TimeOfDay().show(at.time(), setting),
    }


def _known(service: Service, case: CaseFile, event: Event, setting: Setting) -> dict[str, str]:
    """What the message names of all that the service knows."""
    text = service.wording(setting.language).texts.get(f"messages.{effects(service, event).tell}")
    if text is None or text.placeholders.isdisjoint(service.named):
        return {}
    known = known_of(service, case, setting.today)
    return Naming(service, setting).words(text.placeholders, known)


def details(service: Service, case: CaseFile, event: Event, setting: Setting) -> dict[str, str]:
    """What a message about an event may name, as `setting` says it."""
    due = case.due if isinstance(event, Reminded) else getattr(event, "due", None)
    return {
        **visit_words(service, case, setting),
        **_known(service, case, event, setting),
        "reason": getattr(event, "reason", ""),
        "why": briefly(service, case, event, setting),
        "due": Date().show(due, setting) if due is not None else "",
        "rank": str(case.ranked.rank) if case.ranked and case.ranked.rank else "",
        "fee": Money().show(case.owed, setting) if case.owed is not None else "",
    }
