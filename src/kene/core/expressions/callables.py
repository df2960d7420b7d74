"""Functions as values: those that an expression makes, and FEEL's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kene.core.expressions.types import ANY, FeelType, Function


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; a `nullable` one takes null as a value like others."""

    name: str
    type: FeelType
    optional: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """One way to call a function; when `variadic`, the last parameter takes any number of values.

    `run` gets the arguments in order, already of their types; it returns None for null.
    """

    parameters: tuple[Parameter, ...]
    result: FeelType
    run: Callable[..., object]
    variadic: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def required(self) -> int:
        """How many arguments there must be."""
        return sum(not parameter.optional for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        """Whether it takes that many arguments in order."""
        return self.required <= count and (self.variadic or count <= len(self.parameters))

    def parameter(self, index: int) -> Parameter:
        """The parameter that the argument of that number goes to."""
        return self.parameters[min(index, len(self.parameters) - 1)]


@dataclass(frozen=True, slots=True, eq=False)
class FunctionValue:
    """A function: its name, or "" for one made by an expression, and the ways to call it."""

    name: str
    signatures: tuple[Signature, ...]

    @property
    def type(self) -> Function:
        """The type of its first signature."""
        first = self.signatures[0]
        return Function(tuple(parameter.type for parameter in first.parameters), first.result)

    def ways(self, names: Sequence[str] | None) -> Sequence[Signature]:
        """The signatures, those first whose parameters are in the order of the names.

        `before(point, range)` and `before(range, point)` differ by nothing else.
        """
        if names is None or len(self.signatures) == 1:
            return self.signatures
        return sorted(self.signatures, key=lambda one: one.names[: len(names)] != tuple(names))


def closure(parameters: tuple[Parameter, ...], run: Callable[..., object]) -> FunctionValue:
    """The function that an expression makes."""
    return FunctionValue("", (Signature(parameters, ANY, run),))
