"""What every file of the project keeps to."""

import re

import pytest

from architecture.tree import ROOT, modules, texts

LONGEST_MODULE = 400
VAGUE = {"base", "common", "handler", "helpers", "manager", "misc", "util", "utils"}

# Written apart, so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|lorem ip" r"sum|coming so" r"on)\b")
REGISTRIES = re.compile(
    r"py"
    r"pi\.org|pythonhost"
    r"ed\.org|npm"
    r"js\.(org|com)|deb\.debi"
    r"an\.org|crates\.i"
    r"o\b"
)
MACHINES = re.compile(r"(?<![\w.$}])/(wo" r"rk|ro" r"ot|ho" r"me|tmp/pl" r"an|opt/py" r"pi)/")


@pytest.mark.parametrize(
    "wanted", [UNFINISHED, REGISTRIES, MACHINES], ids=["unfinished", "registries", "machines"]
)
def test_no_file_holds(wanted):
    found = {
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    }
    assert not found


def test_no_module_is_longer_than_four_hundred_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in ("src", "tests", "tools", "bench")
        for path in modules(ROOT / folder)
    }
    assert not {path: length for path, length in lengths.items() if length > LONGEST_MODULE}


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in modules(ROOT / "src") if path.stem in VAGUE]


def test_the_locks_name_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"://|^-|^/| @ ", lock.read_text(), re.MULTILINE), lock.name
