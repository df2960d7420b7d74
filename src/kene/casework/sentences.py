"""A case in sentences for its applicant: the same on every channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kene.casework.reading import CaseView
from kene.core.casefile import Decided, contestable, visit_words
from kene.core.values import Date, Money, Setting
from kene.core.wording import bundled


def status_lines(case: CaseView, setting: Setting) -> tuple[str, ...]:
    """Where the case is, by when it goes on, what is paid and decided, how to contest a refusal."""
    return tuple(_Sentences(case, setting).lines())


def decision_lines(case: CaseView, decided: Decided, language: str) -> tuple[str, str]:
    """A decision's label and its outcome, in words; "" for an outcome that was not reached."""
    wording = case.service_of(decided).wording(language)
    label = wording.say(f"decisions.{decided.decision}.label")
    key = f"decisions.{decided.decision}.outcomes.{decided.outcome}"
    if decided.outcome is None:
        return label, ""
    return label, wording.say(key) if wording.has(key) else str(decided.outcome)


class _Sentences:
    def __init__(self, case: CaseView, setting: Setting) -> None:
        self.case = case
        self.setting = setting
        self.own = bundled("kene.casework", setting.language)
        self.wording = case.service.wording(setting.language)
        self.short = setting.manner == "short"

    def lines(self) -> Iterator[str]:
        file = self.case.file
        if file.withdrawn is not None:
            yield self._say("withdrawn_on", day=self._day(file.withdrawn.date()))
            return
        stage = self.wording.say(f"stages.{file.stage}", short=self.short)
        if file.closed is not None:
            yield self._say("closed", day=self._day(file.closed.date()))
        else:
            yield self._say("stage", stage=stage)
        if file.late:
            yield self._say("late")
        elif file.due is not None:
            yield self._say("until", day=self._day(file.due))
        for issued in file.issued:
            name = self.wording.say(f"documents.{issued.document}")
            yield self._say("issued", document=name, number=issued.number)
        if file.visit is not None and file.open:
            where = self.wording.say(f"appointments.{self._appointment()}")
            yield self._say("visit_on", where=where, **visit_words(file, self.setting))
        yield from self._money()
        yield from self._decisions()
        yield from self._contest()

    def _decisions(self) -> Iterator[str]:
        if self.case.file.closed is None:
            return
        for decided in self.case.file.decided.values():
            label, outcome = decision_lines(self.case, decided, self.setting.language)
            if outcome:
                yield self._say("outcome", decision=label, outcome=outcome)

    def _contest(self) -> Iterator[str]:
        """How a case that closed without a document can be contested, or that it was."""
        file, service = self.case.file, self.case.service
        until = contestable(service, file)
        if service.contest is not None and until is not None:
            before = service.contest.before
            yield self._say("contest", before=before, day=self._day(until))
        if file.contested is not None:
            yield self._say("contested_on", day=self._day(file.contested.at.date()))

    def _appointment(self) -> str:
        visit = self.case.file.visit
        assert visit is not None
        return self.case.service.stages[visit.stage].actions[visit.action].appointment

    def _money(self) -> Iterator[str]:
        """What is still to be paid, or that it was paid."""
        file = self.case.file
        if file.balance and file.open:
            yield self._say("to_pay", fee=Money().show(file.balance, self.setting))
        for paid in file.payments:
            if paid.amount is not None:
                fee = Money().show(paid.amount, self.setting)
                yield self._say("paid", fee=fee, receipt=paid.receipt)

    def _say(self, key: str, **details: object) -> str:
        return self.own.say(key, short=self.short, **details)

    def _day(self, day: date) -> str:
        return Date().show(day, self.setting)
