"""A good pack, and the smallest edits of it that each show one problem."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def pack(name: str) -> dict[str, bytes]:
    """The files of a good pack."""
    return {
        path.relative_to(HERE / name).as_posix(): path.read_bytes()
        for path in sorted((HERE / name).rglob("*"))
        if path.is_file()
    }


GOOD = pack("good")
NEXT = {**GOOD, **pack("suite")}
"""The version that follows it, to which its open cases can move."""
RELATIVES = pack("proches")
"""A good pack with a group that repeats, and what else a form asks."""


@dataclass(frozen=True)
class Broken:
    """An edit of a good pack; `code` is the problem that it makes, `at` its file and line.

    `title` says what is wrong in a sentence, `before` are the files of the good pack, or of the
    version that cases leave.
    """

    name: str
    title: str
    before: dict[str, bytes]
    code: str
    at: str
    files: dict[str, bytes]


def broken(path: Path) -> Broken:
    """The broken pack that a file describes."""
    source = path.read_text(encoding="utf-8")
    tree = yaml.safe_load(source)
    good = pack(tree.get("base", "good"))
    before = edited(path, good, tree.get("old", {}))
    added = {name: text.encode() for name, text in tree.get("add", {}).items()}
    files = edited(path, {**good, **added}, tree.get("edit", {}))
    title = source.partition("\n")[0].removeprefix("# ")
    return Broken(path.stem, title, before, tree["code"], tree["at"], files)


def edited(path: Path, files: dict[str, bytes], edits: dict[str, Any]) -> dict[str, bytes]:
    """The files with edits, each of a text that is there once."""
    found = dict(files)
    for name, changes in edits.items():
        text = found[name].decode()
        for edit in changes:
            assert text.count(edit["for"]) == 1, f"{path.name}: {edit['for']!r} in {name}"
            text = text.replace(edit["for"], edit["write"] * edit.get("times", 1))
        found[name] = text.encode()
    return found


CORPUS = [broken(path) for path in sorted((HERE / "broken").glob("*.yaml"))]
MOVES = [broken(path) for path in sorted((HERE / "moves").glob("*.yaml"))]
"""The good pack, and a next version of it to which its open cases cannot move."""
