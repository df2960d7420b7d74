"""The document of a case: what it shows, what its code says, and the same PDF again later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from random import SystemRandom
from typing import Final

from kene.casework.clock import moment
from kene.casework.store import Opened
from kene.core.casefile import Issued, Moment, known_of, show_number
from kene.core.services import DocumentTemplate, Naming, is_known
from kene.core.services.asking import address, count
from kene.core.values import Date, Setting
from kene.documents import api as documents

_rng: Final = SystemRandom()
LANGUAGE: Final = "fr"
"""French is the working language: documents are written in it."""


def issue(case: Opened, name: str, agent: str, at: Moment) -> Issued:
    """Seal a document of the case, in the caller's transaction."""
    template = case.service.documents[name]
    number = f"{show_number(case.row.number)} / {len(case.file.issued) + 1}"
    day = at.today
    page = _page(case, template, number, agent, day)
    request = documents.Request(
        case=case.row.number,
        name=name,
        issuer=issuer(case),
        claims=dict(_claims(case, template, day)),
        page=page,
        template=documents.Template(template.template, case.service.files),
        expires=_expires(template, at),
    )
    made = documents.issue(request, _rng, at.now)
    return Issued(at.now, name, number, agent, made.code)


def pdf_of(case: Opened, name: str) -> bytes | None:
    """The PDF of the last document of that name, made again; None when there is none, or its
    values were erased."""
    issued = next((each for each in reversed(case.file.issued) if each.document == name), None)
    if issued is None or not issued.code or case.erased:
        return None
    template = case.service.documents[name]
    page = _page(case, template, issued.number, issued.agent, issued.at.date())
    pack = documents.Template(template.template, case.service.files)
    return documents.copy(pack, page, issued.code).pdf


def issuer(case: Opened) -> documents.Issuer:
    """The authority that signs."""
    return documents.Issuer(case.service.country, case.service.authority, _authority(case))


def _authority(case: Opened) -> str:
    wording = case.service.wording(LANGUAGE)
    return wording.say("authority") if wording.has("authority") else case.service.authority


def _page(
    case: Opened, template: DocumentTemplate, number: str, agent: str, day: date
) -> documents.Page:
    service = case.service
    wording = service.wording(LANGUAGE)
    setting = _setting(case, day)
    expires = template.valid.end(day) if template.valid else None
    shown = (*template.claims, *template.shows)
    known, naming = known_of(service, case.file, day), Naming(service, setting)
    lines = tuple(line for name in shown for line in _lines(case, name, known, naming))
    return documents.Page(
        title=wording.say(f"documents.{template.name}"),
        number=number,
        authority=_authority(case),
        requested=Date().show(moment(service.country, case.file.opened).today, setting),
        issued=Date().show(day, setting),
        expires=Date().show(expires, setting) if expires else "",
        agent=agent,
        lines=lines,
        law=(wording.say(f"law.{template.law}"),) if template.law else (),
    )


def _claims(
    case: Opened, template: DocumentTemplate, day: date
) -> Iterator[tuple[str, documents.Claim]]:
    # Short, because each letter makes the code larger: a place by what tells it apart.
    naming = Naming(case.service, replace(_setting(case, day), manner="short"))
    known = known_of(case.service, case.file, day)
    for name in template.claims:
        value = case.file.answers.get(name, known.get(name))
        if isinstance(value, date | bool):
            yield name, value
        elif name in case.file.answers:
            yield name, naming.answered(name, case.file.answers)
        elif is_known(value):
            yield name, naming.shown(name, value)


def _lines(
    case: Opened, name: str, known: Mapping[str, object], naming: Naming
) -> Iterator[documents.Line]:
    """The line of an answer, a fact, an outcome or what an agent entered; one for each item of a
    group that repeats, or that there is none."""
    answers, group = case.file.answers, case.service.repeats.get(name)
    if group is not None and (items := count(group, answers)):
        for number in range(1, items + 1):
            inside = naming.inside(group, number, answers)
            yield documents.Line(address(name, number), naming.item(name, number), inside)
    elif name in answers:
        yield documents.Line(name, naming.label(name), naming.answered(name, answers))
    elif is_known(known.get(name)):
        yield documents.Line(name, naming.label(name), naming.shown(name, known[name]))


def _setting(case: Opened, day: date) -> Setting:
    return Setting(LANGUAGE, case.service.country, day)


def _expires(template: DocumentTemplate, at: Moment) -> datetime | None:
    if template.valid is None:
        return None
    return datetime.combine(template.valid.end(at.today), time.max, at.now.tzinfo)
