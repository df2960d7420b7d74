"""FEEL as DMN says it, null included: what the examples of the reference do not show."""

from __future__ import annotations

import pytest

from kene.core.expressions.functions.conversions import write
from kene.core.expressions.standard import Vocabulary, compile_standard
from kene.core.problems import Mistakes, Where

GIVES = {
    # A list holds its items: a range among them takes what is in it, a list only what equals it.
    "1 in [2, 1]": "true",
    "1 in [[2..4], [1..3]]": "true",
    "1 in [[1]]": "false",
    "[1] in [[1]]": "true",
    "[1, 2] in ([[1, 2, 3]], [[1, 2]])": "true",
    "null in null": "true",
    "1 in []": "false",
    # One way to call a function differs from another by the order of its names alone.
    "before(point1: 1, point2: 2)": "true",
    "before(range: [1..2], point: 3)": "true",
    "before(point: 3, range: [1..2])": "false",
    "after(range: [4..5], point: 3)": "true",
    "before(range2: [3..4], range1: [1..2])": "true",
    "during(range1: [1..2], range2: [0..3])": "true",
    "includes(range: [1..3], point: 2)": "true",
    "includes(range1: [1..3], range2: [1..2])": "true",
    "finishes(range1: [2..3], range2: [1..3])": "true",
    "started by(range1: [1..3], range2: [1..2])": "true",
    "coincides(range1: [1..2], range2: [1..2])": "true",
    "before(point: 1, range: 3)": "null",
    # Three values, and what is none of them.
    "true or 123": "true",
    'false or "a"': "null",
    '"a" and "b"': "null",
    "not(1)": "null",
    "every x in [1, null] satisfies x > 0": "null",
    "some x in [null, 6] satisfies x > 5": "true",
    "every x in [null, 1] satisfies x > 5": "false",
    "null between 1 and 2": "null",
    # Filters and paths.
    "[1, 2, 3][-1]": "3",
    "100[1]": "100",
    "null[true]": "[]",
    "[{x: 1}, {y: 3}][x = null]": "[{y: 3}]",
    "[{item: 1}, {item: 2}][item >= 2]": "[{item: 2}]",
    "[{a: 1}, {b: 2}].a": "[1, null]",
    "(<=5).start included": "false",
    'date("2018-12-10").hour': "null",
    # Functions as values, and arguments that do not fit.
    "{f: function(a) a + 1, r: f(1)}.r": "2",
    "(function(f) f(2))(function(x) x + 1)": "3",
    "(function(a: number) a)([1])": "1",
    "(function(a: list<number>) a)(1)": "[1]",
    '(function(a: date and time) a)(date("2020-01-01"))': "2020-01-01T00:00:00Z",
    "(function(a: number) a + 1)(1, 2)": "null",
    "(function(a, b) a - b)(b: 1, c: 3)": "null",
    # Contexts, lists and numbers at their edges.
    'context put({x: 1, y: {a: 0}}, ["y", "a"], 2)': "{x: 1, y: {a: 2}}",
    'context([{key: "a", value: 1}, {key: "a", value: 2}])': "null",
    'get value({a: 1}, "b")': "null",
    "insert before([1, 3], -1, 2)": "[1, 2, 3]",
    "mode([6, 1, 9, 6, 1])": "[1, 6]",
    "any([false, null])": "null",
    "stddev([1])": "null",
    "log(0)": "null",
    "10 ** 7000": "null",
    "2 ** 3 ** 2": "64",
    "for i in 0..4 return if i = 0 then 1 else i * partial[-1]": "[1, 1, 2, 6, 24]",
    "for i in 2..0 return i": "[2, 1, 0]",
}


def value(text: str) -> str:
    """What an expression gives, as FEEL."""
    return write(compile_standard(text, Vocabulary(), where=Where("feel"))({}), inside=True)


@pytest.mark.parametrize("text", GIVES)
def test_an_expression_gives_what_the_standard_says(text: str) -> None:
    assert value(text) == GIVES[text]


@pytest.mark.parametrize("text", ["[1, 2,]", "{a: 1,}", "max(1,)", "[,1]", "function(a,) a"])
def test_a_comma_ends_nothing(text: str) -> None:
    with pytest.raises(Mistakes) as wrong:
        value(text)
    assert [problem.code for problem in wrong.value.problems] == ["F102"]
