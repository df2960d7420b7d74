"""A case in sentences for its applicant: the same on every channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kene.casework.reading import CaseView
from kene.core.casefile import Acted, Decided
from kene.core.services import CLOSED
from kene.core.values import Date, Setting
from kene.core.wording import bundled


def status_lines(case: CaseView, setting: Setting) -> tuple[str, ...]:
    """Where the case is, by when it goes on, what was decided, and how to contest a refusal."""
    return tuple(_Sentences(case, setting).lines())


def decision_lines(case: CaseView, decided: Decided, language: str) -> tuple[str, str]:
    """A decision's label and its outcome, in words; "" for an outcome that was not reached."""
    wording = case.service.wording(language)
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
        """A case that closed without a document, by an agent, can be contested."""
        file, contest = self.case.file, self.case.service.contest
        last = file.done[-1] if file.done else None
        if contest is None or not isinstance(last, Acted) or last.to != CLOSED or file.issued:
            return
        until = contest.within.end(last.at.date())
        yield self._say("contest", before=contest.before, day=self._day(until))

    def _say(self, key: str, **details: object) -> str:
        return self.own.say(key, short=self.short, **details)

    def _day(self, day: date) -> str:
        return Date().show(day, self.setting)
