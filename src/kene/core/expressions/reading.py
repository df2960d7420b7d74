"""Where a reading of FEEL text stands: its token, the names it knows, how deep it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final, NoReturn, TypeVar

from kene.core.expressions.mistakes import (
    NO_NAME,
    NO_VALUE,
    TOO_DEEP,
    TOO_LONG,
    UNEXPECTED,
    WRONG_SIGN,
)
from kene.core.expressions.scanner import IDENTIFIER, Scanner
from kene.core.expressions.syntax import Place
from kene.core.problems import Kind

LONGEST: Final = 65_536
DEEPEST: Final = 50

_T = TypeVar("_T")


class Malformed(Exception):
    """The text is not FEEL: the kind of problem, its place in the text, and its details."""

    def __init__(self, kind: Kind, at: Place, **details: str) -> None:
        self.kind = kind
        self.at = at
        self.details = details
        super().__init__(kind.code)


class Reading:
    """One reading of one text.

    Names with spaces or signs are recognised when they are known: from outside (`names`), or
    declared by the text itself. After a dot and inside a filter the names of entries (`members`)
    count too.
    """

    def __init__(
        self,
        text: str,
        names: Collection[str] = (),
        members: Collection[str] = (),
        types: Collection[str] = (),
    ) -> None:
        if len(text) > LONGEST:
            raise Malformed(TOO_LONG, (1, 1), length=str(len(text)), limit=str(LONGEST))
        self._scan = Scanner(text)
        self._names = special(names)
        self._members = special(members)
        self._types = special(types)
        self._depth = 0
        self._at_range_end = False
        self._no_filters: set[int] = set()

    def _whole(self, read: Callable[[], _T]) -> _T:
        result = read()
        if self._scan.token.kind != "end":
            self._unexpected("un opérateur")
        return result

    @property
    def _at(self) -> Place:
        return self._scan.place(self._scan.token.start)

    def _sees(self, *texts: str) -> bool:
        token = self._scan.token
        return token.kind in ("operator", "name") and token.text in texts

    def _takes(self, text: str) -> bool:
        if self._sees(text):
            self._scan.advance()
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            self._unexpected(f"« {text} »")

    def _unexpected(self, expected: str) -> NoReturn:
        token = self._scan.token
        if token.kind == "wrong":
            raise Malformed(WRONG_SIGN, self._at, found=token.text)
        raise Malformed(UNEXPECTED, self._at, found=token.text or "…", expected=expected)

    def _no_value(self) -> NoReturn:
        token = self._scan.token
        if token.kind == "wrong":
            raise Malformed(WRONG_SIGN, self._at, found=token.text)
        raise Malformed(NO_VALUE, self._at, found=token.text or "…")

    def _another(self, closing: str) -> bool:
        """Takes a comma, which something must follow: none ends a list."""
        if not self._takes(","):
            return False
        if self._sees(closing):
            self._no_value()
        return True

    def _attempt(self, read: Callable[[], _T]) -> _T | None:
        """What `read` reads; or None, back where we were, when it is not that."""
        start, depth, names = self._scan.token.start, self._depth, self._names
        at_range_end = self._at_range_end
        try:
            return read()
        except Malformed as problem:
            if problem.kind is TOO_DEEP:
                raise
            self._scan.goto(start)
            self._depth, self._names, self._at_range_end = depth, names, at_range_end
            return None

    @contextmanager
    def _deeper(self, at_range_end: bool = False) -> Iterator[None]:
        before = self._at_range_end
        self._depth += 1
        self._at_range_end = at_range_end
        if self._depth > DEEPEST:
            raise Malformed(TOO_DEEP, self._at, limit=str(DEEPEST))
        yield
        self._depth -= 1
        self._at_range_end = before

    @contextmanager
    def _knowing(self, names: Collection[str]) -> Iterator[None]:
        before = self._names
        self._names = before | special(names)
        yield
        self._names = before

    def _links(self) -> Iterator[None]:
        """The links of a chain: as each makes the tree deeper by one, they are bounded."""
        for _ in range(DEEPEST):
            yield
        raise Malformed(TOO_DEEP, self._at, limit=str(DEEPEST))

    def _new_name(self) -> str:
        """A name being declared: everything up to a sign that no name can have."""
        name, end = self._scan.loose_name()
        if not name:
            raise Malformed(NO_NAME, self._at, found=self._scan.token.text or "…")
        self._scan.goto(end)
        return name

    def _entry_name(self) -> str:
        name = self._scan.known_name(self._members)
        if name:
            self._scan.skip_name(name)
            return name
        if self._scan.token.kind != "name":
            raise Malformed(NO_NAME, self._at, found=self._scan.token.text or "…")
        return self._scan.advance().text


def special(names: Collection[str]) -> frozenset[str]:
    """Those names that are not one plain word, and so need to be known to be read."""
    return _special(frozenset(names))


@lru_cache(maxsize=1024)
def _special(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if name and not IDENTIFIER.fullmatch(name))
