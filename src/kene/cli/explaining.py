"""Why a decision came out as it did, in sentences for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kene.core.decisions import Explanation
from kene.core.expressions import Undetermined
from kene.core.services import Service
from kene.testing.facts import law


def told(service: Service, explained: Explanation) -> Iterator[str]:
    """The rules that fired with their laws, what they looked at, and why others did not."""
    if explained.missing:
        yield f"  il manque : {', '.join(explained.missing)}"
    for fired in explained.fired:
        yield f"  règle {fired.rule}{_cited(service, fired.laws)}"
    for used in explained.used:
        yield f"    {used.input} = {shown(used.value)}"
    for over in explained.passed_over:
        test = f"{over.column} = {shown(over.value)}, et non {over.test}"
        yield f"  pas la règle {over.rule}{_cited(service, over.laws)} : {test}"


def shown(value: object) -> str:
    """A value of an expression, as French readers write it."""
    match value:
        case Undetermined():
            return "?"
        case bool():
            return "oui" if value else "non"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _cited(service: Service, laws: tuple[str, ...]) -> str:
    return f" ({' ; '.join(law(service, key) for key in laws)})" if laws else ""
