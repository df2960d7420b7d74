"""Writing a syntax tree as FEEL text, such that reading it gives the same tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from kene.core.expressions import syntax as tree
from kene.core.expressions.numbers import write_number
from kene.core.expressions.scanner import IDENTIFIER
from kene.core.expressions.syntax import Node

_ESCAPES: Final = str.maketrans(
    {code: f"\\u{code:04x}" for code in (*range(32), 127)}
    | {ord(sign): f"\\{sign}" for sign in '\\"'}
    | {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
)
_WHOLE: Final = (
    tree.Null, tree.Boolean, tree.Number, tree.String, tree.Temporal, tree.Name, tree.ListLiteral,
    tree.ContextLiteral, tree.RangeLiteral, tree.UnaryTest, tree.Path, tree.Filter, tree.Call,
)  # fmt: skip
"""What needs no parentheses as an operand."""


def printed(node: Node) -> str:
    """The text of an expression, or of unary tests. Raises KeyError for what no text writes."""
    return _PRINTERS[type(node)](node)


def quoted(text: str) -> str:
    """A string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def _operand(node: Node) -> str:
    text = printed(node)
    return text if isinstance(node, _WHOLE) else f"({text})"


def _joined(nodes: tuple[Node, ...], sign: str = ", ") -> str:
    return sign.join(_operand(node) for node in nodes)


def _boolean(node: tree.Boolean) -> str:
    return "true" if node.value else "false"


def _number(node: tree.Number) -> str:
    return write_number(node.value) if type(node.value) is int else format(node.value, "f")


def _call(node: tree.Call) -> str:
    names = node.names or ("",) * len(node.arguments)
    parts = (
        f"{name}: {_operand(value)}" if name else _operand(value)
        for name, value in zip(names, node.arguments, strict=True)
    )
    return f"{_operand(node.function)}({', '.join(parts)})"


def _binary(node: tree.Arithmetic | tree.Comparison) -> str:
    return f"{_operand(node.left)} {node.op} {_operand(node.right)}"


def _logic(node: tree.Logic) -> str:
    return _joined(node.operands, f" {node.op} ")


def _between(node: tree.Between) -> str:
    return f"{_operand(node.value)} between {_operand(node.low)} and {_operand(node.high)}"


def _test(node: Node) -> str:
    if isinstance(node, tree.UnaryTest):
        return f"{node.op} {_operand(node.operand)}"
    return "-" if isinstance(node, tree.Anything) else _operand(node)


def _tests(node: tree.Tests) -> str:
    text = ", ".join(_test(test) for test in node.tests)
    return f"not({text})" if node.negated else text


def _if(node: tree.If) -> str:
    parts = (_operand(part) for part in (node.condition, node.then, node.otherwise))
    return "if {} then {} else {}".format(*parts)


def _type(node: tree.TypeName) -> str:
    if not node.parts and node.result is None:
        return node.name
    parts = (f"{name}: {_type(of)}" if name else _type(of) for name, of in node.parts)
    result = f" -> {_type(node.result)}" if node.result else ""
    return f"{node.name}<{', '.join(parts)}>{result}"


def _iterators(iterators: tuple[tree.Iterator, ...]) -> str:
    return ", ".join(f"{one.name} in {_domain(one.domain)}" for one in iterators)


def _domain(node: Node) -> str:
    if isinstance(node, tree.Span):
        return f"{_operand(node.low)}..{_operand(node.high)}"
    return _operand(node)


def _quantified(node: tree.Quantified) -> str:
    return f"{node.kind} {_iterators(node.iterators)} satisfies {_operand(node.condition)}"


def _context(node: tree.ContextLiteral) -> str:
    entries = (f"{_key(name)}: {_operand(value)}" for name, value in node.entries)
    return f"{{{', '.join(entries)}}}"


def _key(name: str) -> str:
    return name if IDENTIFIER.fullmatch(name) else quoted(name)


def _range(node: tree.RangeLiteral) -> str:
    opening, closing = "[" if node.low_included else "(", "]" if node.high_included else ")"
    return f"{opening}{_operand(node.low)}..{_operand(node.high)}{closing}"


def _function(node: tree.FunctionLiteral) -> str:
    parameters = ", ".join(
        f"{one.name}: {_type(one.of)}" if one.of else one.name for one in node.parameters
    )
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{_operand(node.body)}"


_PRINTERS: Final = cast(
    "Mapping[type[Node], Callable[[Node], str]]",
    {
        tree.Null: lambda node: "null",
        tree.Boolean: _boolean,
        tree.Number: _number,
        tree.String: lambda node: quoted(node.value),
        tree.Temporal: lambda node: f"@{quoted(node.text)}",
        tree.Name: lambda node: node.name,
        tree.Path: lambda node: f"{_operand(node.of)}.{node.name}",
        tree.Filter: lambda node: f"{_operand(node.of)}[{_operand(node.by)}]",
        tree.Call: _call,
        tree.Negation: lambda node: f"-{_operand(node.of)}",
        tree.Arithmetic: _binary,
        tree.Comparison: _binary,
        tree.Logic: _logic,
        tree.Between: _between,
        tree.UnaryTest: lambda node: f"({node.op} {_operand(node.operand)})",
        tree.Anything: lambda node: "-",
        tree.Tests: _tests,
        tree.In: lambda node: f"{_operand(node.value)} in ({_tests(node.tests)})",
        tree.InstanceOf: lambda node: f"{_operand(node.value)} instance of {_type(node.of)}",
        tree.If: _if,
        tree.For: lambda node: f"for {_iterators(node.iterators)} return {_operand(node.body)}",
        tree.Quantified: _quantified,
        tree.ListLiteral: lambda node: f"[{_joined(node.items)}]",
        tree.ContextLiteral: _context,
        tree.RangeLiteral: _range,
        tree.FunctionLiteral: _function,
    },
)
