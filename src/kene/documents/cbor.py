"""Deterministic CBOR (RFC 8949, section 4.2) of what a code holds, and of nothing else.

A code comes from a stranger's picture and is read before its signature is known. So each item has
one form only, no tag builds anything (general readers make dates, patterns and mail messages, and
raise whatever these raise), depth is bounded, and everything wrong is one exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

DEPTH: Final = 6
"""How deep items may be nested: a code needs four levels."""

_SIZES: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_SIMPLE_VALUES: Final = {20: False, 21: True, 22: None}


class _Kind(IntEnum):
    """The first three bits of an item."""

    UNSIGNED = 0
    NEGATIVE = 1
    BYTES = 2
    TEXT = 3
    ARRAY = 4
    MAP = 5
    TAG = 6
    SIMPLE = 7


@dataclass(frozen=True, slots=True)
class Tag:
    """An item with a tag's number before it."""

    number: int
    item: Item


Item = int | bytes | str | bool | None | list["Item"] | dict["Item", "Item"] | Tag


class Malformed(ValueError):
    """Octets that are not one item of deterministic CBOR of the kinds that are read here."""


def write(item: Item) -> bytes:
    """The only octets of `item`. Raises OverflowError for a number of more than 64 bits."""
    match item:
        case bool():
            return b"\xf5" if item else b"\xf4"
        case None:
            return b"\xf6"
        case int():
            return _head(_Kind.UNSIGNED, item) if item >= 0 else _head(_Kind.NEGATIVE, -1 - item)
        case bytes():
            return _head(_Kind.BYTES, len(item)) + item
        case str():
            text = item.encode()
            return _head(_Kind.TEXT, len(text)) + text
        case list():
            return _head(_Kind.ARRAY, len(item)) + b"".join(write(part) for part in item)
        case Tag():
            return _head(_Kind.TAG, item.number) + write(item.item)
        case dict():
            pairs = sorted((write(key), write(value)) for key, value in item.items())
            return _head(_Kind.MAP, len(pairs)) + b"".join(key + value for key, value in pairs)


def read(data: bytes) -> Item:
    """The one item that `data` is. Raises Malformed."""
    reader = _Reader(data)
    item = reader.item(DEPTH)
    if reader.place != len(data):
        raise Malformed(f"octets after the item, from {reader.place}")
    return item


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for code, size in _SIZES.items():
        if number < 1 << 8 * size:
            return bytes([kind << 5 | code]) + number.to_bytes(size, "big")
    raise OverflowError(f"{number} needs more than 64 bits")


class _Reader:
    """Octets, and how many of them were read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def item(self, depth: int) -> Item:
        if not depth:
            raise Malformed(f"more than {DEPTH} levels")
        kind, number = self._read_head()
        match kind:
            case _Kind.UNSIGNED:
                return number
            case _Kind.NEGATIVE:
                return -1 - number
            case _Kind.BYTES:
                return self._take(number)
            case _Kind.TEXT:
                return self._text(number)
            case _Kind.ARRAY:
                return [self.item(depth - 1) for _ in self._counted(number)]
            case _Kind.MAP:
                return self._map(number, depth - 1)
            case _Kind.TAG:
                return Tag(number, self.item(depth - 1))
            case _:
                return _simple(number)

    def _take(self, length: int) -> bytes:
        part = self.data[self.place : self.place + length]
        if len(part) != length:
            raise Malformed("cut short")
        self.place += length
        return part

    def _read_head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        kind, number = first >> 5, first & 31
        if number < 24:
            return kind, number
        if number not in _SIZES or kind == _Kind.SIMPLE:
            raise Malformed(f"the octet {first:#x} begins nothing that is read here")
        size = _SIZES[number]
        number = int.from_bytes(self._take(size), "big")
        if number < (24 if size == 1 else 1 << 4 * size):
            raise Malformed("a number that has a shorter form")
        return kind, number

    def _counted(self, number: int) -> Iterator[int]:
        """As many turns as items: each takes an octet at least, so more cannot follow."""
        if number > len(self.data) - self.place:
            raise Malformed("cut short")
        return iter(range(number))

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise Malformed("a text that is not UTF-8") from error

    def _map(self, length: int, depth: int) -> dict[Item, Item]:
        pairs: dict[Item, Item] = {}
        last = b""
        for _ in self._counted(length):
            begins = self.place
            key = self.item(depth)
            written = self.data[begins : self.place]
            if type(key) not in (int, str, bytes) or written <= last:
                raise Malformed("keys that are not sorted numbers, texts or octets")
            last = written
            pairs[key] = self.item(depth)
        return pairs


def _simple(number: int) -> Item:
    if number not in _SIMPLE_VALUES:
        raise Malformed(f"the simple value {number}")
    return _SIMPLE_VALUES[number]
