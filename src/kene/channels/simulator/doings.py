"""What the node did for a phone, for whoever learns or writes a service: cases and their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import Acted, Contested, Decided, Event, Issued, Moved, Owed, Paid, why
from kene.core.casefile.number import show_number
from kene.core.values import Money, Setting
from kene.core.wording import Wording

Told = dict[str, object]


def services() -> str:
    """What is served now, as one word that changes with any of it."""
    return " ".join(sorted(each.digest for each in catalogue.offered()))


def doings(number: str, now: datetime, words: Wording) -> list[Told]:
    """The cases of a phone (E.164), the latest first, in the simulator's own words."""
    moment = casework.moment(catalogue.home(), now)
    return [_case(case, now, words) for case in casework.cases_of(number, moment)]


def _case(case: casework.CaseView, now: datetime, words: Wording) -> Told:
    moment = casework.moment(case.service.country, now)
    setting = Setting(words.language, case.service.country, moment.today)
    return {
        "number": show_number(case.number),
        "title": case.service.wording(words.language).say("title"),
        "version": case.service.reference,
        "lines": list(casework.status_lines(case, setting)),
        "events": [
            {"at": event.at.isoformat(), "what": what, "detail": detail}
            for event in case.events
            for what, detail in _told(case, event, setting, words)
        ],
    }


def _told(
    case: casework.CaseView, event: Event, setting: Setting, words: Wording
) -> Iterator[tuple[str, str]]:
    made_by = case.service_of(event)
    own = made_by.wording(words.language)
    what = words.say(f"event.{type(event).__name__.lower()}")
    match event:
        case Decided():
            found = why(made_by, case.file, event, setting)
            sentences = " · ".join(found.sentences) if found else ""
            yield f"{what} : {' · '.join(filter(None, _outcome(case, event, words)))}", sentences
        case Acted(action=action, reason=reason):
            yield f"{what} : {own.say(f'actions.{action}')}", reason
        case Issued(document=document, number=number):
            yield f"{what} : {own.say(f'documents.{document}')}", number
        case Owed(amount=amount) | Paid(amount=amount):
            yield what, "" if amount is None else Money().show(amount, setting)
        case Contested(reason=detail) | Moved(why=detail):
            yield what, detail
        case _:
            yield what, ""


def _outcome(case: casework.CaseView, event: Decided, words: Wording) -> tuple[str, str]:
    return casework.decision_lines(case, event, words.language)
