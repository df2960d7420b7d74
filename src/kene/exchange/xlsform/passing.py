"""Which questions of a form may be passed, and where its expressions ask whether one was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.survey import Section

_CONDITIONS: Final = ("relevant", "constraint", "required", "choice_filter", "repeat_count")
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_YES: Final = frozenset({"yes", "true", "true()"})


def is_required(row: Row) -> bool:
    """Whether a question must be answered whenever it is asked."""
    return row.cell("required").strip().lower() in _YES


def emptiness(node: xpath.Binary) -> xpath.Node | None:
    """What a comparison tests for being empty, or None when it tests something else."""
    left, right = node.left, node.right
    if node.operator in ("=", "!="):
        if right == xpath.Text(""):
            return left
        if left == xpath.Text(""):
            return right
    match node:
        case xpath.Binary(">" | "=" | "!=", xpath.Call("string-length", (inner,)), xpath.Number(n)):
            return inner if not n else None
    return None


def tested(section: Section) -> Iterator[str]:
    """The questions without whose answer an expression says something: their emptiness is tested.

    A condition that merely wants an answer waits for it, and needs nothing else.
    """
    for part in section.parts:
        row = part.row
        if row is not None:
            for column in (*_CONDITIONS, "calculation"):
                found = _tested(row.cell(column), column == "calculation")
                yield from (name for name in found if name != row.cell("name"))
        if isinstance(part, Section):
            yield from tested(part)


def read(section: Section) -> Iterator[str]:
    """The names that expressions mention anywhere, in texts aside."""
    for part in section.parts:
        if part.row is not None:
            for column in (*_CONDITIONS, "calculation"):
                yield from _NAME.findall(part.row.cell(column))
        if isinstance(part, Section):
            yield from read(part)


def is_number_of_item(text: str) -> bool:
    """Whether a calculation is the number of the item that it stands in."""
    return "".join(text.split()) == "position(..)"


def _tested(text: str, either: bool) -> Iterator[str]:
    if not text:
        return
    try:
        yield from _within(xpath.parse(text), either)
    except xpath.Malformed:
        return


def _within(node: xpath.Node, either: bool) -> Iterator[str]:
    """The names in an expression; `either` says that the answer's presence is not enough."""
    waiting = [(node, either)]
    while waiting:
        node, either = waiting.pop()
        match node:
            case xpath.Binary("=" | "!=" | ">" as sign):
                inner = emptiness(node)
                if inner is not None and (either or sign == "="):
                    yield from _name(inner)
            case xpath.Call("coalesce", arguments):
                for each in arguments[:-1]:
                    yield from _name(each)
            case xpath.Call("not" | "if"):
                either = True
        waiting += ((part, either) for part in xpath.parts(node))


def _name(node: xpath.Node) -> Iterator[str]:
    match node:
        case xpath.Reference(name):
            yield name
        case xpath.Call("string" | "normalize-space" | "once", (inner,)):
            yield from _name(inner)
        case xpath.Path((*_, xpath.Step(name, ()))):
            yield name
