"""What no transcript and no example of a pack has visited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kene.core.casefile import Acted, Completed, Decided, Event, Opened
from kene.core.decisions import Explanation
from kene.core.services import Service, name_of
from kene.core.values import Choice, Choices
from kene.testing.play import Played


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions, options, rules and actions there are, and those not visited, by name."""

    total: int
    missed: tuple[str, ...]


def coverage(
    service: Service, played: Iterable[Played], fired: Iterable[tuple[str, str]]
) -> Coverage:
    """The coverage of transcripts that were played; `fired` are rules that examples fired."""
    runs = tuple(played)
    visited = {f"question {name}" for run in runs for name in run.asked}
    visited |= {f"rule {decision} {label}" for decision, label in fired}
    for run in runs:
        for event in run.events:
            visited |= set(_visited(service, event))
    all_ = tuple(_all(service))
    return Coverage(len(all_), tuple(each for each in all_ if each not in visited))


def _all(service: Service) -> Iterator[str]:
    for name, field in service.fields.items():
        yield f"question {name}"
        if isinstance(field.type, Choice | Choices):
            yield from (f"option {name} = {option}" for option in field.type.options)
    for decision in service.decisions.values():
        yield from (f"rule {decision.name} {rule.label}" for rule in decision.rules)
    for stage in service.stages.values():
        yield from (f"action {stage.name} {action}" for action in stage.actions)


def _visited(service: Service, event: Event) -> Iterator[str]:
    match event:
        case Opened(answers=answers) | Completed(answers=answers):
            for name, value in answers.items():
                chosen = value if isinstance(value, tuple) else (value,)
                if isinstance(service.answerable[name].type, Choice | Choices):
                    yield from (f"option {name_of(name)} = {option}" for option in chosen)
        case Decided():
            for fired in Explanation.from_json(event.explanation).fired:
                yield f"rule {event.decision} {fired.rule}"
        case _:
            pass
    if isinstance(event, Acted | Completed):
        yield f"action {event.stage} {event.action}"
