"""The terms of a service: what it costs, how it is contested, and the days it does not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kene.core.decisions import Decision
from kene.core.expressions.types import ANY, NUMBER
from kene.core.problems import Problem
from kene.core.services import definition as written
from kene.core.services.mistakes import (
    BAD_HOLIDAY,
    FEE_EITHER,
    FEE_NOT_NUMBER,
    UNKNOWN_DECISION,
    UNKNOWN_STAGE,
)
from kene.core.services.model import Contest, Fee
from kene.core.services.questions import Questions
from kene.core.services.resolving import Resolver


def fee(
    pack: written.PackDefinition,
    resolver: Resolver,
    questions: Questions,
    decisions: Mapping[str, Decision],
) -> Fee:
    """What the service costs. Problems go to the resolver's list."""
    fee = pack.fee
    if isinstance(fee, int):
        return Fee(fee)
    if (fee.amount is None) == (fee.decision is None):
        resolver.problems.append(Problem(FEE_EITHER, fee.where))
    decision = resolver.known(fee.decision, pack.decide, UNKNOWN_DECISION)
    if fee.decision and decision in decisions and decisions[decision].type not in (NUMBER, ANY):
        details = {"name": decision}
        resolver.problems.append(Problem(FEE_NOT_NUMBER, fee.decision.where, details))
    exempt = questions.condition(fee.exempt)
    return Fee(fee.amount or 0, resolver.law(fee.law), decision, exempt)


def contest(pack: written.PackDefinition, resolver: Resolver) -> Contest | None:
    """How decisions are contested, if the pack says. Problems go to the resolver's list."""
    contest = pack.contest
    within = resolver.span(contest.within) if contest else None
    if contest is None or within is None:
        return None
    to = resolver.known(contest.to, pack.process, UNKNOWN_STAGE)
    return Contest(within, contest.before.text, to, resolver.law(contest.law))


def holidays(pack: written.PackDefinition, resolver: Resolver) -> frozenset[date]:
    """The days that the pack adds to the country's. Problems go to the resolver's list."""
    days: set[date] = set()
    for each in pack.holidays:
        try:
            days.add(date.fromisoformat(each.text))
        except ValueError:
            resolver.problems.append(Problem(BAD_HOLIDAY, each.where, {"name": each.text}))
    return frozenset(days)
