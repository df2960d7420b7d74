"""How a request is handled: stages and their deadlines, actions, documents, appointments."""

from __future__ import annotations

from kene.core.services.model import Action, DocumentTemplate, Late, Service, Stage
from kene.core.services.receiving import Appointment
from kene.core.services.versions.change import (
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

PROCESS, TIME = Topic.PROCESS, Topic.TIME


def handled(old: Service, new: Service) -> Changes:
    """What is handled otherwise."""
    added, removed, kept = apart(old.stages, new.stages)
    yield from (Change(PROCESS, "stage.added", Name("stage", name)) for name in added)
    yield from (Change(PROCESS, "stage.removed", Name("stage", name)) for name in removed)
    for name in added:
        within = new.stages[name].within
        yield from replaced(TIME, "within", Name("stage", name), (None, within))
    for name in kept:
        yield from _stage(old.stages[name], new.stages[name])
    yield from _documents(old, new)
    yield from _appointments(old, new)


def _stage(before: Stage, after: Stage) -> Changes:
    of = Name("stage", after.name)
    yield from replaced(PROCESS, "by", of, (Name("role", before.by), Name("role", after.by)))
    yield from replaced(TIME, "within", of, (before.within, after.within))
    yield from replaced(TIME, "late", of, (_late(before.late), _late(after.late)))
    reminds = [each.remind.days if each.remind else None for each in (before, after)]
    yield from replaced(TIME, "remind", of, (reminds[0], reminds[1]))
    added, removed, kept = apart(before.actions, after.actions)
    yield from (Change(PROCESS, "action.added", Name("action", n), at=of) for n in added)
    yield from (Change(PROCESS, "action.removed", Name("action", n), at=of) for n in removed)
    for name in kept:
        yield from _action(before.actions[name], after.actions[name])


def _late(late: Late | None) -> Worth:
    """What lateness does, as a name of this package's own words or of the pack's."""
    if late is None:
        return None
    if late.grant:
        return Name("late", "grant"), Name("action", late.grant)
    return (Name("late", "to"), Name("stage", late.to)) if late.to else Name("late", "escalate")


def _action(before: Action, after: Action) -> Changes:
    of = Name("action", after.name)
    yield from replaced(PROCESS, "to", of, (Name("stage", before.to), Name("stage", after.to)))
    yield from conditioned(PROCESS, "when", of, (before.when, after.when))
    yield from listed(
        PROCESS, "issue", of, (_named("document", before.issue), _named("document", after.issue))
    )
    yield from listed(PROCESS, "ask", of, (_named("field", before.ask), _named("field", after.ask)))
    laws = [Name("law", each.because) if each.because else None for each in (before, after)]
    yield from replaced(PROCESS, "because", of, (laws[0], laws[1]))
    seconds = [Name("role", each.second) if each.second else None for each in (before, after)]
    yield from replaced(PROCESS, "second", of, (seconds[0], seconds[1]))
    visits = [
        Name("appointment", each.appointment) if each.appointment else None
        for each in (before, after)
    ]
    yield from replaced(PROCESS, "chooses", of, (visits[0], visits[1]))
    for member in ("reason", "payment", "automatic", "grants"):
        if getattr(before, member) != getattr(after, member):
            end = "now" if getattr(after, member) else "past"
            yield Change(PROCESS, f"{member}.{end}", of)
    if bool(before.tell) != bool(after.tell):
        yield Change(PROCESS, "tell.now" if after.tell else "tell.past", of)


def _named(kind: str, keys: tuple[str, ...]) -> tuple[Name, ...]:
    return tuple(Name(kind, key) for key in keys)


def _documents(old: Service, new: Service) -> Changes:
    added, removed, kept = apart(old.documents, new.documents)
    yield from (Change(PROCESS, "document.added", Name("document", name)) for name in added)
    yield from (Change(PROCESS, "document.removed", Name("document", name)) for name in removed)
    for name in kept:
        yield from _document(old, new, (old.documents[name], new.documents[name]))


def _document(
    old: Service, new: Service, pair: tuple[DocumentTemplate, DocumentTemplate]
) -> Changes:
    before, after = pair
    of = Name("document", after.name)
    shown = [_named("field", (*each.claims, *each.shows)) for each in pair]
    yield from listed(PROCESS, "shown", of, (shown[0], shown[1]))
    yield from replaced(PROCESS, "lasts", of, (before.valid, after.valid))
    laws = [Name("law", each.law) if each.law else None for each in pair]
    yield from replaced(PROCESS, "because", of, (laws[0], laws[1]))
    if old.files.get(before.template) != new.files.get(after.template):
        yield Change(PROCESS, "document.page", of)
    if set(before.claims) != set(after.claims) and set(shown[0]) == set(shown[1]):
        yield Change(PROCESS, "document.code", of)


def _appointments(old: Service, new: Service) -> Changes:
    added, removed, kept = apart(old.appointments, new.appointments)
    yield from (Change(PROCESS, "visit.added", Name("appointment", name)) for name in added)
    yield from (Change(PROCESS, "visit.removed", Name("appointment", name)) for name in removed)
    for name in kept:
        yield from _visit(old.appointments[name], new.appointments[name])


def _visit(before: Appointment, after: Appointment) -> Changes:
    of = Name("appointment", after.name)
    if (before.days, before.starts) != (after.days, after.starts):
        yield Change(PROCESS, "visit.hours", of)
    for member in ("places", "ahead", "remind"):
        values = getattr(before, member), getattr(after, member)
        if values[0] != values[1]:
            yield Change(PROCESS, f"visit.{member}", of, *values)
