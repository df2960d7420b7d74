"""The page about the process: each example loads, and each key has one."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from core.casefile.process_pack import files
from kene.core.services import definition as written
from kene.core.services import load
from kene.core.services.reading import key_of

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "langage-processus.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^(\w+):.*?(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
DESCRIBED = (
    written.StageDefinition,
    written.ActionDefinition,
    written.LateDefinition,
    written.RemindDefinition,
    written.FeeDefinition,
    written.ContestDefinition,
    written.CallDefinition,
    written.RankDefinition,
    written.AppointmentDefinition,
    written.MigrationDefinition,
)
KEYS = sorted({key_of(m.name) for each in DESCRIBED for m in fields(each)} - {"where"})


def with_example(example: str) -> dict[str, bytes]:
    """The pack of the tests, with the sections of an example in the place of its own."""
    pack = files()
    sections = {found[1]: found[0] for found in SECTION.finditer(pack["service.yaml"].decode())}
    mine = {found[1]: found[0] for found in SECTION.finditer(example)}
    if "process" in mine and "contest" not in mine:
        sections.pop("contest")
    pack["service.yaml"] = "".join((sections | mine).values()).encode()
    return pack


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_is_read(example: str) -> None:
    load(with_example(example))


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_explained_and_shown(key: str) -> None:
    assert f"`{key}`" in PAGE
    assert any(re.search(rf"\b{key}:", example) for example in EXAMPLES)
