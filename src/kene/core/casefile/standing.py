"""Where a case stands, in sentences for its applicant: the same on every channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from kene.core.casefile.effects import visit_words
from kene.core.casefile.events import Decided
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.process import contestable
from kene.core.services import Naming, Service
from kene.core.values import Date, Money, Setting
from kene.core.wording import bundled

ServiceOf = Callable[[Decided], Service]


def standing(
    service: Service, case: CaseFile, service_of: ServiceOf, setting: Setting
) -> tuple[str, ...]:
    """Where the case is, by when it goes on or when its appointment is, what is paid and decided,
    how to contest a refusal. `service_of` is the version by which something was decided."""
    return tuple(_Standing(service, case, service_of, setting).lines())


def decision_words(service: Service, decided: Decided, language: str) -> tuple[str, str]:
    """A decision's label and its outcome, in words; "" for an outcome that was not reached."""
    naming = Naming(service, Setting(language, service.country, decided.day))
    label = naming.label(decided.decision)
    if decided.outcome is None:
        return label, ""
    return label, naming.shown(decided.decision, decided.outcome)


class _Standing:
    def __init__(
        self, service: Service, case: CaseFile, service_of: ServiceOf, setting: Setting
    ) -> None:
        self.service = service
        self.case = case
        self.service_of = service_of
        self.setting = setting
        self.own = bundled("kene.core.casefile", setting.language)
        self.wording = service.wording(setting.language)
        self.short = setting.manner == "short"

    def lines(self) -> Iterator[str]:
        case = self.case
        if case.withdrawn is not None:
            yield self._say("withdrawn_on", day=self._day(case.withdrawn.date()))
            return
        if case.closed is not None:
            yield self._say("closed", day=self._day(case.closed.date()))
        else:
            stage = self.wording.say(f"stages.{case.stage}", short=self.short)
            yield self._say("stage", stage=stage)
        yield from self._when()
        for issued in case.issued:
            name = self.wording.say(f"documents.{issued.document}")
            yield self._say("issued", document=name, number=issued.number)
        yield from self._money()
        yield from self._decisions()
        yield from self._contest()

    def _when(self) -> Iterator[str]:
        """The appointment; or by when the stage is left, which would be taken for its day."""
        case = self.case
        if case.late:
            yield self._say("late")
        if case.visit is not None and case.open:
            yield self._say("visit_on", **visit_words(self.service, case, self.setting))
        elif case.due is not None and not case.late:
            yield self._say("until", day=self._day(case.due))

    def _money(self) -> Iterator[str]:
        """What is still to be paid, or that it was paid."""
        case = self.case
        if case.balance and case.open:
            yield self._say("to_pay", fee=Money().show(case.balance, self.setting))
        for paid in case.payments:
            if paid.amount is not None:
                fee = Money().show(paid.amount, self.setting)
                yield self._say("paid", fee=fee, receipt=paid.receipt)

    def _decisions(self) -> Iterator[str]:
        if self.case.closed is None:
            return
        for decided in self.case.decided.values():
            service = self.service_of(decided)
            label, outcome = decision_words(service, decided, self.setting.language)
            if outcome:
                yield self._say("outcome", decision=label, outcome=outcome)

    def _contest(self) -> Iterator[str]:
        """How a case that closed without a document can be contested, or that it was."""
        until = contestable(self.service, self.case)
        if self.service.contest is not None and until is not None:
            before = self.service.contest.before
            yield self._say("contest", before=before, day=self._day(until))
        if self.case.contested is not None:
            yield self._say("contested_on", day=self._day(self.case.contested.at.date()))

    def _say(self, key: str, **details: object) -> str:
        return self.own.say(key, short=self.short, **details)

    def _day(self, day: date) -> str:
        return Date().show(day, self.setting)
