"""Which signature of a function a call uses, by the types of its arguments."""

from __future__ import annotations

from collections.abc import Sequence

from kene.core.expressions.callables import FunctionValue, Signature
from kene.core.expressions.types import (
    ANY,
    VARIABLE,
    FeelType,
    List,
    Range,
    conforms,
    joined,
)

_Bindings = dict[FeelType, FeelType]


def chosen(
    function: FunctionValue, types: Sequence[FeelType], names: tuple[str, ...] | None
) -> tuple[Signature, FeelType, tuple[int, ...]] | None:
    """The first signature that fits, the type of its result, and the order of the arguments.

    In that order, -1 stands for an argument that was left out.
    """
    for signature in function.ways(names):
        order = _order(signature, len(types), names)
        if order is None:
            continue
        bindings: _Bindings = {}
        parameters = [signature.parameter(place) for place in range(len(order))]
        given = [
            (p, types[index]) for p, index in zip(parameters, order, strict=True) if index >= 0
        ]
        if all(_fits(parameter.type, of, bindings) for parameter, of in given):
            return signature, _resolved(signature.result, bindings), order
    return None


def _order(
    signature: Signature, count: int, names: tuple[str, ...] | None
) -> tuple[int, ...] | None:
    if names is None:
        return tuple(range(count)) if signature.takes(count) else None
    known = list(signature.names)
    required = {p.name for p in signature.parameters if not p.optional}
    if len(set(names)) < len(names) or not required <= set(names) <= set(known):
        return None
    while known and known[-1] not in names:
        known.pop()
    return tuple(names.index(name) if name in names else -1 for name in known)


def _fits(wanted: FeelType, given: FeelType, bindings: _Bindings) -> bool:
    match wanted:
        case List(of=item):
            return given == ANY or (isinstance(given, List) and _fits(item, given.of, bindings))
        case Range(of=end):
            return given == ANY or (isinstance(given, Range) and _fits(end, given.of, bindings))
    if wanted == VARIABLE:
        bindings[VARIABLE] = joined([bindings[VARIABLE], given]) if VARIABLE in bindings else given
        return True
    return conforms(given, wanted)


def _resolved(result: FeelType, bindings: _Bindings) -> FeelType:
    if isinstance(result, List):
        return List(_resolved(result.of, bindings))
    return bindings.get(VARIABLE, ANY) if result == VARIABLE else result
