"""What the node did for a phone, for whoever learns or writes a service: cases and their events."""

from __future__ import annotations

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
            {"at": event.at.isoformat()} | _told(case, event, setting, words)
            for event in case.events
        ],
    }


def _told(case: casework.CaseView, event: Event, setting: Setting, words: Wording) -> Told:
    made_by = case.service_of(event)
    own = made_by.wording(words.language)
    what = words.say(f"event.{type(event).__name__.lower()}")
    match event:
        case Decided():
            found = why(made_by, case.file, event, setting)
            outcome = casework.decision_lines(case, event, words.language)
            what += f" : {' · '.join(filter(None, outcome))}"
            detail = " · ".join(found.sentences) if found else ""
        case Acted(action=action, reason=detail):
            what += f" : {own.say(f'actions.{action}')}"
        case Issued(document=document, number=detail):
            what += f" : {own.say(f'documents.{document}')}"
        case Owed(amount=amount) | Paid(amount=amount):
            detail = "" if amount is None else Money().show(amount, setting)
        case Contested(reason=detail) | Moved(why=detail):
            pass
        case _:
            detail = ""
    return {"what": what, "detail": detail}
