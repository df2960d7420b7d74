"""The page about what is asked: each example loads, and each key, type and parameter is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from core.casefile.process_pack import files as process_files
from kene.core.services import definition as written
from kene.core.services import load
from kene.core.services.checks import Places
from kene.core.services.checks.expected import allowed, needed
from kene.core.services.checks.tables import unproved
from kene.core.services.reading import key_of
from kene.core.values import TYPES, listing

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "langage.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TABLE = re.findall(r"^```\n(unique.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
SECTION = re.compile(r"^(\w+):.*?(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
DESCRIBED = (
    written.LawDefinition,
    written.PurposeDefinition,
    written.FieldDefinition,
    written.GroupDefinition,
    written.RepeatDefinition,
    written.EvidenceDefinition,
    written.PromiseDefinition,
)
KEYS = {key_of(m.name) for each in DESCRIBED for m in fields(each)} - {"where", "parameters"}
PARAMETERS = {name for each in listing().values() for name in each["parameters"]}  # type: ignore[attr-defined]
BASE = """
kene: 1
service: aide
version: 2026.1
country: ml
authority: mairie
languages: [fr]
channels: [ussd]
law:
  loi: {text: "Une loi"}
purposes:
  repondre: {basis: public-task, keep: 1 year after close}
contact: repondre
ask: []
process:
  examen: {by: agent, within: 1 day, actions: {faire: {tell: fait, to: closed}}}
"""


def sections(text: str) -> dict[str, str]:
    """The parts of a service, by their first key."""
    return {found[1]: found[0] for found in SECTION.finditer(text)}


def files(text: str) -> dict[str, bytes]:
    """A service of the page: what is written, a text, and the page's table."""
    return {
        "service.yaml": text.encode(),
        "wording/fr.yaml": b"title: Aide\nfields: {revenu: {ask: Revenu}}",
        "decisions/aide.csv": TABLE.encode(),
    }


def proofs(example: str) -> list[str]:
    """The problems that proofs of the tables of an example find."""
    service = load(files("".join((sections(BASE) | sections(example)).values())))
    return [problem.code for problem in unproved(service, Places(service.source, ""))]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_is_read(example: str) -> None:
    text = "".join((sections(BASE) | sections(example)).values())
    load(files(text))


@pytest.mark.parametrize("key", sorted(KEYS | PARAMETERS))
def test_a_key_is_explained_and_shown(key: str) -> None:
    assert re.search(rf"`(?:[\w.]+\.)?{key}[`:]", PAGE)
    assert key in ("level", "country") or any(re.search(rf"\b{key}:", text) for text in EXAMPLES)


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_explained_and_shown(name: str) -> None:
    assert f"| `{name}` |" in PAGE
    assert any(f"type: {name}" in text for text in EXAMPLES)


def test_the_promise_of_the_page_is_kept_and_its_contrary_broken() -> None:
    promising = next(example for example in EXAMPLES if "promise:" in example)
    assert proofs(promising) == []
    assert proofs(promising.replace("falls", "rises")) == ["D305"]


def test_each_kind_of_text_is_explained() -> None:
    service = load(process_files())
    kinds = {key.split(".")[0] for key in (*needed(service), *allowed(service))}
    assert {kind for kind in kinds if f"`{kind}" not in PAGE} == set()
