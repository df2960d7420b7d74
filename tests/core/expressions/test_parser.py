"""The parser: it survives any text, and what it reads can be written back."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kene.core.expressions import compile_expression
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.types import NUMBER
from kene.core.problems import Mistakes, Where

_PIECES = st.sampled_from(
    "if then else for in return some every satisfies function ( ) [ ] { } .. . , : < > <= >= = != "
    "+ - * / ** and or not between instance of x y 1 2.5 'a' \"b\" @ @'P1D' null true ? // /* */ \n".split(
        " "
    )
)


@given(st.text() | st.lists(_PIECES, max_size=60).map(" ".join))
@settings(max_examples=600, deadline=None)
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
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (Parser.whole_expression, Parser.whole_tests):
        try:
            read(Parser(text, {"a b", "x-y"}))
        except Malformed as mistake:
            assert mistake.at >= (1, 1)  # noqa: PT017
    try:
        compile_expression(text, {"x": NUMBER, "y": NUMBER}, where=Where("f", 1, 1))
    except Mistakes as mistakes:
        assert mistakes.problems  # noqa: PT017
        assert all(str(problem) for problem in mistakes.problems)


def test_a_name_with_spaces_is_read_where_it_is_known() -> None:
    tree = Parser("montant total - 1", {"montant total"}).whole_expression()
    assert tree == Parser("x - 1").whole_expression() or "montant total" in repr(tree)
