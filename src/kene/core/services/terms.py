"""The terms of a service: what it costs, how it is contested, and the days it does not count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kene.core.decisions import Decision
from kene.core.expressions.types import ANY, NUMBER
from kene.core.problems import Problem
from kene.core.services import definition as written
from kene.core.services.mistakes import (
    BAD_DAY,
    CALL_DAYS,
    CALL_PLACES,
    FEE_EITHER,
    FEE_NOT_NUMBER,
    RANK_ALONE,
    UNKNOWN_ACTION,
    UNKNOWN_DECISION,
    UNKNOWN_STAGE,
)
from kene.core.services.model import Contest, Fee
from kene.core.services.questions import Questions
from kene.core.services.reading import Located
from kene.core.services.receiving import Call, Rank
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
    unknown = fee.amount is None and fee.decision is None and fee.unsure is not None
    if (fee.amount is None) == (fee.decision is None) and not unknown:
        resolver.problems.append(Problem(FEE_EITHER, fee.where))
    decision = resolver.known(fee.decision, pack.decide, UNKNOWN_DECISION)
    if fee.decision and decision in decisions and decisions[decision].type not in (NUMBER, ANY):
        details = {"name": decision}
        resolver.problems.append(Problem(FEE_NOT_NUMBER, fee.decision.where, details))
    exempt = questions.condition(fee.exempt)
    return Fee(fee.amount or 0, resolver.law(fee.law), decision, exempt, unknown)


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
    days = (_day(each, resolver) for each in pack.holidays)
    return frozenset(day for day in days if day is not None)


def call(pack: written.PackDefinition, resolver: Resolver, questions: Questions) -> Call | None:
    """When requests are received and how they are ranked. Problems go to the resolver's list."""
    call = pack.call
    if call is None:
        return None
    opens, closes = _day(call.opens, resolver), _day(call.closes, resolver)
    if opens and closes and closes < opens:
        resolver.problems.append(Problem(CALL_DAYS, call.where))
    if (call.places or 0) < 1 and (call.places is not None or call.rank is not None):
        resolver.problems.append(Problem(CALL_PLACES, call.where))
    rank = _rank(call.rank, resolver, questions) if call.rank else None
    return Call(opens, closes, call.places, rank, resolver.law(call.law))


def _rank(rank: written.RankDefinition, resolver: Resolver, questions: Questions) -> Rank:
    stage = resolver.known(rank.stage, resolver.pack.process, UNKNOWN_STAGE)
    actions = resolver.pack.process[stage].actions if stage else {}

    def action(name: Located | None) -> str:
        found = resolver.known(name, actions, UNKNOWN_ACTION) if stage else ""
        done = actions.get(found)
        asks = done and (done.reason or done.payment or done.second or done.enter)
        if name and done and (asks or done.automatic):
            resolver.problems.append(Problem(RANK_ALONE, name.where, {"name": found}))
        return found

    by = (questions.number(each) for each in rank.by)
    return Rank(
        stage=stage,
        by=tuple(each for each in by if each is not None),
        granted=action(rank.granted),
        refused=action(rank.refused),
        waiting=action(rank.waiting),
        reserve=rank.reserve,
    )


def _day(text: Located | None, resolver: Resolver) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.text)
    except ValueError:
        details = {"name": text.text, "day": _meant(text.text)}
        resolver.problems.append(Problem(BAD_DAY, text.where, details))
        return None


def _meant(text: str) -> str:
    """The day that was written otherwise, 15/3/2026, as YAML writes it; else one for instance."""
    written = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        return str(date(*map(int, reversed(written.groups())))) if written else "2026-03-20"
    except ValueError:
        return "2026-03-20"
