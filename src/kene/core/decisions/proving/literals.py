"""The constants that a condition compares one value with, where it does nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.expressions import syntax as tree
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import STRING, plain
from kene.core.expressions.values.text import read_date

Constant = int | Decimal | date | str | bool


class NotLiteral(Exception):
    """A condition does something else than comparing one value with constants."""


_ORDERING: Final = frozenset(("<", "<=", ">", ">="))


def constants(condition: Node, subject: Node) -> frozenset[Constant]:
    """What `condition` compares `subject` with; between two of them in order it never changes.

    Raises NotLiteral when that cannot be said.
    """
    return frozenset(_found(condition, subject))


def constant(node: Node) -> Constant | None:
    """The value of a literal, or None."""
    match node:
        case tree.Number(value) | tree.String(value) | tree.Boolean(value):
            return value
        case tree.Negation(tree.Number(value)):
            return -value if isinstance(value, int) else value.copy_negate()
        case tree.Temporal(text) | tree.Call(tree.Name("date"), (tree.String(text),)):
            day = read_date(text)
            return day if isinstance(day, date) else None
    return None


def _found(node: Node, subject: Node) -> Iterator[Constant]:
    match node:
        case tree.Anything():
            return
        case tree.UnaryTest(op, operand):
            yield from _compared(op, operand)
        case tree.RangeLiteral(low, high):
            yield from _compared("<", low)
            yield from _compared("<", high)
        case tree.Comparison(op, left, right) if left == subject or right == subject:
            yield from _compared(op, right if left == subject else left)
        case tree.Between(value, low, high) if value == subject:
            yield from _compared("<", low)
            yield from _compared("<", high)
        case tree.In(value, tests) if value == subject:
            yield from _found(tests, subject)
        case tree.Tests(parts) | tree.ListLiteral(parts) | tree.Logic(_, parts):
            yield from _each(parts, subject)
        case tree.Call(tree.Name("not"), parts):
            yield from _each(parts, subject)
        case _:
            yield _sure(node)


def _each(parts: Iterable[Node], subject: Node) -> Iterator[Constant]:
    for part in parts:
        yield from _found(part, subject)


def _compared(op: str, operand: Node) -> Iterator[Constant]:
    # Between two texts in order there is no telling what lies.
    if op in _ORDERING and plain(operand.type) == STRING:
        raise NotLiteral
    yield _sure(operand)


def _sure(node: Node) -> Constant:
    value = constant(node)
    if value is None:
        raise NotLiteral
    return value
