"""The texts that a service needs in each language, and those it may have besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Final

from kene.core.expressions.types import Enumeration
from kene.core.services.model import APPLICANT, CLOSED, Action, Late, Remind, Service
from kene.core.services.statistics import classes
from kene.core.values import Choice, Choices, Items

OWN: Final = frozenset({"number", "fee", "due", "reason", "why", "rank", "secret", "day", "time"})
"""What Kene itself names in messages."""


def needed(service: Service) -> Iterator[str]:
    """The dotted key of every text that a person will be shown."""
    yield from ("title", "summary", f"stages.{CLOSED}")
    yield from (f"groups.{group.name}" for group in service.groups)
    for name, field in (*service.fields.items(), *service.entries.items()):
        yield f"fields.{name}.ask"
        if field.valid is not None:
            yield f"fields.{name}.invalid"
        if isinstance(field.type, Items):
            yield from (f"fields.{name}.{part}" for part in ("label", "add", "item"))
        if isinstance(field.type, Choice | Choices):
            yield from (f"fields.{name}.options.{option}" for option in field.type.options)
    for kind in ("purposes", "evidence", "documents", "stages", "appointments"):
        yield from (f"{kind}.{name}" for name in getattr(service, kind))
    yield from (f"statistics.{name}" for name in service.statistics)
    classes_of = classed(service)
    yield from (f"facts.{name}" for name in service.facts.keys() - classes_of.keys())
    for name, words in classes_of.items():
        yield f"facts.{name}.label"
        yield from (f"facts.{name}.outcomes.{word}" for word in sorted(words))
    yield from (f"law.{each.law}" for each in service.documents.values() if each.law)
    yield from _decisions(service)
    yield from _process(service)


def allowed(service: Service) -> Iterator[str]:
    """The dotted key of every text that may be there and is not needed."""
    yield from ("keywords", "authority")
    for name in (*service.fields, *service.entries):
        yield from (f"fields.{name}.{part}" for part in ("label", "help"))
    for name in service.repeats:
        yield from (f"fields.{name}.{part}" for part in ("done", "remove"))
    yield from (f"law.{key}" for key in service.laws)


def classed(service: Service) -> Mapping[str, frozenset[str]]:
    """The facts by which cases are counted, and the classes that each names."""
    by = {each.name for one in service.statistics.values() for each in one.by}
    found = {name: classes(fact.tree) for name, fact in service.facts.items() if name in by}
    return {name: words for name, words in found.items() if words is not None}


def named_in(service: Service) -> Mapping[str, frozenset[str]]:
    """What each text that may name something may name between braces, by its dotted key."""
    names = {f"messages.{key}": known for key, known in placeholders(service).items()}
    names |= {f"fields.{name}.invalid": service.named for name in service.recorded}
    return names | {f"fields.{name}.item": frozenset({"number"}) for name in service.repeats}


def placeholders(service: Service) -> Mapping[str, frozenset[str]]:
    """What each message may name between braces: what is known whenever it is told.

    All that the service knows; `number` always, and `fee` where one is owed; `due` in a reminder,
    and after an action or a deadline when the stage that follows has one; after an action,
    `reason` when it asks for one, and `why` when its condition reads a decision.
    """
    known: dict[str, list[frozenset[str]]] = {}
    for stage in service.stages.values():
        endings: list[Action | Late | Remind] = [*stage.actions.values()]
        endings += (each for each in (stage.late, stage.remind) if each is not None)
        for each in endings:
            if each.tell:
                known.setdefault(each.tell, []).append(_known(service, each))
    for move in service.migrations:
        if move.tell:
            known.setdefault(move.tell, []).append(_always(service))
    return {tell: reduce(frozenset.intersection, sets) for tell, sets in known.items()}


def _decisions(service: Service) -> Iterator[str]:
    for name, decision in service.decisions.items():
        yield f"decisions.{name}.label"
        for output in decision.outputs:
            if isinstance(output.type, Enumeration):
                yield from (f"decisions.{name}.outcomes.{word}" for word in output.type.values)


def _process(service: Service) -> Iterator[str]:
    for stage in service.stages.values():
        if stage.by != APPLICANT:
            yield f"roles.{stage.by}"
        yield from (f"actions.{action}" for action in stage.actions)
        yield from (f"roles.{each.second}" for each in stage.actions.values() if each.second)
    yield from (f"messages.{tell}" for tell in placeholders(service))


def _always(service: Service) -> frozenset[str]:
    """What every message may name: what the service knows too, where Kene calls nothing so."""
    free = service.fee.fixed and not service.fee.amount
    return (service.named - OWN) | ({"number"} if free else {"number", "fee"})


def _known(service: Service, each: Action | Late | Remind) -> frozenset[str]:
    names = {*_always(service)}
    if isinstance(each, Remind) or _leads_to_a_deadline(service, each.to):
        names.add("due")
    if isinstance(each, Action):
        if each.reason:
            names.add("reason")
        if each.when is not None and each.when.inputs & service.decisions.keys():
            names.add("why")
        if _ranked(service, each):
            names.add("rank")
    return frozenset(names)


def _leads_to_a_deadline(service: Service, to: str) -> bool:
    stage = service.stages.get(to)
    return stage is not None and stage.within is not None


def _ranked(service: Service, action: Action) -> bool:
    """Whether an action is done of a ranking, which a message may then tell."""
    rank = service.call.rank if service.call else None
    if rank is None:
        return False
    actions = service.stages[rank.stage].actions
    return any(actions.get(name) is action for name in (rank.granted, rank.waiting, rank.refused))
