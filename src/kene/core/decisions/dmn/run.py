"""Evaluating a model: each element once, in the scope of what it requires (DMN 1.5, 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kene.core.decisions.dmn.model import DrgElement, Key, Model, ServiceParts
from kene.core.expressions.callables import FunctionValue, Parameter, Signature, closure
from kene.core.expressions.instances import converted_or_null
from kene.core.expressions.scanner import normal
from kene.core.expressions.types import ANY, DATE, DATE_TIME
from kene.core.expressions.values import DateTime, Time

Inputs = Mapping[str | tuple[str, str], object]
"""Values by the name of an input, or by namespace and name where imported ones are alike."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What `now()` and `today()` give; a moment with a zone."""

    now: datetime

    def functions(self) -> dict[str, object]:
        """The two functions by their name."""
        now, offset = self.now, self.now.utcoffset() or timedelta()
        time = Time(
            now.hour, now.minute, now.second, now.microsecond * 1000, offset // timedelta(seconds=1)
        )
        moment, today = DateTime(now.date(), time), now.date()
        return {
            "now": FunctionValue("now", (Signature((), DATE_TIME, lambda: moment),)),
            "today": FunctionValue("today", (Signature((), DATE, lambda: today),)),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that was worked out: its value, and the values that it was worked out from.

    `rules` are the numbers, from 1, of the rules of its table that gave it, with their annotations.
    """

    decision: str
    value: object
    used: Mapping[str, object]
    rules: Mapping[int, tuple[str, ...]]


class Evaluation:
    """One evaluation of a model: inputs given once, each element evaluated at most once.

    `steps` gets the decisions that were worked out, those required first.
    """

    def __init__(
        self,
        model: Model,
        given: Mapping[Key, object],
        clock: Mapping[str, object],
        steps: list[Step] | None = None,
    ) -> None:
        self._steps = steps
        self._model = model
        self._clock = clock
        self._values: dict[Key, object] = {}
        for key, value in given.items():
            of = model.elements[key].type
            self._values[key] = value if of is None else converted_or_null(value, of)

    def value(self, key: Key) -> object:
        """The value of an element: an input's, a decision's, or a function."""
        if key not in self._values:
            self._values[key] = None  # what requires itself finds null
            self._values[key] = self._evaluated(self._model.elements[key])
        return self._values[key]

    def _evaluated(self, element: DrgElement) -> object:
        if element.service is not None:
            return self._service(element, element.service)
        if element.run is None:
            return None
        if element.kind == "knowledge":
            # A function may call itself: its scope is filled once it exists.
            scope: dict[str, object] = {}
            function = element.run(scope)
            self._values[element.key] = function
            scope.update(self._scope(element), **{element.name: function})
            return function
        scope = self._scope(element)
        value = element.run(scope)
        value = value if element.type is None else converted_or_null(value, element.type)
        if self._steps is not None:
            self._steps.append(_step(element, value, scope))
        return value

    def _scope(self, element: DrgElement) -> dict[str, object]:
        """The names that an element may read; those of an import are entries of one context."""
        scope: dict[str, object] = dict(self._clock)
        for requirement in element.requires:
            name = self._model.elements[requirement.key].name
            if requirement.prefix:
                context = scope.setdefault(requirement.prefix, {})
                if isinstance(context, dict):
                    context[name] = self.value(requirement.key)
            else:
                scope[name] = self.value(requirement.key)
        return scope

    def _service(self, element: DrgElement, service: ServiceParts) -> FunctionValue:
        keys = (*service.inputs, *service.input_decisions)
        elements = [self._model.elements[key] for key in keys]
        parameters = tuple(Parameter(e.name, e.type or ANY, nullable=True) for e in elements)

        def run(*arguments: object) -> object:
            given = dict(zip(keys, arguments, strict=True))
            inner = Evaluation(self._model, given, self._clock)
            outputs = [(self._model.elements[key].name, key) for key in service.outputs]
            results = {name: inner.value(key) for name, key in outputs}
            value = results if len(results) != 1 else next(iter(results.values()))
            return value if element.type is None else converted_or_null(value, element.type)

        return closure(parameters, run)


def _step(element: DrgElement, value: object, scope: Mapping[str, object]) -> Step:
    used = {name: one for name, one in scope.items() if not isinstance(one, FunctionValue)}
    fired = () if element.table is None else element.table.fired(scope)
    notes = {} if element.table is None else {n + 1: element.table.notes[n] for n in fired}
    return Step(element.name, value, used, notes)


def _given(model: Model, inputs: Inputs) -> dict[Key, object]:
    """Inputs by name as inputs by element."""
    names = {
        normal(name) if isinstance(name, str) else (name[0], normal(name[1])): value
        for name, value in inputs.items()
    }
    found: dict[Key, object] = {}
    for key, element in model.elements.items():
        if element.kind in ("input", "decision"):
            for name in ((key[0], element.name), element.name):
                if name in names:
                    found[key] = names[name]
                    break
    return found


def evaluate(model: Model, decision: str, inputs: Inputs, *, clock: Clock) -> object:
    """The value of a decision, by its name; None is FEEL's null. Raises KeyError when unknown.

    An input of the name of a decision stands for that decision.
    """
    return _evaluate(model, decision, inputs, clock, None)


def explain(model: Model, decision: str, inputs: Inputs, *, clock: Clock) -> tuple[Step, ...]:
    """How a decision comes out: its own step, then those of the decisions that it required.

    None where its value is given as an input. Raises KeyError when unknown.
    """
    steps: list[Step] = []
    _evaluate(model, decision, inputs, clock, steps)
    return tuple(reversed(steps))


def _evaluate(
    model: Model, decision: str, inputs: Inputs, clock: Clock, steps: list[Step] | None
) -> object:
    element = model.named(decision, "decision")
    if element is None:
        raise KeyError(decision)
    evaluation = Evaluation(model, _given(model, inputs), clock.functions(), steps)
    return _bounded(evaluation, element.key)


def _bounded(evaluation: Evaluation, key: Key) -> object:
    try:
        return evaluation.value(key)
    except RecursionError:
        return None  # a function that never ends has no result


def invoke_service(model: Model, service: str, inputs: Inputs, *, clock: Clock) -> object:
    """What a decision service gives for inputs by name. Raises KeyError when unknown."""
    element = model.named(service, "service")
    if element is None or element.service is None:
        raise KeyError(service)
    keys = (*element.service.inputs, *element.service.input_decisions)
    given = _given(model, inputs)
    function = _bounded(Evaluation(model, {}, clock.functions()), element.key)
    if not isinstance(function, FunctionValue):
        return None
    try:
        return function.signatures[0].run(*(given.get(key) for key in keys))
    except RecursionError:
        return None
