"""Every path through a conversation, as far as its conditions tell paths apart.

Two answers that leave the same questions to come, and the same conditions to settle, lead along the
same path: one of them stands for both. So the paths are as many as the truth of the conditions
makes, and not as the products of all answers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
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
from kene.core.services.asking import address, count
from kene.core.values import Items, Setting
from kene.testing.answers import Respondent

LIMIT: Final = 2_000
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
        start = Scene(self.service, first, self.today)
        waiting, fresh = [start], list[Scene]()
        known, asked = {self._alike(start)}, set[str]()
        states: list[Conversation] = []
        ends: list[Conversation] = []
        while (waiting or fresh) and len(states) < limit:
            # What leads to a question that was not met yet comes first: a limit leaves none out.
            scene = (fresh or waiting).pop()
            states.append(scene.conversation)
            if scene.now is None:
                ends.append(scene.conversation)
                continue
            for after in self._after(scene, scene.now, view, respondent):
                alike, name = self._alike(after), name_of(after.now.name) if after.now else ""
                if alike not in known:
                    known.add(alike)
                    (waiting if name in asked else fresh).append(after)
                    asked.add(name)
        return Paths(tuple(states), tuple(ends), not (waiting or fresh))

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
        """What two scenes have in common that go on in the same way.

        A condition over a list that is not whole yet is taken as its items so far make it.
        """
        answers, asked = scene.conversation.answers, {field.name for field in scene.asked}
        known, item = self._counted(scene), scene.now.item if scene.now else 0
        truth: list[object] = []
        for name, when, reads in self._conditions:
            at = address(name, item) if item else name
            field = self.service.answerable.get(at) or self.service.answerable.get(name)
            if field is not None and field.name not in asked:
                settled = when.evaluate(self.service.scope(known, field))
                open_ = isinstance(settled, Undetermined)
                inside = [address(each, item) if item else each for each in reads]
                read = tuple(answers.get(each) for each in (*reads, *inside))
                truth.append(read if open_ else settled)
        answered = (*answers, *sorted(scene.conversation.skipped))
        return (scene.now.name if scene.now else "", answered, tuple(truth), frozenset(asked))

    def _counted(self, scene: Scene) -> Mapping[str, object]:
        """What is known, each list that is not whole counted as it is."""
        answers = scene.conversation.answers
        lists = {
            name: count(group, answers)
            for name, group in self.service.repeats.items()
            if name not in answers
        }
        return self.service.known({**answers, **lists}, self.today) if lists else scene.known

    @cached_property
    def _conditions(self) -> tuple[tuple[str, Expression, frozenset[str]], ...]:
        """Each condition of a field, and the fields that it reads, through facts too; those of the
        items of a group are asked as soon as they hold."""
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
                waiting += fact.inputs if fact else ()
        return frozenset(found & self.service.fields.keys())
