"""A pack in an editor knows the names of the shared parts that it uses, and where they are."""

from pathlib import Path

import pytest

from core.services.test_sharing import SHARED, part, using
from kene.core.services.composing import SERVICE
from kene.editor.answers import completions, declared
from kene.editor.open_pack import OpenPack, folder_of

USING = {**using(), **part()}


@pytest.fixture
def pack(tmp_path: Path) -> OpenPack:
    """A pack beside the part that it uses."""
    for name, octets in USING.items():
        path = name.removeprefix("use/") if name.startswith("use/") else f"carte/{name}"
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(octets)
    return OpenPack(tmp_path / "carte")


def at(text: str, marked: str) -> tuple[int, int]:
    """The line and the column, from 0, of `|` in a piece of a text."""
    before = text[: text.index(marked.replace("|", "")) + marked.index("|")]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("because: |loi", "autre"),
        ("contact: |repondre", "repondre"),
        ("type: |age", "age"),
        ("authority: |mairie", "mairie"),
        ("use: [|ml]", "ml"),
    ],
)
def test_the_names_of_a_part_are_offered(pack: OpenPack, marked: str, name: str) -> None:
    assert name in {
        each.text for each in completions(pack, SERVICE, *at(pack.text(SERVICE), marked))
    }


@pytest.mark.parametrize(
    "marked", ["because: lo|i", "contact: repo|ndre", "type: ag|e", "use: [m|l]"]
)
def test_a_name_leads_to_the_part(pack: OpenPack, marked: str) -> None:
    where = declared(pack, SERVICE, *at(pack.text(SERVICE), marked))
    assert where is not None
    assert where.file == (pack.folder.parent / "ml/shared.yaml").as_posix()


def test_a_problem_of_a_part_is_told_in_its_file(pack: OpenPack) -> None:
    file = pack.folder.parent / "ml/shared.yaml"
    file.write_bytes(SHARED.replace(b"1 year after close", b"un an"))
    assert {problem.where.file for problem in pack.check()} == {file.as_posix()}
    assert folder_of(file) == file.parent
    [problem] = OpenPack(file.parent).check()
    assert (problem.code, problem.where.file) == ("S130", file.as_posix())
