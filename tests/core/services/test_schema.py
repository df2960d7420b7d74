"""The JSON Schema of packs says what the types that load them say."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from architecture.tree import ROOT
from core.services.broken_packs import CORPUS, GOOD, Broken
from kene.core.problems import Mistakes
from kene.core.services.definition import PackDefinition
from kene.core.services.reading import Reader
from kene.core.services.schema import about, schema, shapes
from kene.core.services.tree import read
from kene.core.values.types import listing

VALIDATOR = Draft7Validator(schema())
PACKS = sorted((*ROOT.glob("packs/**/service.yaml"), *ROOT.glob("packs/*/shared.yaml")))
# What a schema can say: keys and their types, names that Kene gives, parameters, lengths of time.
# That a value is over another, or where a name leads, is for `kene check`.
STRUCTURAL = (
    {"S111", "S112", "S113", "S114", "S115", "S116", "S117", "S118"}
    | {"S126", "S127", "S130", "S133"}
    | {"V401", "V402", "V403", "V404", "V405", "V406", "V407", "V408", "V410"}
)
SHARED = {"V401-type-d-une-partie"}
"""A type that a part could have."""
UNREADABLE = {f"S10{number}" for number in range(1, 10)}


class Editor(yaml.CSafeLoader):
    """YAML as an editor reads it: a day is a text."""


Editor.yaml_implicit_resolvers = {
    sign: [(tag, found) for tag, found in each if not tag.endswith(":timestamp")]
    for sign, each in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def said(text: str) -> list[str]:
    """What the schema says against a `service.yaml`."""
    tree = yaml.load(text, Loader=Editor)
    return [error.message for error in VALIDATOR.iter_errors(tree)]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_packs_of_the_house_keep_to_it(path) -> None:
    assert said(path.read_text()) == []


@pytest.mark.parametrize(
    "pack", [each for each in CORPUS if each.code not in UNREADABLE], ids=lambda pack: pack.name
)
def test_it_refuses_what_is_wrong_with_structure_and_nothing_else(pack: Broken) -> None:
    refused = said(pack.files["service.yaml"].decode()) != []
    in_it = pack.at.startswith("service.yaml") and pack.name not in SHARED
    assert refused == (in_it and pack.code in STRUCTURAL)


def test_it_explains_each_key_type_and_parameter_in_french() -> None:
    keys = {f"{name}.{key}" for name, shape in shapes().items() for key in shape.keys}
    types = {f"types.{name}" for name in listing()}
    parameters = {f"parameters.{one}" for each in listing().values() for one in each["parameters"]}
    assert {path for path in keys | types | parameters if not about(path)} == set()
    assert {name for name in shapes() if not about(name)} == set()


LINES = GOOD["service.yaml"].decode().splitlines()


@given(st.sets(st.integers(0, len(LINES) - 1), max_size=2))
def test_without_some_lines_it_refuses_what_the_reader_refuses(gone: set[int]) -> None:
    text = "\n".join(line for at, line in enumerate(LINES) if at not in gone)
    reader = Reader()
    try:
        reader.read(read(text, "service.yaml"), PackDefinition)
    except Mistakes:
        return
    if reader.problems:
        assert said(text)


OVERLAY = "kene: 1\nservice: autre\nextends: carte\n"


@pytest.mark.parametrize(
    "changes",
    [
        "law: {loi: null, autre: {text: Une loi}}",
        "purposes: {repondre: {keep: 2 years}}",
        "ask: {demande: {fields: {motif: null, age: {min: 18, optional: yes}}}}",
        "ask: [{group: demande, fields: {nom: {type: name, for: repondre}}}]",
        "channels: {sms: null}",
        "process: {examen: {within: null, actions: {refuser: {because: autre, reason: yes}}}}",
        "fee: 0\nlanguages: [fr]",
        "documents: {carte: {claims: {age: null}}}",
    ],
)
def test_an_overlay_changes_what_it_likes_at_any_depth(changes: str) -> None:
    assert said(OVERLAY + changes) == []


@pytest.mark.parametrize(
    "changes",
    [
        "law: {loi: {textes: Une loi}}",
        "purposes: {repondre: {keep: deux ans}}",
        "ask: {demande: {fields: {age: {minimum: 18}}}}",
        "ask: [{group: demande}]",
        "channels: [radio]",
        "process: {examen: {within: demain}}",
        "process: {examen: {actions: {refuser: {reason: parfois}}}}",
        "fee: {amount: beaucoup}",
    ],
)
def test_an_overlay_is_read_by_the_types_of_packs_at_any_depth(changes: str) -> None:
    assert said(OVERLAY + changes) != []
