"""How many items a group that repeats has: children, members of a household, fields of land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised

MOST_ITEMS: Final = 30
"""No group repeats more: a conversation stays small, and nobody types so many on a phone."""


@dataclass(frozen=True, slots=True)
class Items:
    """The list of a group that repeats, from `min` to `max` items: its answer is their number.

    A conversation asks whether there is another one; nobody types the number.
    """

    min: int
    max: int
    name: ClassVar[str] = "items"
    feel: ClassVar[str] = "list"
    entry: ClassVar[Entry] = "items"

    def parse(self, text: str, setting: Setting) -> int:
        """Nothing that is typed is a list. Raises Misread."""
        raise Misread("items")

    def show(self, value: Value, setting: Setting) -> str:
        """How many there are."""
        return str(promised(int, value))

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing by itself: a conversation offers its items."""
        return ()

    def encode(self, value: Value) -> Json:
        """How many there are."""
        return promised(int, value)

    def decode(self, raw: Json) -> int:
        """How many there are. Raises ValueError beyond `min` and `max`."""
        if type(raw) is not int or not self.min <= raw <= self.max:
            raise ValueError("not a number of items of this group")
        return raw
