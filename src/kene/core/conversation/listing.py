"""The list of a group that repeats: adding, changing and removing items, until there are no more.

What is chosen on it: `add`, `done`, an item (`enfants.2`) to look inside, a field of one
(`prenoms.2`) to answer again, or `remove.2.3`, the
second of three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kene.core.conversation.state import Conversation, Scene, View
from kene.core.screens import Option
from kene.core.services import Field, Naming
from kene.core.services.asking import address, count, name_of, number_of, without
from kene.core.values import Items, Misread
from kene.core.wording import Wording

ADD: Final = "add"
DONE: Final = "done"
REMOVE: Final = "remove"


class Listing:
    """What is shown of a list: to a page whole, to a phone the list and then one item."""

    def __init__(self, scene: Scene, now: Field, naming: Naming, own: Wording) -> None:
        self.scene = scene
        self.now = now
        self.naming = naming
        self.own = own

    def options(self, *, whole: bool) -> tuple[Option, ...]:
        """What can be done, then the items; on a page each item can be removed at once."""
        kind, size = self.now.type, items_in(self.scene, self.now)
        assert isinstance(kind, Items)
        add = (Option(ADD, self._word(ADD)),) if size < kind.max else ()
        done = (Option(DONE, self._word(DONE)),) if size >= kind.min else ()
        items = (self._item(number, whole=whole) for number in range(1, size + 1))
        return (*add, *done, *(option for each in items for option in each))

    def title(self, place: str) -> str:
        """What an item is called, and the answer that names it."""
        number = number_of(place)
        return f"{self.naming.item(self.now.name, number)} : {self._named(number)}"

    def inside(self, place: str) -> tuple[Option, ...]:
        """The answers of an item, each to be given again, and its removal."""
        number, answers = number_of(place), self.scene.conversation.answers
        fields = fields_inside(self.scene, self.now, number)
        lines = (
            Option(
                each.name,
                f"{self.naming.label(each.name)} : {self.naming.answered(each.name, answers)}",
            )
            for each in fields
        )
        return (*lines, self._removal(number))

    def _item(self, number: int, *, whole: bool) -> tuple[Option, ...]:
        place = address(self.now.name, number)
        if not whole:
            return (Option(place, self._named(number)),)
        group = self.scene.service.repeats[self.now.name]
        answers = self.scene.conversation.answers
        detail = self.naming.inside(group, number, answers)
        item = Option(place, self.naming.item(self.now.name, number), detail)
        return (item, self._removal(number))

    def _removal(self, number: int) -> Option:
        return Option(removal(number, items_in(self.scene, self.now)), self._word(REMOVE))

    def _named(self, number: int) -> str:
        first = address(self.scene.service.repeats[self.now.name].fields[0], number)
        return self.naming.answered(first, self.scene.conversation.answers)

    def _word(self, key: str) -> str:
        """What the pack calls it, or Kene."""
        setting = self.naming.setting
        short = setting.manner == "short"
        theirs = self.scene.service.wording(setting.language, setting.manner)
        if theirs.has(f"fields.{self.now.name}.{key}"):
            return theirs.say(f"fields.{self.now.name}.{key}", short=short)
        return self.own.say(f"items.{key}", short=short)


def items_in(scene: Scene, now: Field) -> int:
    """How many items the list has."""
    return count(scene.service.repeats[now.name], scene.conversation.answers)


def listed(scene: Scene, now: Field, text: str, view: View) -> Conversation | int | Misread:
    """The conversation after a choice on the list; how many items there are, once nobody is left
    to add; or why it means nothing here."""
    size, kind = items_in(scene, now), now.type
    assert isinstance(kind, Items)
    here, said = scene.conversation, text.strip()
    inside = said in {each.name for each in fields_inside(scene, now, number_of(said))}
    match name_of(said):
        case "add" if said == ADD and size < kind.max:
            return _adding(scene, now, size + 1)
        case "done" if said == DONE and size >= kind.min:
            return size
        case "remove" if said in {removal(number, size) for number in range(1, size + 1)}:
            return _removed(scene, now, int(said.split(".")[1]))
        case now.name if 1 <= number_of(said) <= size:
            if view.groups:
                first = scene.service.repeats[now.name].fields[0]
                return here.moved(address(first, number_of(said)), correcting=True)
            return replace(here, path=(said,))
        case _ if inside:
            return here.moved(said, correcting=True)
    return Misread("items")


def removal(number: int, size: int) -> str:
    """The choice that removes an item of so many: sent twice, it removes one."""
    return f"{REMOVE}.{number}.{size}"


def fields_inside(scene: Scene, now: Field, number: int) -> Iterator[Field]:
    """The fields of an item that are asked and answered."""
    place = address(now.name, number)
    answers = scene.conversation.answers
    return (each for each in scene.asked if each.group == place and each.name in answers)


def _adding(scene: Scene, now: Field, number: int) -> Conversation:
    """At the first field of a new item; the list is to be counted again after it."""
    here = scene.conversation
    answers = {name: value for name, value in here.answers.items() if name != now.name}
    first = scene.service.repeats[now.name].fields[0]
    return replace(here, answers=answers).moved(address(first, number))


def _removed(scene: Scene, now: Field, number: int) -> Conversation:
    group = scene.service.repeats[now.name]
    here = scene.conversation
    fields = frozenset(group.fields)
    skipped = {
        address(name_of(each), number_of(each) - (number_of(each) > number))
        if name_of(each) in fields
        else each
        for each in here.skipped
        if name_of(each) not in fields or number_of(each) != number
    }
    kept = without(group, here.answers, number)
    ordered = {name: kept[name] for name in scene.service.answerable if name in kept}
    return replace(here, answers=ordered, skipped=frozenset(skipped)).moved()
