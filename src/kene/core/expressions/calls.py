"""Applying a function value to arguments: which signature, which conversions."""

from __future__ import annotations

from collections.abc import Sequence

from kene.core.expressions.callables import FunctionValue, Signature
from kene.core.expressions.instances import MISMATCH, Mismatch, converted


def invoke(function: object, *arguments: object) -> object:
    """The result for arguments in order; None when it is no function or they don't fit."""
    if not isinstance(function, FunctionValue):
        return None
    for signature in function.signatures:
        if signature.takes(len(arguments)):
            fitting = _fitting(signature, arguments)
            if not isinstance(fitting, Mismatch):
                return _result(signature, fitting)
    return None


def _result(signature: Signature, arguments: list[object]) -> object:
    """What the function gives; None when a number grows beyond those that there are."""
    try:
        return signature.run(*arguments)
    except ArithmeticError:
        return None


def _fitting(signature: Signature, arguments: Sequence[object]) -> list[object] | Mismatch:
    fitting: list[object] = []
    for index, argument in enumerate(arguments):
        parameter = signature.parameter(index)
        value = converted(argument, parameter.type)
        if isinstance(value, Mismatch) or (value is None and not parameter.nullable):
            return MISMATCH
        fitting.append(value)
    return fitting


def invoke_named(function: object, names: tuple[str, ...], *arguments: object) -> object:
    """The result for named arguments; None when a name is unknown, twice, or missing."""
    if not isinstance(function, FunctionValue) or len(set(names)) < len(names):
        return None
    given = dict(zip(names, arguments, strict=True))
    for signature in function.ways(names):
        ordered = in_order(signature, given)
        if ordered is not None:
            fitting = _fitting_named(signature, ordered, given)
            if not isinstance(fitting, Mismatch):
                return _result(signature, fitting)
    return None


def in_order(signature: Signature, given: dict[str, object]) -> list[object] | None:
    """Named arguments in the order of the parameters, absent ones as None; or None."""
    known = list(signature.names)
    required = [p.name for p in signature.parameters if not p.optional]
    if not set(given) <= set(known) or not set(required) <= set(given):
        return None
    while known and known[-1] not in given:
        known.pop()
    return [given.get(name) for name in known]


def _fitting_named(
    signature: Signature, ordered: list[object], given: dict[str, object]
) -> list[object] | Mismatch:
    fitting: list[object] = []
    for parameter, argument in zip(signature.parameters, ordered, strict=False):
        value = converted(argument, parameter.type)
        if isinstance(value, Mismatch):
            return MISMATCH
        if value is None and not parameter.nullable and parameter.name in given:
            return MISMATCH
        fitting.append(value)
    return fitting
