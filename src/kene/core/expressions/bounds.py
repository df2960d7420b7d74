"""How large a typed tree's whole numbers can get, so that Python's integers can be used safely.

FEEL numbers have 34 digits. Where every input is an `int` below `SMALL`, and no result can reach
34 digits, Python's own `+`, `-` and `*` give the same result, and faster.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kene.core.expressions import syntax as tree
from kene.core.expressions.numbers import LIMIT
from kene.core.expressions.syntax import Node
from kene.core.expressions.types import NUMBER

SMALL: Final = 10**12
_COUNTS: Final = {
    "days between": 10**12,
    "months between": 10**11,
    "years between": 10**10,
    "count": 10**12,
    "string length": 10**12,
}
"""Functions whose result is an `int`, and its bound: years have nine digits."""


def bound(node: Node, inputs: Collection[str]) -> int | None:
    """A bound of a whole number, if `inputs` are whole and small; None when it may be no `int`."""
    match node:
        case tree.Number(int(value)):
            return abs(value)
        case tree.Name(name) if name in inputs and node.type == NUMBER:
            return SMALL
        case tree.Call(tree.Name(name), _) if name not in inputs:
            return _COUNTS.get(name)
        case tree.Arithmetic(op, left, right):
            one, other = bound(left, inputs), bound(right, inputs)
            if one is None or other is None:
                return None
            size = one * other if op == "*" else one + other
            return size if op in "+-*" and size < LIMIT else None
    return None


def small_inputs(node: Node, inputs: Collection[str]) -> frozenset[str]:
    """The inputs that must be whole and small for some arithmetic to be Python's own."""
    if _bound_names(node) & {*inputs, *_COUNTS}:
        return frozenset()  # a name may be another thing inside
    found: set[str] = set()
    for part in tree.walk(node):
        if isinstance(part, tree.Arithmetic) and bound(part, inputs) is not None:
            found |= tree.free_names(part) & set(inputs)
    return frozenset(found)


def _bound_names(node: Node) -> frozenset[str]:
    """Every name that a part of a tree gives to something."""
    found: set[str] = set()
    for part in tree.walk(node):
        match part:
            case tree.Iterator(name, _) | tree.Parameter(name, _):
                found.add(name)
            case tree.ContextLiteral(entries):
                found.update(name for name, _ in entries)
            case tree.Filter(of, _):
                found.update(tree.entry_names(of.type))
    return frozenset(found)
