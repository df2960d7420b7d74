"""What no transcript and no example of a pack has visited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kene.core.casefile import Acted, Booked, Completed, Contested, Decided, Event, Lapsed, Opened
from kene.core.decisions import Explanation
from kene.core.services import Service, name_of
from kene.core.services.checks.expected import allowed, needed
from kene.core.values import Choice, Choices
from kene.testing.play import Played

SAID: Final = ("fields", "groups", "messages")
"""The sections of the wordings that are for people in a conversation; agents read the others."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many questions, options, rules, stages and actions there are, and those not visited, by
    name; how many texts a conversation may say, and the keys of those that none said."""

    total: int
    missed: tuple[str, ...]
    texts: int = 0
    unsaid: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all was visited and said."""
        return not self.missed and not self.unsaid


def coverage(
    service: Service,
    played: Iterable[Played],
    fired: Iterable[tuple[str, str]],
    said: Collection[str],
) -> Coverage:
    """The coverage of transcripts that were played; `fired` are rules that examples fired, `said`
    the keys of the texts that were said."""
    runs = tuple(played)
    visited = {f"question {name}" for run in runs for name in run.asked}
    visited |= {f"rule {decision} {label}" for decision, label in fired}
    for run in runs:
        for event in run.events:
            visited |= set(_visited(service, event))
    all_, texts = tuple(_all(service)), tuple(_texts(service))
    return Coverage(
        len(all_),
        tuple(each for each in all_ if each not in visited),
        len(texts),
        tuple(key for key in texts if key not in said),
    )


def _texts(service: Service) -> Iterator[str]:
    """The texts that a conversation may say, but for those of options, which are visited."""
    written = {key for wording in service.wordings.values() for key in wording.texts}
    for key in dict.fromkeys((*needed(service), *allowed(service))):
        section, _, name = key.partition(".")
        agents = name.partition(".")[0] in service.entries
        if key in written and section in SAID and ".options." not in key and not agents:
            yield key


def _all(service: Service) -> Iterator[str]:
    for name, field in service.fields.items():
        yield f"question {name}"
        if isinstance(field.type, Choice | Choices):
            yield from (f"option {name} = {option}" for option in field.type.options)
    for decision in service.decisions.values():
        yield from (f"rule {decision.name} {rule.label}" for rule in decision.rules)
    for stage in service.stages.values():
        yield f"stage {stage.name}"
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
    if isinstance(event, Opened):
        yield f"stage {event.stage}"
    if isinstance(event, Acted | Booked | Completed | Contested | Lapsed):
        yield f"stage {event.to}"
    if isinstance(event, Acted | Booked | Completed):
        yield f"action {event.stage} {event.action}"
