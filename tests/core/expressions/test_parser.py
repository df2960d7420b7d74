"""The parser: it survives any text, and what it reads can be written back."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kene.core.expressions import compile_expression
from kene.core.expressions import syntax as tree
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.printing import printed
from kene.core.expressions.types import NUMBER, type_names
from kene.core.problems import Mistakes, Where

_PIECES = st.sampled_from(
    [
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "function",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "..",
        ".",
        ",",
        ":",
        "<",
        ">",
        "<=",
        ">=",
        "=",
        "!=",
        "+",
        "-",
        "*",
        "/",
        "**",
        "and",
        "or",
        "not",
        "between",
        "instance",
        "of",
        "x",
        "y",
        "1",
        "2.5",
        "'a'",
        '"b"',
        "@",
        "@'P1D'",
        "null",
        "true",
        "?",
        "//",
        "/*",
        "*/",
        "\n",
    ]
)


@given(st.text() | st.lists(_PIECES, max_size=60).map(" ".join))
@settings(max_examples=200, deadline=None)
@example("(" * 5000)
@example("]1..x[" * 3000)
@example("x in (" * 3000)
@example("-" * 5000)
@example("a.b" * 5000)
@example("1+" * 9000 + "1")
@example("/*" * 1000)
@example('"' + "\\" * 999)
@example("x" * 70_000)
@example("[1, " * 2000)
@example("{a: " * 2000)
@example("function(x) " * 2000)
@example("\ud800")
@example("1e99999999 * 1e-99999999")
@example("1e6000 * 1e6000 * x + string length(string(product(1e6000, 1e6000)))")
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (Parser.whole_expression, Parser.whole_tests):
        try:
            read(Parser(text, {"a b", "x-y"}))
        except Malformed as mistake:
            assert mistake.at >= (1, 1)
    try:
        compile_expression(text, {"x": NUMBER, "y": NUMBER}, where=Where("f", 1, 1))
    except Mistakes as mistakes:
        assert mistakes.problems
        assert all(str(problem) for problem in mistakes.problems)


def test_a_name_with_spaces_is_read_where_it_is_known() -> None:
    read = Parser("montant total - 1", {"montant total"}).whole_expression()
    assert read == tree.Arithmetic("-", tree.Name("montant total"), tree.Number(1))


def test_a_range_may_end_with_a_bracket_that_opens() -> None:
    assert Parser("]1..10[").whole_expression() == tree.RangeLiteral(
        tree.Number(1), tree.Number(10), False, False
    )
    filtered = Parser("[1..x[2]]").whole_expression()
    assert filtered == tree.RangeLiteral(
        tree.Number(1), tree.Filter(tree.Name("x"), tree.Number(2))
    )


# -- generated trees ---------------------------------------------------------------------------

_name = st.sampled_from(["a", "b", "kɔnɔ", "montant total", "x-y"])
_leaves = st.one_of(
    st.builds(tree.Null),
    st.builds(tree.Boolean, st.booleans()),
    st.builds(tree.Number, st.integers(0, 10**20)),
    st.builds(tree.Number, st.decimals(0, 10**9, places=3)),
    st.builds(tree.String, st.text(max_size=8).filter(lambda t: t.isprintable() or t.isascii())),
    st.builds(tree.Temporal, st.sampled_from(["2026-03-15", "P1D", "10:00:00Z"])),
    st.builds(tree.Name, _name),
)
_types = st.sampled_from(
    [
        tree.TypeName("number"),
        tree.TypeName("list", (("", tree.TypeName("string")),)),
        tree.TypeName("function", (("", tree.TypeName("Any")),), tree.TypeName("number")),
        tree.TypeName("context", (("a", tree.TypeName("days and time duration")),)),
    ]
)


def _grown(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    items = st.lists(inner, max_size=3).map(tuple)
    pair = st.lists(inner, min_size=2, max_size=3).map(tuple)
    test = st.one_of(
        inner,
        st.builds(tree.UnaryTest, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner),
        st.builds(tree.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
    )
    tests = st.builds(tree.Tests, st.lists(test, min_size=1, max_size=3).map(tuple))
    domain = inner | st.builds(tree.Span, inner, inner)
    iterators = st.lists(
        st.builds(tree.Iterator, st.sampled_from(["i", "j"]), domain), min_size=1, max_size=2
    ).map(tuple)
    entries = st.lists(st.tuples(_name, inner), max_size=3, unique_by=lambda e: e[0]).map(tuple)
    parameters = st.lists(
        st.builds(tree.Parameter, st.sampled_from(["p", "q"]), st.none() | _types), max_size=2
    ).map(tuple)
    return st.one_of(
        st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(
            tree.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner
        ),
        st.builds(tree.Logic, st.sampled_from(["and", "or"]), pair),
        st.builds(tree.Negation, inner),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, tests),
        st.builds(tree.InstanceOf, inner, _types),
        st.builds(tree.If, inner, inner, inner),
        st.builds(tree.For, iterators, inner),
        st.builds(tree.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(tree.ListLiteral, items),
        st.builds(tree.ContextLiteral, entries),
        st.builds(tree.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        st.builds(tree.Path, inner, _name),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Call, st.builds(tree.Name, st.just("f")), items),
        inner.map(lambda x: tree.Call(tree.Name("f"), (x,), ("montant total",))),
        st.builds(tree.FunctionLiteral, parameters, inner),
    )


@given(st.recursive(_leaves, _grown, max_leaves=12))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_back_as_the_same_tree(written: tree.Node) -> None:
    names = {"montant total", "x-y"}
    assert Parser(printed(written), names, names, type_names()).whole_expression() == written
