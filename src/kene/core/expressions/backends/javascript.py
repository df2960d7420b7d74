"""JavaScript for a typed tree of the pack dialect: a module without imports and without `eval`.

It means what `careful` means, missing inputs included. A number goes in as a safe integer, a BigInt
or a text of digits (`"12.50"`), and comes out as such a text: it is a BigInt and a scale inside. A
day is the whole number of days since 1 January 1970. What has no exact meaning here is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, cast

from kene.core.expressions import syntax as tree
from kene.core.expressions.backends.runtime import RUNTIME
from kene.core.expressions.syntax import INPUT, Node
from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, FeelType, plain
from kene.core.expressions.values.text import read_date
from kene.core.problems import Mistakes, Problem, Where, declare

NOT_IN_JAVASCRIPT: Final = declare(
    "F301",
    fr=(
        "« {what} » ne se calcule pas exactement dans une page.",
        "Laissez cette règle au nœud, ou écrivez-la autrement.",
    ),
    en=(
        "“{what}” has no exact value in a page.",
        "Leave this rule to the node, or write it in another way.",
    ),
)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_READ: Final[Mapping[FeelType, str]] = {NUMBER: "num", STRING: "text", BOOLEAN: "bool", DATE: "day"}
_ARITHMETIC: Final = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_SIGNS: Final = {"=": "===", "!=": "!==", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_ORDERS: Final[Mapping[FeelType, str]] = {NUMBER: "cmp", STRING: "cmpText"}
_CALLS: Final[Mapping[str, tuple[str, tuple[FeelType, ...]]]] = {
    "days between": ("days", (DATE, DATE)),
    "months between": ("months", (DATE, DATE)),
    "years between": ("years", (DATE, DATE)),
    "not": ("not", (BOOLEAN,)),
    "abs": ("abs", (NUMBER,)),
    "string length": ("size", (STRING,)),
    "contains": ("has", (STRING, STRING)),
    "starts with": ("starts", (STRING, STRING)),
    "ends with": ("ends", (STRING, STRING)),
}
_PARTS: Final = {"year": "0", "month": "1", "day": "2"}


def javascript(expression: Node, inputs: frozenset[str], where: Where) -> str:
    """A module whose default function takes inputs by name and gives `{value, missing}`.

    `value` is undefined when inputs are missing: `missing` names those that would settle it, none
    when none would. `expression` is the typed tree of an `Expression`, `where` is where it begins.
    Raises Mistakes.
    """
    source = JavaScript(where)
    code = source.emit(expression, source.reading(source.inputs_of(expression, inputs)))
    source.use("shown")
    return source.module(f"const r={code};return shown(r)")


class JavaScript:
    """JavaScript in the making: `module` puts together what was emitted and what it calls."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self._used: set[str] = set()
        self._lines: list[str] = []

    # -- modules -----------------------------------------------------------------------------

    def use(self, *names: str) -> None:
        """Take functions of the runtime, and those that they call, into the module."""
        for name in names:
            if name not in self._used:
                self._used.add(name)
                self.use(*RUNTIME[name][0])

    def inputs_of(self, node: Node, inputs: frozenset[str]) -> dict[str, tree.Name]:
        """Where a tree reads its inputs."""
        return {
            part.name: part
            for part in tree.walk(node)
            if isinstance(part, tree.Name) and part.name in inputs
        }

    def reading(self, inputs: Mapping[str, tree.Name]) -> dict[str, str]:
        """Read inputs into variables, and give these by name."""
        names: dict[str, str] = {}
        for index, name in enumerate(sorted(inputs)):
            reader = _READ.get(plain(inputs[name].type))
            if reader is None:
                raise self.refusal(inputs[name], name)
            self.use(reader, "read")
            names[name] = f"i{index}"
            self.line(f"i{index}=read(v,{quoted(name)},{reader})")
        return names

    def line(self, declaration: str) -> None:
        """Declare a constant of the function."""
        self._lines.append(f"const {declaration};")

    def module(self, body: str) -> str:
        """The text of the module; `body` ends its function."""
        runtime = "".join(code for name, (_, code) in RUNTIME.items() if name in self._used)
        return f"{runtime}export default v=>{{{''.join(self._lines)}{body}}};\n"

    def refusal(self, node: Node, what: str) -> Mistakes:
        """What to raise when a node cannot be written."""
        return Mistakes([Problem(NOT_IN_JAVASCRIPT, self.where.moved(*node.at), {"what": what})])

    # -- expressions -------------------------------------------------------------------------

    def emit(self, node: Node, names: Mapping[str, str]) -> str:
        """The code of an expression. Raises Mistakes."""
        emitter = _EMITTERS.get(type(node))
        if emitter is None:
            raise self.refusal(node, _kind(node))
        return emitter(self, node, names)

    def strict(self, function: str, *operands: str) -> str:
        """A call of what needs all its operands."""
        self.use("strict", function)
        return f"strict({','.join((function, *operands))})"

    def _boolean(self, node: tree.Boolean, names: Mapping[str, str]) -> str:
        return "true" if node.value else "false"

    def _number(self, node: tree.Number, names: Mapping[str, str]) -> str:
        return number(node.value)

    def _string(self, node: tree.String, names: Mapping[str, str]) -> str:
        return quoted(node.value)

    def _temporal(self, node: tree.Temporal, names: Mapping[str, str]) -> str:
        return self._day(node, node.text)

    def _day(self, node: Node, text: str) -> str:
        day = read_date(text)
        if not isinstance(day, date):
            raise self.refusal(node, text)
        return str(day.toordinal() - _EPOCH)

    def _name(self, node: tree.Name, names: Mapping[str, str]) -> str:
        if node.name not in names:
            raise self.refusal(node, node.name)
        return names[node.name]

    def _path(self, node: tree.Path, names: Mapping[str, str]) -> str:
        if node.of.type != DATE or node.name not in _PARTS:
            raise self.refusal(node, node.name)
        return self.strict("part", self.emit(node.of, names), _PARTS[node.name])

    def _negation(self, node: tree.Negation, names: Mapping[str, str]) -> str:
        self._of_type(node, NUMBER, node)
        return self.strict("neg", self.emit(node.of, names))

    def _arithmetic(self, node: tree.Arithmetic, names: Mapping[str, str]) -> str:
        operands = self.emit(node.left, names), self.emit(node.right, names)
        kinds = {plain(node.left.type), plain(node.right.type)}
        if kinds == {STRING} and node.op == "+":
            return self.strict("join", *operands)
        if kinds != {NUMBER} or node.op not in _ARITHMETIC:
            raise self.refusal(node, node.op)
        return self.strict(_ARITHMETIC[node.op], *operands)

    def _of_type(self, node: Node, of: FeelType, at: Node) -> None:
        if plain(node.type) != of:
            raise self.refusal(at, str(node.type))

    # -- conditions --------------------------------------------------------------------------

    def compared(self, op: str, left: tuple[str, Node], right: tuple[str, Node]) -> str:
        """The code of a comparison of two codes with their nodes."""
        of = plain(left[1].type)
        if of != plain(right[1].type) or of not in _READ:
            raise self.refusal(right[1], op)
        self.use("strict")
        if op in ("=", "!=") and of != NUMBER:
            return f"strict((a,b)=>a{_SIGNS[op]}b,{left[0]},{right[0]})"
        order = _ORDERS.get(of, "sub1")
        self.use(order)
        return f"strict((a,b)=>{order}(a,b){_SIGNS[op]}0,{left[0]},{right[0]})"

    def _comparison(self, node: tree.Comparison, names: Mapping[str, str]) -> str:
        left = self.emit(node.left, names), node.left
        right = self.emit(node.right, names), node.right
        return self.compared(node.op, left, right)

    def joined(self, settles: bool, parts: Sequence[str]) -> str:
        """The code of `or` when true settles it, of `and` when false does."""
        if len(parts) == 1:
            return parts[0]
        self.use("joined")
        return f"joined({'true' if settles else 'false'},{','.join(parts)})"

    def _logic(self, node: tree.Logic, names: Mapping[str, str]) -> str:
        return self.joined(node.op == "or", [self.emit(part, names) for part in node.operands])

    def _between(self, node: tree.Between, names: Mapping[str, str]) -> str:
        value = self.emit(node.value, names), node.value
        above = self.compared(">=", value, (self.emit(node.low, names), node.low))
        below = self.compared("<=", value, (self.emit(node.high, names), node.high))
        return self.joined(False, (above, below))

    def _if(self, node: tree.If, names: Mapping[str, str]) -> str:
        parts = [self.emit(part, names) for part in (node.condition, node.then, node.otherwise)]
        self.use("cond", "same")
        return f"cond({','.join(parts)})"

    def _in(self, node: tree.In, names: Mapping[str, str]) -> str:
        value = self.emit(node.value, names)
        inner = self.tests(node.tests, node.value.type, {**names, INPUT: "q"})
        return f"(q=>{inner})({value})"

    def tests(self, node: tree.Tests, of: FeelType, names: Mapping[str, str]) -> str:
        """The code of unary tests of the value whose code is `names[INPUT]`."""
        answering = node.answering or (False,) * len(node.tests)
        parts = [
            self._test(test, answers, of, names)
            for test, answers in zip(node.tests, answering, strict=True)
        ]
        code = self.joined(True, parts)
        return self.strict("not", code) if node.negated else code

    def _test(self, node: Node, answers: bool, of: FeelType, names: Mapping[str, str]) -> str:
        value = names[INPUT], tree.Name(INPUT, type=of)
        match node:
            case tree.Anything():
                return "true"
            case _ if answers:
                return self.emit(node, names)
            case tree.UnaryTest(op, operand):
                return self.compared(op, value, (self.emit(operand, names), operand))
            case tree.RangeLiteral(low, high, first, last):
                start = self.emit(low, names), low
                above = self.compared(">=" if first else ">", value, start)
                end = self.emit(high, names), high
                return self.joined(False, (above, self.compared("<=" if last else "<", value, end)))
        return self.compared("=", value, (self.emit(node, names), node))

    def _call(self, node: tree.Call, names: Mapping[str, str]) -> str:
        name = node.function.name if isinstance(node.function, tree.Name) else ""
        match node:
            case tree.Call(tree.Name("date"), (tree.String(text),), None):
                return self._day(node, text)
        found = _CALLS.get(name)
        if found is None or node.names is not None or name in names:
            raise self.refusal(node, name or "function")
        function, types = found
        if [plain(argument.type) for argument in node.arguments] != list(types):
            raise self.refusal(node, name)
        return self.strict(function, *(self.emit(each, names) for each in node.arguments))


def number(value: int | Decimal) -> str:
    """The code of a number: its digits, and how many of them are decimals."""
    sign, digits, exponent = Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(value)
    whole = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
    return f"[{whole}n,{-exponent}]"


def quoted(text: str) -> str:
    """A text as code, in ASCII, that closes no element of a page."""
    return json.dumps(text).replace("<", "\\u003c")


def _kind(node: Node) -> str:
    return type(node).__name__.removesuffix("Literal").lower()


_Emit = Callable[[JavaScript, Node, Mapping[str, str]], str]
_EMITTERS: Final = cast(
    Mapping[type[Node], _Emit],
    {
        tree.Boolean: JavaScript._boolean,
        tree.Number: JavaScript._number,
        tree.String: JavaScript._string,
        tree.Temporal: JavaScript._temporal,
        tree.Name: JavaScript._name,
        tree.Path: JavaScript._path,
        tree.Negation: JavaScript._negation,
        tree.Arithmetic: JavaScript._arithmetic,
        tree.Comparison: JavaScript._comparison,
        tree.Logic: JavaScript._logic,
        tree.Between: JavaScript._between,
        tree.If: JavaScript._if,
        tree.In: JavaScript._in,
        tree.Call: JavaScript._call,
    },
)
