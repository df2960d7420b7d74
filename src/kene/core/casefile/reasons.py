"""Why a case was decided so, in words."""

from __future__ import annotations

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Acted, Decided, Event
from kene.core.casefile.fold import CaseFile
from kene.core.casefile.process import contestable
from kene.core.decisions import (
    Explanation,
    Reasons,
    Recourse,
    brief,
    decide,
    smallest_changes,
    tell,
)
from kene.core.services import Naming, Service
from kene.core.values import Date, Setting


def why(service: Service, case: CaseFile, decided: Decided, setting: Setting) -> Reasons | None:
    """Why a decision of the case came out so, in the setting's language; None when it was erased.

    Changes that would change the outcome are told while the answers are those of the decision.
    """
    if decided.explanation is None:
        return None
    decision = service.decisions[decided.decision]
    again = decide(decision, known_of(service, case, decided.day))
    same = again.explanation.to_json() == decided.explanation
    changes = smallest_changes(again) if same else ()
    explained = Explanation.from_json(decided.explanation)
    return tell(explained, decision, Naming(service, setting), setting.language, changes)


def briefly(service: Service, case: CaseFile, event: Event, setting: Setting) -> str:
    """Why, in one SMS, of the first decision that the condition of what an agent did reads.

    "" where it reads none, or it was erased. How to contest is told once the case is closed.
    """
    if not isinstance(event, Acted):
        return ""
    condition = service.stages[event.stage].actions[event.action].when
    reads = condition.inputs & case.decided.keys() if condition is not None else ()
    decided = next((case.decided[name] for name in service.decisions if name in reads), None)
    if decided is None or decided.explanation is None:
        return ""
    explained = Explanation.from_json(decided.explanation)
    decision, naming = service.decisions[decided.decision], Naming(service, setting)
    return brief(explained, decision, naming, setting.language, _recourse(service, case, setting))


def _recourse(service: Service, case: CaseFile, setting: Setting) -> Recourse | None:
    until = contestable(service, case)
    if until is None or service.contest is None:
        return None
    return Recourse(service.contest.before, Date().show(until, setting))
