"""XPath 1.0 as XLSForm writes it, with `${name}` for a question: texts read into trees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal


class Malformed(ValueError):
    """A text that is not XPath; its message is what stands there."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it is written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: the answer to a question of the form."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `.`, `..`, or a name, with its predicates."""

    name: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root of the form (`/`), from an expression, or from where it is read."""

    steps: tuple[Step, ...]
    root: Node | Literal["/"] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two expressions."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """An expression after a minus sign."""

    operand: Node


Node = Number | Text | Reference | Path | Call | Binary | Negative


_NAME: Final = r"[^\W\d][\w.\-]*"
_TOKEN: Final = re.compile(
    rf"""\s*(?:(?P<reference>\$\{{\s*(?:last-saved\#)?{_NAME}\s*\}})
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<name>{_NAME}(?::{_NAME})?|\*)
    |(?P<sign>!=|<=|>=|//|::|\.\.|[-+=<>|/()\[\],.@]))""",
    re.VERBOSE,
)
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LEVELS: Final = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_BINDING: Final = {operator: level for level, row in enumerate(_LEVELS) for operator in row}
_WORDS: Final = frozenset({"or", "and", "div", "mod", "*"})
_DEEPEST: Final = 150
"""Deeper than any form: a text that nests more is refused, not followed."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def parse(text: str) -> Node:
    """The tree of an expression. Raises Malformed."""
    reader = _Reader(_tokens(text))
    node = reader.binary(0)
    if reader.here.kind != "end":
        raise Malformed(reader.here.text)
    return node


def parts(node: Node) -> tuple[Node, ...]:
    """The expressions that one is made of, those of predicates too."""
    match node:
        case Call(_, arguments):
            return arguments
        case Binary(_, left, right):
            return left, right
        case Negative(operand):
            return (operand,)
        case Path(steps, root):
            start = () if root is None or root == "/" else (root,)
            return (*start, *(each for step in steps for each in step.predicates))
        case _:
            return ()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    text, position = text.translate(_QUOTES).rstrip(), 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise Malformed(text[position : position + 12].strip())
        position = found.end()
        kind, word = found.lastgroup, found[found.lastgroup]
        # XPath 1.0, 3.7: after what can end an operand, a name is an operator.
        if kind == "name" and word in _WORDS and tokens and _ends_operand(tokens[-1]):
            kind = "sign"
        tokens.append(_Token(kind, word))
    return [*tokens, _Token("end", "")]


def _ends_operand(token: _Token) -> bool:
    return token.kind != "sign" or token.text in (")", "]", ".", "..")


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def here(self) -> _Token:
        return self._tokens[self._at]

    def binary(self, level: int) -> Node:
        """An expression whose operators bind as tightly as those of this level, or more."""
        node = self._unary()
        while self.here.kind == "sign" and _BINDING.get(self.here.text, -1) >= level:
            operator = self._next().text
            node = Binary(operator, node, self.binary(_BINDING[operator] + 1))
        return node

    def _unary(self) -> Node:
        negations = 0
        while self._took("-"):
            negations += 1
        node = self._operand()
        if self._is("|"):
            raise Malformed("|")
        return Negative(node) if negations % 2 else node

    def _operand(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Malformed("(" * 3)
        node = self._primary()
        self._depth -= 1
        return node

    def _primary(self) -> Node:
        token = self.here
        match token.kind:
            case "number":
                self._next()
                return Number(Decimal(token.text))
            case "text":
                self._next()
                return Text(token.text[1:-1])
            case "reference":
                self._next()
                return self._from(Reference(token.text[2:-1].strip()))
            case "name" if self._tokens[self._at + 1].text == "(":
                return self._from(self._call())
        if self._took("("):
            inner = self.binary(0)
            self._expect(")")
            return self._from(inner)
        return self._path()

    def _call(self) -> Call:
        name = self._next().text
        self._expect("(")
        arguments: list[Node] = []
        while not self._is(")"):
            arguments.append(self.binary(0))
            if not self._took(","):
                break
        self._expect(")")
        return Call(name, tuple(arguments))

    def _from(self, root: Node) -> Node:
        """The root itself, or the path that goes on from it."""
        predicates = self._predicates()
        steps = [Step(".", predicates)] if predicates else []
        while self._took("/"):
            steps.append(self._step())
        return Path(tuple(steps), root) if steps else root

    def _path(self) -> Path:
        root: Literal["/"] | None = "/" if self._took("/") else None
        steps = [self._step()]
        while self._took("/"):
            steps.append(self._step())
        return Path(tuple(steps), root)

    def _step(self) -> Step:
        token = self.here
        if token.kind == "reference":
            # In a path, `${name}` means the name itself.
            return Step(self._next().text[2:-1].strip(), self._predicates())
        if token.kind != "name" and token.text not in (".", ".."):
            raise Malformed(token.text or "…")
        return Step(self._next().text, self._predicates())

    def _predicates(self) -> tuple[Node, ...]:
        predicates: list[Node] = []
        while self._took("["):
            predicates.append(self.binary(0))
            self._expect("]")
        return tuple(predicates)

    def _next(self) -> _Token:
        token = self.here
        self._at += 1
        return token

    def _is(self, sign: str) -> bool:
        return self.here.kind == "sign" and self.here.text == sign

    def _took(self, sign: str) -> bool:
        found = self._is(sign)
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            raise Malformed(self.here.text or "…")
