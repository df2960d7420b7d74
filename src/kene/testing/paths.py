"""Every path through a conversation, as far as its conditions tell paths apart.

Two answers that leave the same questions to come, and the same conditions to settle, lead along the
same path: one of them stands for both. So the paths are as many as the truth of the conditions
makes, and not as the products of all answers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from kene.core.conversation import Conversation, Scene, View, begin
from kene.core.conversation.listing import ADD
from kene.core.conversation.step import take
from kene.core.expressions import Expression, Undetermined
from kene.core.screens import Say
from kene.core.services import Field, Service, name_of
from kene.core.services.asking import count
from kene.core.values import Items, Setting
from kene.testing.answers import Respondent

LIMIT: Final = 1_000
"""States that are looked at: whatever is met first, each path to its end."""
ITEMS: Final = 2
"""Items of a group that repeats: one more is asked as the second was."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The states that conversations pass through; `ends` are those at the summary.

    `whole` says that there are no others.
    """

    states: tuple[Conversation, ...]
    ends: tuple[Conversation, ...]
    whole: bool


def paths(service: Service, today: date, limit: int = LIMIT) -> Paths:
    """The paths of a service on that day, in its first language, until so many states are seen."""
    return _Walker(service, today).paths(limit)


@dataclass(frozen=True)
class _Walker:
    service: Service
    today: date

    def paths(self, limit: int) -> Paths:
        view, respondent = View(self.today, "short"), self._respondent()
        first = begin(self.service, self.service.languages[0])
        waiting = [Scene(self.service, first, self.today)]
        known: set[Hashable] = {self._alike(waiting[0])}
        states: list[Conversation] = []
        ends: list[Conversation] = []
        while waiting and len(states) < limit:
            scene = waiting.pop()
            states.append(scene.conversation)
            if scene.now is None:
                ends.append(scene.conversation)
                continue
            for after in self._after(scene, scene.now, view, respondent):
                alike = self._alike(after)
                if alike not in known:
                    known.add(alike)
                    waiting.append(after)
        return Paths(tuple(states), tuple(ends), not waiting)

    def _respondent(self) -> Respondent:
        """Answers on both sides of what conditions name: what only decisions name makes no path."""
        asked = self.service.fields.values()
        conditions = [each for field in asked for each in (field.when, field.valid) if each]
        read = frozenset().union(*(each.inputs for each in conditions))
        facts = (fact for name, fact in self.service.facts.items() if name in read)
        return Respondent(
            self.service, self.today, tuple(each.tree for each in (*conditions, *facts))
        )

    def _after(
        self, scene: Scene, now: Field, view: View, respondent: Respondent
    ) -> Iterator[Scene]:
        """The scenes after each answer that may matter, those that read longest first."""
        here = scene.conversation
        setting = Setting(here.language, self.service.country, self.today, "short")
        answers = sorted(respondent.likely(now, setting), key=len, reverse=True)
        for text in (*answers, "") if now.optional else answers:
            if text == ADD and self._enough(now, here):
                continue
            after, _ = take(scene, Say(text), view)
            then = after.conversation
            if then.answers != here.answers or then.skipped != here.skipped or then.at != here.at:
                yield after

    def _enough(self, now: Field, here: Conversation) -> bool:
        return isinstance(now.type, Items) and (
            count(self.service.repeats[now.name], here.answers) >= max(ITEMS, now.type.min)
        )

    def _alike(self, scene: Scene) -> Hashable:
        """What two scenes have in common that go on in the same way."""
        asked = {field.name for field in scene.asked}
        open_: set[str] = set()
        for name, when, reads in self._conditions:
            if name not in asked and isinstance(when.evaluate(scene.known), Undetermined):
                open_ |= reads
        read = {
            (name, value)
            for name, value in scene.conversation.answers.items()
            if name_of(name) in open_
        }
        answered = (*scene.conversation.answers, *sorted(scene.conversation.skipped))
        return (scene.now.name if scene.now else "", answered, frozenset(read), frozenset(asked))

    @cached_property
    def _conditions(self) -> tuple[tuple[str, Expression, frozenset[str]], ...]:
        """Each condition of a field, and the fields that it reads, through facts too."""
        return tuple(
            (name, field.when, self._read(field.when.inputs))
            for name, field in self.service.fields.items()
            if field.when is not None
        )

    def _read(self, inputs: frozenset[str]) -> frozenset[str]:
        found, waiting = set[str](), [*inputs]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                fact = self.service.facts.get(name)
                group = self.service.repeats.get(name)
                waiting += [*(fact.inputs if fact else ()), *(group.fields if group else ())]
        return frozenset(found)
