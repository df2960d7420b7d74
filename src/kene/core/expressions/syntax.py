"""The syntax tree of FEEL: what was written, with places and types that do not affect equality.

Every back end is made from this tree; nothing here knows of any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from kene.core.expressions.types import ANY, Context, FeelType, List

Place = tuple[int, int]
"""Line and column, from 1."""

ArithmeticOperator = Literal["+", "-", "*", "/", "**"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]

INPUT: Final = "?"
"""The name of the tested value inside unary tests."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression. `at` and `type` are notes upon it, not what it is."""

    at: Place = field(default=(1, 1), compare=False, kw_only=True, repr=False)
    type: FeelType = field(default=ANY, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Null(Node):
    """`null`."""


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeric literal; an int when it has no decimals."""

    value: int | Decimal


@dataclass(frozen=True, slots=True)
class String(Node):
    """A string literal, its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Temporal(Node):
    """`@"…"`: a date, a time, a date and time or a duration."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or a function by its name, spaces normalised."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`of.name`."""

    of: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`of[by]`: an element by its number, or those for which `by` is true."""

    of: Node
    by: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied; `names` is None when the arguments are positional."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-of`."""

    of: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right`."""

    op: ArithmeticOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left op right`."""

    op: ComparisonOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Two operands or more, joined by `and` or by `or`."""

    op: Literal["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """The unary test `-`, which is always true."""


@dataclass(frozen=True, slots=True)
class UnaryTest(Node):
    """`op operand`, such as `< 5`; as a value, it is a range open at one end."""

    op: ComparisonOperator
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests of the value called `?`, of which one must be true, or none when `negated`."""

    tests: tuple[Node, ...]
    negated: bool = False
    answering: tuple[bool, ...] = field(default=(), compare=False, kw_only=True, repr=False)
    """Which tests name the value and so answer by themselves; the checker notes it."""

    @property
    def always(self) -> bool:
        """Whether it is `-`, true of everything."""
        return not self.negated and any(isinstance(test, Anything) for test in self.tests)


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as it is written: a name, and its parts for lists, ranges, contexts and functions."""

    name: str
    parts: tuple[tuple[str, TypeName], ...] = ()
    result: TypeName | None = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of of`."""

    value: Node
    of: TypeName


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then then else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Span(Node):
    """`low..high` as the domain of an iterator: whole steps, upwards or downwards."""

    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in domain`."""

    name: str
    domain: Node


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterators return body`; the body may look at the results so far, `partial`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` `iterators satisfies condition`."""

    kind: Literal["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[items]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{entries}`; each entry sees those before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]`, each end included or not."""

    low: Node
    high: Node
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A parameter of a function, with the type that its argument must have."""

    name: str
    of: TypeName | None = None


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(parameters) body`; an external one has no meaning here and gives null."""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class Embedded(Node):
    """What no FEEL text writes, such as a decision table: `run` gets the names that it reads."""

    reads: frozenset[str]
    run: Callable[[Mapping[str, object]], object]


@dataclass(frozen=True, slots=True)
class Converted(Node):
    """A value made to be of a type, or null (DMN 1.5, 10.3.2.9.4); a boxed expression has one."""

    of: Node
    to: FeelType


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes that a node is made of, in the order in which they are written."""
    return tuple(
        _nodes(tuple(getattr(node, name) for name in _written_fields(type(node).__name__)))
    )


@cache
def _written_fields(kind: str) -> tuple[str, ...]:
    return tuple(one.name for one in fields(globals()[kind]) if one.compare)


def _nodes(value: object) -> Iterable[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


def walk(node: Node) -> tuple[Node, ...]:
    """A node and all that it is made of."""
    found = [node]
    for part in found:  # it grows as it goes
        found.extend(parts(part))
    return tuple(found)


def free_names(node: Node, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names that a node reads from outside of itself."""
    match node:
        case Name(name):
            return frozenset((name,)) - bound
        case Embedded(reads):
            return reads - bound
        case For(iterators, body) | Quantified(_, iterators, body):
            return _free_in_iterators(iterators, body, bound)
        case FunctionLiteral(parameters, body):
            return free_names(body, bound | {parameter.name for parameter in parameters})
        case ContextLiteral(entries):
            return _free_in_context(entries, bound)
        case Filter(of, by):
            inner = bound | frozenset(entry_names(of.type))
            return free_names(of, bound) | free_names(by, inner)
        case In(value, tests):
            return free_names(value, bound) | free_names(tests, bound | {INPUT})
    return frozenset[str]().union(*(free_names(part, bound) for part in parts(node)))


def _free_in_iterators(
    iterators: tuple[Iterator, ...], body: Node, bound: frozenset[str]
) -> frozenset[str]:
    free = frozenset[str]()
    for iterator in iterators:
        free |= free_names(iterator.domain, bound)
        bound |= {iterator.name}
    return free | free_names(body, bound | {"partial"})


def _free_in_context(
    entries: tuple[tuple[str, Node], ...], bound: frozenset[str]
) -> frozenset[str]:
    free = frozenset[str]()
    for name, value in entries:
        free |= free_names(value, bound)
        bound |= {name}
    return free


def entry_names(of: FeelType) -> tuple[str, ...]:
    """The names that a filter of values of a type brings: the entries of its items, and `item`."""
    item = of.of if isinstance(of, List) else of
    return ("item", *item.names) if isinstance(item, Context) else ("item",)
