"""What applicants do with their case: complete it, withdraw it, contest how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from kene.casework import store
from kene.casework.entering import enter, say
from kene.casework.reading import CaseView, find, view
from kene.core.casefile import Event, Given, Moment, brought, completing, contesting, withdrawing
from kene.core.values import Value


def complete(number: str, answers: Mapping[str, Value], channel: str, at: Moment) -> CaseView:
    """The applicant's answers to a request for more, maybe in a version that the case has left.

    Raises NotFound, and the core's Refused.
    """

    def happens(case: store.Opened) -> list[Event]:
        given = brought(store.versions(case), answers) if case.before else answers
        return completing(case.service, case.file, given, channel, at)

    return _done(number, "completed", at, happens)


def withdraw(number: str, channel: str, at: Moment) -> CaseView:
    """The applicant's withdrawal. Raises NotFound, and the core's Refused when it is closed."""

    def happens(case: store.Opened) -> list[Event]:
        return withdrawing(case.file, channel, at)

    return _done(number, "withdrawn", at, happens)


def contest(number: str, reason: str, channel: str, at: Moment) -> CaseView:
    """The applicant contests how the case was closed, and says why: it is open again.

    Raises NotFound, and the core's Refused: `not-now`, `too-late` or `reason-needed`.
    """

    def happens(case: store.Opened) -> list[Event]:
        return contesting(case.service, case.file, channel, Given(reason), at)

    return _done(number, "contested", at, happens)


def _done(
    number: str, told: str, at: Moment, happens: Callable[[store.Opened], list[Event]]
) -> CaseView:
    with transaction.atomic():
        row = find(number, lock=True)
        case = store.opened(row)
        first, *others = happens(case)
        enter(row, case.service, [first], at)
        say(row, case.service, told, {}, at)
        enter(row, case.service, others, at)
    return view(store.opened(row))
