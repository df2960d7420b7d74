"""References inside a pack: laws, purposes, spans and names, looked up once and told when wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kene.core.problems import Kind, Problem, Where
from kene.core.services import definition as written
from kene.core.services.mistakes import (
    BAD_NAME,
    BAD_SPAN,
    UNKNOWN_LAW,
    UNKNOWN_PURPOSE,
    unknown,
)
from kene.core.services.model import Law, Purpose
from kene.core.services.reading import Located
from kene.core.services.spans import UNLIMITED, Span, parse_span

_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]{0,39}")
_EXPRESSION_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,39}")


class Resolver:
    """Looks names up in one pack; what leads nowhere is added to `problems`.

    `offered` are the names that it could have from its parts, by section.
    """

    def __init__(
        self,
        problems: list[Problem],
        pack: written.PackDefinition,
        offered: Mapping[str, Iterable[str]] = {},
    ) -> None:
        self.problems = problems
        self.pack = pack
        self.offered = offered

    def known(
        self, name: Located | None, known: Iterable[str], kind: Kind, also: Iterable[str] = ()
    ) -> str:
        """The name, or "" when there is none or it is not among `known`, and it could be `also`."""
        if name is None:
            return ""
        names = set(known)
        if name.text not in names:
            self.problems.append(unknown(kind, name, {*names, *also}))
            return ""
        return name.text

    def law(self, name: Located | None) -> str:
        """The key of a law of the pack."""
        return self.known(name, self.pack.law, UNKNOWN_LAW, self.offered.get("law", ()))

    def purpose(self, name: Located) -> str:
        """The key of a purpose of the pack."""
        offered = self.offered.get("purposes", ())
        return self.known(name, self.pack.purposes, UNKNOWN_PURPOSE, offered)

    def span(self, text: Located | None) -> Span | None:
        """A length of time, or None when there is none or it is `unlimited`."""
        if text is None or text.text == UNLIMITED:
            return None
        span = parse_span(text.text)
        if span is None:
            self.problems.append(Problem(BAD_SPAN, text.where, {"name": text.text}))
        return span

    def named(self, name: str, where: Where, *, expression: bool = False) -> None:
        """Check that a name that the author chose can be one; in an expression, `-` subtracts."""
        if not (_EXPRESSION_NAME if expression else _NAME).fullmatch(name):
            self.problems.append(Problem(BAD_NAME, where, {"name": name}))

    def laws(self) -> Mapping[str, Law]:
        """The laws that the pack cites."""
        return {
            key: Law(
                key,
                law.text.text,
                law.article.text if law.article else "",
                self.span(law.keep),
            )
            for key, law in self.pack.law.items()
        }

    def purposes(self) -> Mapping[str, Purpose]:
        """The purposes of the pack; one whose span is wrong is left out and told."""
        purposes: dict[str, Purpose] = {}
        for key, purpose in self.pack.purposes.items():
            keep = self.span(purpose.keep)
            if keep is not None:
                purposes[key] = Purpose(key, purpose.basis, keep, self.law(purpose.law))
            elif purpose.keep.text == UNLIMITED:
                self.problems.append(Problem(BAD_SPAN, purpose.keep.where, {"name": UNLIMITED}))
        return purposes
