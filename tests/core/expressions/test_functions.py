"""Every function of FEEL has an example in the reference, and each gives what it says."""

from pathlib import Path

import pytest
import yaml

from kene.core.expressions import compile_expression
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.operations import same
from kene.core.expressions.standard import Vocabulary, compile_standard
from kene.core.problems import Where

PAGE = Path(__file__).parents[3] / "docs/reference/feel.yaml"
EXAMPLES: dict[str, list[str]] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
WHERE = Where(PAGE.name)


def value(text: str) -> object:
    return compile_standard(text, Vocabulary(), where=WHERE)({})


def test_every_function_has_an_example_and_no_example_is_of_another() -> None:
    assert EXAMPLES.keys() == BUILTINS.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_what_the_reference_says(name: str) -> None:
    _, example, result = EXAMPLES[name]
    assert name in example
    assert value(example) is not None
    assert same(value(example), value(result))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_the_same_in_a_pack(name: str) -> None:
    _, example, result = EXAMPLES[name]
    assert same(compile_expression(example, {}, where=WHERE).evaluate({}), value(result))
