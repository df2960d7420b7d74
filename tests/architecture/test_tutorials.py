"""Tutorials that are done from beginning to end: each file written, each command run, in order.

A fence says what its block is. `sh` is run, and must end well, or badly where it says `échoue`.
A file's path is that file; after its path, `après TEXTE` adds the block after the line that begins
so. `text` is what the last command printed: its lines in order, `…` for what is left out.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.tree import ROOT

FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DONE = [ROOT / "docs/tutorial/premiere-table.md"]


@pytest.mark.parametrize("page", DONE, ids=lambda page: page.stem)
def test_a_tutorial_is_done_from_beginning_to_end(page: Path, tmp_path: Path) -> None:
    printed = ""
    for kind, said, block in FENCE.findall(page.read_text()):
        match kind:
            case "sh":
                printed = ran(block, tmp_path, fails=said == "échoue")
            case "text":
                assert_printed(block, printed)
            case _:
                write(tmp_path, said, block)


def ran(commands: str, folder: Path, *, fails: bool) -> str:
    """What commands print; they must end well, or the last one badly."""
    bin_folder = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-euc", commands],
        cwd=folder,
        env={**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert bool(done.returncode) is fails, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout


def assert_printed(block: str, printed: str) -> None:
    """Each line that the page shows was printed, in its order."""
    lines = iter(line.strip() for line in printed.splitlines())
    for line in block.splitlines():
        shown = line.strip()
        assert shown in ("", "…") or shown in lines, f"not printed: {shown}\n{printed}"


def write(folder: Path, said: str, block: str) -> None:
    """Write a file of the page, or add its block to one."""
    name, _, beginning = said.partition(" après ")
    path = folder / name
    if not beginning:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block)
        return
    lines = path.read_text().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.strip().startswith(beginning))
    path.write_text("".join([*lines[: place + 1], block, *lines[place + 1 :]]))
