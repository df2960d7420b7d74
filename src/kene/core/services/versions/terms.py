"""What a request costs, when it is received, how it is contested, and what is kept of people."""

from __future__ import annotations

from kene.core.services.model import Contest, Fee, Purpose, Service
from kene.core.services.receiving import Call
from kene.core.services.versions.change import (
    Amount,
    Change,
    Changes,
    Name,
    Topic,
    Worth,
    apart,
    listed,
    replaced,
)
from kene.core.services.versions.questions import conditioned


def timed(old: Service, new: Service) -> Changes:
    """When a request is received and how its answer is contested."""
    contests = old.contest, new.contest
    for member in ("within", "before"):
        yield from replaced(Topic.TIME, f"contest.{member}", None, _of(contests, member))
    if new.contest is not None and old.contest is not None and old.contest.to != new.contest.to:
        yield Change(Topic.TIME, "contest.to")
    calls = old.call, new.call
    for member in ("opens", "closes", "places"):
        yield from replaced(Topic.TIME, f"call.{member}", None, _of(calls, member))
    if old.call is not None and new.call is not None and old.call.rank != new.call.rank:
        yield Change(Topic.DECIDE, "call.rank")
    days = tuple(tuple(sorted(each.holidays)) for each in (old, new))
    yield from listed(Topic.TIME, "holiday", None, (days[0], days[1]))


def charged(old: Service, new: Service) -> Changes:
    """What it costs."""
    prices = _price(old.fee), _price(new.fee)
    if prices[0] != prices[1]:
        yield Change(Topic.COST, "fee", None, *prices)
    nobody = Name("", "")
    yield from conditioned(Topic.COST, "exempt", nobody, (old.fee.exempt, new.fee.exempt))
    laws = [Name("law", each.fee.law) if each.fee.law else None for each in (old, new)]
    yield from replaced(Topic.COST, "tariff", None, (laws[0], laws[1]))


def kept(old: Service, new: Service) -> Changes:
    """What personal data is kept for, and how long."""
    added, removed, both = apart(old.purposes, new.purposes)
    for name in added:
        yield Change(
            Topic.DATA, "purpose.added", Name("purpose", name), None, new.purposes[name].keep
        )
    yield from (Change(Topic.DATA, "purpose.removed", Name("purpose", name)) for name in removed)
    for name in both:
        yield from _purpose(old.purposes[name], new.purposes[name])
    for name, field in new.fields.items():
        before = old.fields.get(name)
        if before is not None and before.purpose != field.purpose:
            purposes = Name("purpose", before.purpose), Name("purpose", field.purpose)
            yield Change(Topic.DATA, "field.purpose", Name("field", name), *purposes)
    if old.contact != new.contact:
        contacts = Name("purpose", old.contact), Name("purpose", new.contact)
        yield Change(Topic.DATA, "contact", None, *contacts)


def _of(
    pair: tuple[Call | Contest | None, Call | Contest | None], member: str
) -> tuple[Worth, Worth]:
    before, after = (getattr(each, member) if each is not None else None for each in pair)
    return before, after


def _price(fee: Fee) -> Worth:
    if fee.unknown:
        return "?"
    return Name("decision", fee.decision) if fee.decision else Amount(fee.amount)


def _purpose(before: Purpose, after: Purpose) -> Changes:
    of = Name("purpose", after.key)
    yield from replaced(Topic.DATA, "keep", of, (before.keep, after.keep))
    yield from replaced(
        Topic.DATA, "basis", of, (Name("basis", before.basis), Name("basis", after.basis))
    )
    laws = [Name("law", each.law) if each.law else None for each in (before, after)]
    yield from replaced(Topic.DATA, "because", of, (laws[0], laws[1]))
