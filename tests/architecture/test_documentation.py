"""The documentation is true: made pages are made, links lead somewhere, commands exist."""

import pkgutil
import re
import runpy
import shlex

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from architecture.tree import ROOT, graph
from kene.cli.app import app

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
SHELL = re.compile(r"^```(?:sh|console)(?: [^\n]*)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown() -> list[str]:
    """Each command that a page shows in a block of shell."""
    blocks = (block for page in PAGES for block in SHELL.findall(page.read_text()))
    lines = (line for block in blocks for line in block.replace("\\\n", " ").splitlines())
    return [line.removeprefix("$ ") for line in lines]


def words(line: str) -> list[str]:
    """The words of a `kene` command after its name, without a comment; none for another."""
    name, *rest = shlex.split(line, comments=True) or [""]
    return rest if name.rsplit("/", 1)[-1] == "kene" else []


def made() -> dict[str, str]:
    """The pages that the program makes."""
    return runpy.run_path(str(ROOT / "tools" / "reference.py"))["pages"]()


def test_the_reference_says_what_the_program_says():
    written = {name: (ROOT / "docs" / "reference" / name).read_text() for name in made()}
    assert written == made(), "run tools/reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_page_is_listed_in_the_index():
    docs = ROOT / "docs"
    listed = {(docs / link).resolve() for link in LINK.findall((docs / "index.md").read_text())}
    kinds = ("tutorial", "how-to", "reference", "explanation")
    assert {page for kind in kinds for page in (docs / kind).glob("*.md")} <= listed


def test_every_name_of_the_architecture_is_in_the_code():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for name in re.findall(r"`(kene(?:\.\w+)+)`", text):
        # A module is looked up, not imported: the server's starts the node's work.
        assert name in graph().modules or pkgutil.resolve_name(name) is not None


def test_every_make_that_a_page_names_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(), re.MULTILINE)
    }
    assert named <= targets


def test_every_command_that_a_page_shows_is_there():
    root = get_command(app)
    for line in shown():
        command = root
        for word in words(line):
            if isinstance(command, TyperGroup):
                assert word in command.commands, line
                command = command.commands[word]
