"""How generated code begins: reading inputs, and giving up where one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kene.core.expressions.backends.typed import NoResult
from kene.core.expressions.bounds import SMALL
from kene.core.expressions.types import BOOLEAN, STRING, FeelType, plain
from kene.core.expressions.undetermined import Undetermined

ABSENT: Final = frozenset((type(None), Undetermined))
"""The types of values that are no answer."""
GIVE_UP: Final = (
    NoResult, KeyError, TypeError, AttributeError, ArithmeticError, IndexError, ValueError,
)  # fmt: skip
"""What generated code raises where it cannot go on."""
OBJECTS: Final[Mapping[str, object]] = {
    "ABSENT": ABSENT,
    "GIVE_UP": GIVE_UP,
    "NoResult": NoResult,
}
"""What the lines below name."""
_CLASSES: Final[Mapping[FeelType, str]] = {STRING: "str", BOOLEAN: "bool"}
"""The Python class of inputs of a type; one derived from it is left to the careful evaluation."""


def loading(variables: Mapping[str, str], *, indent: int) -> str:
    """The lines that read inputs from `values` into variables."""
    space = " " * indent
    return "".join(
        f"{space}{variable} = values[{name!r}]\n" for name, variable in variables.items()
    )


def checking(variables: Mapping[str, str], types: Mapping[str, FeelType], *, indent: int) -> str:
    """The line that raises when an input is missing."""
    tests = [_absence(code, types[name]) for name, code in variables.items()]
    return f"{' ' * indent}if {' or '.join(tests)}: raise NoResult\n" if tests else ""


def _absence(variable: str, of: FeelType) -> str:
    exact = _CLASSES.get(plain(of))
    return f"{variable}.__class__ is not {exact}" if exact else f"type({variable}) in ABSENT"


def smallness(variables: Mapping[str, str], small: frozenset[str]) -> str:
    """The condition that inputs are whole and small."""
    return " and ".join(
        f"{variables[name]}.__class__ is int and -{SMALL} < {variables[name]} < {SMALL}"
        for name in sorted(small)
    )
