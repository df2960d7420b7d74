"""What a case says: answers by group, papers to check, and why each decision came out so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kene.backoffice.values import Values
from kene.backoffice.words import own, say
from kene.casework.api import CaseView
from kene.core.casefile import Decided, known_of
from kene.core.conversation import label
from kene.core.decisions import Explanation
from kene.core.services import settled


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one group of fields."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to check, and the forms in which it is accepted."""

    title: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a decision, its laws, and why it did not apply ("" when it did)."""

    title: str
    laws: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """A decision and its explanation; an outcome of "" is undetermined for want of `missing`."""

    title: str
    outcome: str
    missing: tuple[str, ...]
    applied: tuple[Rule, ...]
    used: tuple[Fact, ...]
    others: tuple[Rule, ...]


def groups(case: CaseView, values: Values) -> Iterator[Group]:
    """The answers, in the order in which they were asked."""
    for group in case.service.groups:
        facts = tuple(
            Fact(label(case.service, name, "fr"), values.answer(name, case.file.answers[name]))
            for name in group.fields
            if name in case.file.answers
        )
        if facts:
            yield Group(values.named(f"groups.{group.name}"), facts)


def papers(case: CaseView, values: Values) -> Iterator[Paper]:
    """The papers that these answers call for."""
    known = known_of(case.service, case.file, values.setting.today)
    for evidence in case.service.evidence.values():
        if settled(evidence.when, known):
            forms = [f"accept.{form}" for form in evidence.accept]
            accepted = ", ".join(say(form) for form in forms if own().has(form))
            yield Paper(values.named(f"evidence.{evidence.name}"), accepted)


def decisions(case: CaseView, values: Values) -> Iterator[Reasons]:
    """The last decision of each name, explained; none whose explanation was erased."""
    for decided in case.file.decided.values():
        if decided.explanation is not None:
            yield _reasons(decided, values)


def _reasons(decided: Decided, values: Values) -> Reasons:
    explained = Explanation.from_json(decided.explanation)
    found = decided.outcome is not None
    return Reasons(
        title=values.named(f"decisions.{decided.decision}.label"),
        outcome=values.outcome(decided.decision, decided.outcome) if found else "",
        missing=tuple(values.label(name) for name in explained.missing),
        applied=tuple(_rule(fired.rule, fired.laws, values) for fired in explained.fired),
        used=tuple(
            Fact(values.label(used.input), values.shown(used.input, used.value))
            for used in explained.used
        ),
        others=tuple(
            _rule(
                over.rule,
                over.laws,
                values,
                say(
                    "why.failed",
                    column=values.label(over.column),
                    value=values.shown(over.column, over.value),
                    test=values.test(over.column, over.test),
                ),
            )
            for over in explained.passed_over
        ),
    )


def _rule(rule: str, laws: tuple[str, ...], values: Values, why: str = "") -> Rule:
    return Rule(say("why.rule", rule=rule), tuple(values.law(law) for law in laws), why)
