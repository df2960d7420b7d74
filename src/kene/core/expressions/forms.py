"""Reading FEEL's words, contexts, unary tests and types; operators are the parser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kene.core.expressions import syntax as tree
from kene.core.expressions.mistakes import NO_NAME
from kene.core.expressions.reading import Malformed, Reading, special
from kene.core.expressions.scanner import unescaped
from kene.core.expressions.syntax import Node, Place

COMPARISONS: Final = frozenset(("=", "!=", "<", "<=", ">", ">="))


class Forms(Reading):
    """The parts of a reading that are told by their first word or sign."""

    def _expression(self) -> Node:
        raise NotImplementedError

    def _additive(self) -> Node:
        raise NotImplementedError

    def _context(self, at: Place) -> Node:
        entries: list[tuple[str, Node]] = []
        before = self._names
        while not self._sees("}"):
            name = self._key()
            self._expect(":")
            entries.append((name, self._expression()))
            declared = special((name,))
            self._names |= declared
            self._members |= declared
            if not self._another("}"):
                break
        self._names = before
        self._expect("}")
        return tree.ContextLiteral(tuple(entries), at=at)

    def _key(self) -> str:
        if self._scan.token.kind == "string":
            return unescaped(self._scan.advance().text)
        return self._new_name()

    # -- words -------------------------------------------------------------------------------

    def _if(self, at: Place) -> Node:
        self._expect("if")
        condition = self._expression()
        self._expect("then")
        then = self._expression()
        self._expect("else")
        return tree.If(condition, then, self._expression(), at=at)

    def _for(self, at: Place) -> Node:
        self._expect("for")
        before = self._names
        iterators = self._iterators()
        self._expect("return")
        body = self._expression()
        self._names = before
        return tree.For(iterators, body, at=at)

    def _quantified(self, at: Place) -> Node:
        kind = self._scan.advance().text
        before = self._names
        iterators = self._iterators()
        self._expect("satisfies")
        condition = self._expression()
        self._names = before
        return tree.Quantified("some" if kind == "some" else "every", iterators, condition, at=at)

    def _iterators(self) -> tuple[tree.Iterator, ...]:
        """Iterators, each seeing those before it; their names stay known."""
        iterators: list[tree.Iterator] = []
        while True:
            at = self._at
            name = self._iterator_name()
            domain = self._expression()
            if self._takes(".."):
                domain = tree.Span(domain, self._expression(), at=at)
            iterators.append(tree.Iterator(name, domain, at=at))
            self._names |= special((name,))
            if not self._takes(","):
                return tuple(iterators)

    def _iterator_name(self) -> str:
        words: list[str] = []
        while not self._sees("in") and self._scan.token.kind == "name":
            words.append(self._scan.advance().text)
        if not words:
            raise Malformed(NO_NAME, self._at, found=self._scan.token.text or "…")
        self._expect("in")
        return " ".join(words)

    def _function(self, at: Place) -> Node:
        self._expect("function")
        self._expect("(")
        parameters: list[tree.Parameter] = []
        while not self._sees(")"):
            place = self._at
            name = self._new_name()
            of = self._type_name() if self._takes(":") else None
            parameters.append(tree.Parameter(name, of, at=place))
            if not self._another(")"):
                break
        self._expect(")")
        external = self._takes("external")
        with self._knowing([parameter.name for parameter in parameters]):
            body = self._expression()
        return tree.FunctionLiteral(tuple(parameters), body, external, at=at)

    # -- unary tests -------------------------------------------------------------------------

    def _unary_tests(self) -> tree.Tests:
        at = self._at
        if self._sees("-") and self._scan.at(self._scan.token.end).kind == "end":
            self._scan.advance()
            return tree.Tests((tree.Anything(at=at),), at=at)
        if self._sees("not"):
            negated = self._attempt(self._negated_tests)
            if negated is not None:
                return negated
        return tree.Tests(self._positive_tests(), at=at)

    def _negated_tests(self) -> tree.Tests:
        at = self._at
        self._expect("not")
        self._expect("(")
        tests = self._positive_tests()
        self._expect(")")
        if self._scan.token.kind != "end":
            self._unexpected("…")
        return tree.Tests(tests, negated=True, at=at)

    def _positive_tests(self) -> tuple[Node, ...]:
        tests = [self._positive_test(self._expression)]
        while self._takes(","):
            tests.append(self._positive_test(self._expression))
        return tuple(tests)

    def _positive_test(self, otherwise: Callable[[], Node]) -> Node:
        at, token = self._at, self._scan.token
        if token.kind == "operator" and token.text in COMPARISONS:
            op = self._scan.advance().text
            return tree.UnaryTest(op, self._additive(), at=at)  # type: ignore[arg-type]
        return otherwise()

    # -- types -------------------------------------------------------------------------------

    def _type_name(self) -> tree.TypeName:
        with self._deeper():
            at = self._at
            name = self._scan.known_name(self._types)
            if name:
                self._scan.skip_name(name)
            else:
                name = self._entry_name()
            while self._takes("."):
                name += "." + self._entry_name()
            return self._generic(name, at)

    def _generic(self, name: str, at: Place) -> tree.TypeName:
        if name not in ("list", "range", "context", "function") or not self._takes("<"):
            return tree.TypeName(name, at=at)
        parts: list[tuple[str, tree.TypeName]] = []
        while not self._sees(">"):
            entry = self._new_name() if name == "context" else ""
            if entry:
                self._expect(":")
            parts.append((entry, self._type_name()))
            if not self._another(">"):
                break
        self._expect(">")
        result = self._type_name() if name == "function" and self._takes("->") else None
        return tree.TypeName(name, tuple(parts), result, at=at)
