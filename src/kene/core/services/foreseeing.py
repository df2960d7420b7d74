"""What answers will give, before any case is opened: outcomes, and the papers to show."""

from __future__ import annotations

from datetime import date

from kene.core.decisions import decide
from kene.core.services.asking import Answers
from kene.core.services.model import Evidence, Service, settled


def foreseen(service: Service, answers: Answers, today: date) -> dict[str, object]:
    """What conditions may read once a case is opened with these answers: outcomes too."""
    known = service.known(answers, today)
    for name, decision in service.decisions.items():
        known[name] = decide(decision, known).outcome
    return known


def papers_for(service: Service, answers: Answers, today: date) -> tuple[Evidence, ...]:
    """The papers that these answers call for."""
    if not service.evidence:
        return ()
    known = foreseen(service, answers, today)
    return tuple(each for each in service.evidence.values() if settled(each.when, known))
