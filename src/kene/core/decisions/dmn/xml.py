"""XML read without trusting it: no DOCTYPE, no entity, nothing fetched, size and depth bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from kene.core.decisions.dmn.mistakes import NOT_XML, TOO_LARGE, UNSAFE
from kene.core.problems import Mistakes, Problem, Where

LONGEST: Final = 20_000_000
DEEPEST: Final = 200


@dataclass(slots=True)
class Element:
    """An element: its namespace, its name without prefix, its parts, and the line it is on."""

    namespace: str
    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(self.texts)

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> list[Element]:
        """The children of those names."""
        return [child for child in self.children if child.tag in tags]

    def first(self, *tags: str) -> Element | None:
        """The first child of one of those names."""
        return next((child for child in self.children if child.tag in tags), None)

    def walk(self) -> Iterator[Element]:
        """This element and all inside."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(element.children)


class _Unsafe(Exception):
    """A DOCTYPE."""


class _TooDeep(Exception):
    """Too many elements inside of each other."""


def read_xml(source: str | bytes, *, where: Where) -> Element:
    """The root element. Raises Mistakes when the text is no XML, unsafe, too large or too deep."""
    if len(source) > LONGEST:
        raise Mistakes([Problem(TOO_LARGE, where, {"limit": str(LONGEST)})])
    try:
        return _Reading().root(source)
    except expat.ExpatError as wrong:
        at = where.moved(wrong.lineno, wrong.offset + 1)
        raise Mistakes([Problem(NOT_XML, at, {"reason": expat.ErrorString(wrong.code)})]) from None
    except _Unsafe:
        raise Mistakes([Problem(UNSAFE, where)]) from None
    except (_TooDeep, UnicodeEncodeError):
        raise Mistakes([Problem(TOO_LARGE, where, {"limit": str(LONGEST)})]) from None


class _Reading:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[Element] = []
        self._root: Element | None = None

    def root(self, source: str | bytes) -> Element:
        """The root element. Raises ExpatError, _Unsafe or _TooDeep."""
        self._parser.Parse(source, True)
        if self._root is None:
            raise _Unsafe
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(namespace, tag, plain, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)
        if len(self._open) > DEEPEST:
            raise _TooDeep

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].texts.append(text)

    def _doctype(self, *_: object) -> None:
        raise _Unsafe
