"""Reading FEEL text into a syntax tree (DMN 1.5, 10.3.1.2). Whatever the text, it ends.

Names with spaces or signs are recognised when they are known: from outside (`names`), or declared
by the text itself. After a dot and inside a filter the names of entries (`members`) count too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from kene.core.expressions import syntax as tree
from kene.core.expressions.forms import COMPARISONS, Forms
from kene.core.expressions.mistakes import TOO_GREAT
from kene.core.expressions.numbers import DECIMAL128
from kene.core.expressions.reading import Malformed
from kene.core.expressions.scanner import unescaped
from kene.core.expressions.syntax import Node, Place

__all__ = ["Malformed", "Parser"]

KEYWORDS: Final = frozenset(
    ("if", "then", "else", "for", "in", "return", "some", "every", "satisfies")
    + ("function", "between", "and", "or", "true", "false", "null")
)
_LEVELS: Final = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*COMPARISONS, "between", "in"), 3),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys("*/", 5),
    "**": 6,
}


class Parser(Forms):
    """One reading of one text."""

    def whole_expression(self) -> Node:
        """The text as one expression. Raises Malformed."""
        return self._whole(self._expression)

    def whole_tests(self) -> tree.Tests:
        """The text as unary tests. Raises Malformed."""
        return self._whole(self._unary_tests)

    def whole_type(self) -> tree.TypeName:
        """The text as the name of a type. Raises Malformed."""
        return self._whole(self._type_name)

    # -- operators ---------------------------------------------------------------------------

    def _expression(self) -> Node:
        with self._deeper():
            return self._binary(1)

    def _binary(self, floor: int) -> Node:
        """Operands joined by operators that bind at least as tightly as `floor`."""
        left = self._negation()
        for _ in self._links():
            token = self._scan.token
            level = _LEVELS.get(token.text, 0) if token.kind in ("operator", "name") else 0
            if level < floor or not level:
                break
            left = self._joined(left, token.text, level)
        return left

    def _joined(self, left: Node, op: str, level: int) -> Node:
        at = self._at
        self._scan.advance()
        match op:
            case "and" | "or":
                return self._logic(left, op, level, at)
            case "between":
                low = self._additive()
                self._expect("and")
                return tree.Between(left, low, self._additive(), at=at)
            case "in":
                return tree.In(left, self._tested(), at=at)
            case "=" | "!=" | "<" | "<=" | ">" | ">=":
                return tree.Comparison(op, left, self._additive(), at=at)
            case "+" | "-" | "*" | "/" | "**":
                return tree.Arithmetic(op, left, self._binary(level + 1), at=at)
        raise AssertionError(op)

    def _logic(self, left: Node, op: Literal["and", "or"], level: int, at: Place) -> Node:
        operands = [left, self._binary(level + 1)]
        while self._takes(op):
            operands.append(self._binary(level + 1))
        return tree.Logic(op, tuple(operands), at=at)

    def _additive(self) -> Node:
        return self._binary(_LEVELS["+"])

    def _tested(self) -> tree.Tests:
        """What follows `in`: one test, or several between parentheses."""
        at = self._at
        if not self._takes("("):
            return tree.Tests((self._positive_test(self._additive),), at=at)
        with self._deeper():
            tests = self._positive_tests()
            if len(tests) == 1 and self._sees(".."):
                return tree.Tests((self._range(tests[0], False, at),), at=at)
        self._expect(")")
        return tree.Tests(tests, at=at)

    def _negation(self) -> Node:
        at = self._at
        if self._sees("-"):
            with self._deeper(self._at_range_end):
                self._scan.advance()
                return tree.Negation(self._negation(), at=at)
        value = self._postfix()
        if self._sees("instance") and self._scan.at(self._scan.token.end).text == "of":
            at = self._at
            self._scan.advance()
            self._scan.advance()
            value = tree.InstanceOf(value, self._type_name(), at=at)
        return value

    # -- paths, filters, calls ---------------------------------------------------------------

    def _postfix(self) -> Node:
        value = self._primary()
        for _ in self._links():
            at = self._at
            if self._takes("."):
                value = tree.Path(value, self._entry_name(), at=at)
            elif self._sees("["):
                condition = self._filter_here()
                if condition is None:
                    break
                value = tree.Filter(value, condition, at=at)
            elif self._sees("("):
                value = self._call(value, at)
            else:
                break
        return value

    def _filter_here(self) -> Node | None:
        """The filter that begins here; None when the bracket closes a range instead."""
        if not self._at_range_end:
            return self._filter()
        start = self._scan.token.start
        if start in self._no_filters:
            return None
        condition = self._attempt(self._filter)
        if condition is None:
            self._no_filters.add(start)
        return condition

    def _filter(self) -> Node:
        self._expect("[")
        with self._knowing(self._members):
            condition = self._expression()
        self._expect("]")
        return condition

    def _call(self, function: Node, at: Place) -> Node:
        self._expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        while not self._sees(")"):
            name = self._argument_name()
            if name:
                names.append(name)
            arguments.append(self._expression())
            if bool(names) != bool(name) or not self._another(")"):
                break
        self._expect(")")
        return tree.Call(function, tuple(arguments), tuple(names) if names else None, at=at)

    def _argument_name(self) -> str:
        name, end = self._scan.loose_name()
        if name and self._scan.at(end).text == ":":
            self._scan.goto(end)
            self._expect(":")
            return name
        return ""

    # -- the smallest parts ------------------------------------------------------------------

    def _primary(self) -> Node:
        at, token = self._at, self._scan.token
        match token.kind:
            case "number":
                self._scan.advance()
                return tree.Number(_number(token.text, at), at=at)
            case "string":
                self._scan.advance()
                return tree.String(unescaped(token.text), at=at)
            case "name":
                return self._named(at)
            case "operator":
                return self._bracketed(at)
        self._no_value()

    def _named(self, at: Place) -> Node:
        known = self._scan.known_name(self._names)
        if known and len(known) > len(self._scan.token.text):
            self._scan.skip_name(known)
            return tree.Name(known, at=at)
        word = self._scan.token.text
        if word not in KEYWORDS:
            self._scan.advance()
            return tree.Name(word, at=at)
        read = {
            "if": self._if,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
            "function": self._function,
        }.get(word)
        if read is not None:
            with self._deeper():
                return read(at)
        if word not in ("true", "false", "null"):
            self._no_value()
        self._scan.advance()
        return tree.Null(at=at) if word == "null" else tree.Boolean(word == "true", at=at)

    def _bracketed(self, at: Place) -> Node:
        if self._takes("("):
            return self._parenthesis(at)
        if self._takes("["):
            return self._list_or_range(at)
        if self._takes("]"):
            with self._deeper():
                low = self._additive()
            return self._range(low, False, at)
        if self._takes("{"):
            with self._deeper():
                return self._context(at)
        if self._takes("@") and self._scan.token.kind == "string":
            return tree.Temporal(unescaped(self._scan.advance().text), at=at)
        self._no_value()

    def _parenthesis(self, at: Place) -> Node:
        if self._scan.token.text in COMPARISONS and self._scan.token.kind == "operator":
            op = self._scan.advance().text
            with self._deeper():
                operand = self._additive()
            self._expect(")")
            return tree.UnaryTest(op, operand, at=at)  # type: ignore[arg-type]
        inner = self._expression()
        if self._sees(".."):
            return self._range(inner, False, at)
        self._expect(")")
        return inner

    def _list_or_range(self, at: Place) -> Node:
        if self._takes("]"):
            return tree.ListLiteral((), at=at)
        items = [self._expression()]
        if self._sees(".."):
            return self._range(items[0], True, at)
        while self._another("]"):
            items.append(self._expression())
        self._expect("]")
        return tree.ListLiteral(tuple(items), at=at)

    def _range(self, low: Node, low_included: bool, at: Place) -> Node:
        self._expect("..")
        with self._deeper(at_range_end=True):
            high = self._additive()
        if not self._sees("]", ")", "["):
            self._unexpected("« ] »")
        closed = self._scan.advance().text == "]"
        return tree.RangeLiteral(low, high, low_included, closed, at=at)


def _number(text: str, at: Place) -> int | Decimal:
    if text.isdecimal() and len(text) <= 34:
        return int(text)
    try:
        return DECIMAL128.create_decimal(text)
    except ArithmeticError:
        raise Malformed(TOO_GREAT, at, found=text[:20]) from None
