"""A case in sentences for its applicant, each by the version of the service that says it."""

from __future__ import annotations

from kene.casework.reading import CaseView
from kene.core.casefile import Decided, decision_words, standing
from kene.core.values import Setting


def status_lines(case: CaseView, setting: Setting) -> tuple[str, ...]:
    """Where the case is, by when it goes on, what is paid and decided, how to contest a refusal."""
    return standing(case.service, case.file, case.service_of, setting)


def decision_lines(case: CaseView, decided: Decided, language: str) -> tuple[str, str]:
    """A decision's label and its outcome, in words; "" for an outcome that was not reached."""
    return decision_words(case.service_of(decided), decided, language)
