"""Why a case was decided so, in words."""

from __future__ import annotations

from kene.core.casefile.deciding import known_of
from kene.core.casefile.events import Decided
from kene.core.casefile.fold import CaseFile
from kene.core.decisions import Explanation, Reasons, decide, smallest_changes, tell
from kene.core.services import Naming, Service
from kene.core.values import Setting


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
