"""How FEEL's own functions are declared: by the line that documents them.

`feel("substring(string: string, start position: number, length?: number) -> string")` declares
one signature of `substring`. `name?` may be left out, `type?` takes null, `name...` repeats; a
single capital is any type, the same one throughout the signature. Several signatures of one name
are tried in the order of their declaration.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from kene.core.expressions.callables import FunctionValue, Parameter, Signature
from kene.core.expressions.types import (
    ANY,
    ANY_CONTEXT,
    ANY_FUNCTION,
    VARIABLE,
    FeelType,
    List,
    Range,
    named_type,
)

_DECLARATION: Final = re.compile(r"([^(]+)\((.*)\) -> (.+)")
_PARAMETER: Final = re.compile(r"([^:?.]+)(\?|\.\.\.)?: ([^?]+)(\?)?")

_signatures: dict[str, list[Signature]] = {}
_usages: dict[str, list[str]] = {}

_Run = TypeVar("_Run", bound=Callable[..., object])


def feel(*usages: str) -> Callable[[_Run], _Run]:
    """Declare a Python function as FEEL's, by one usage or more."""

    def declared(run: _Run) -> _Run:
        for usage in usages:
            found = _DECLARATION.fullmatch(usage)
            if found is None:
                raise ValueError(usage)
            name, parameters, result = found.groups()
            parts = [_PARAMETER.fullmatch(part) for part in parameters.split(", ") if part]
            signature = Signature(
                tuple(_parameter(part) for part in parts if part),
                _type(result),
                run,
                variadic=any(part is not None and part.group(2) == "..." for part in parts),
            )
            _signatures.setdefault(name, []).append(signature)
            _usages.setdefault(name, []).append(usage)
        return run

    return declared


def _parameter(part: re.Match[str]) -> Parameter:
    name, mark, of, nullable = part.groups()
    type_ = _type(of)
    return Parameter(name, type_, mark == "?", bool(nullable) or type_ in (ANY, VARIABLE))


def _type(text: str) -> FeelType:
    if text.endswith(">"):
        outer, _, inner = text[:-1].partition("<")
        return List(_type(inner)) if outer == "list" else Range(_type(inner))
    plain: dict[str, FeelType] = {
        "T": VARIABLE,
        "any": ANY,
        "list": List(ANY),
        "range": Range(ANY),
        "context": ANY_CONTEXT,
        "function": ANY_FUNCTION,
    }
    found = plain.get(text) or named_type(text)
    if found is None:
        raise ValueError(text)
    return found


def functions() -> dict[str, FunctionValue]:
    """All functions declared so far, by name."""
    return {name: FunctionValue(name, tuple(ways)) for name, ways in _signatures.items()}


def usages() -> dict[str, tuple[str, ...]]:
    """How each function is called, by name."""
    return {name: tuple(ways) for name, ways in _usages.items()}
