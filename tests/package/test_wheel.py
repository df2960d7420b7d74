"""What is published: one wheel, complete, whose core runs with PyYAML alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Every module of the core, then a birth and what the bundled service decides of it.
CORE = """
import importlib, pkgutil
from datetime import date
from importlib.resources import files

import kene.core
from kene.catalogue.packing import read_folder
from kene.core.decisions import decide
from kene.core.services import load

for module in pkgutil.walk_packages(kene.core.__path__, "kene.core."):
    importlib.import_module(module.name)

service = load(read_folder(files("kene") / "packs" / "naissance"))
known = {"date_naissance": date(2026, 3, 1), "today": date(2026, 3, 9), "age_jours": 8}
print(decide(service.decisions["delai"], known).outcome)
"""


# A table from a spreadsheet's text: decided, explained in three languages and one SMS, proved.
TABLE = """
from kene.core.decisions import brief, decide, load_table, tell
from kene.core.decisions.dmn import export_model, Exported
from kene.core.decisions.proving import prove
from kene.core.expressions.types import NUMBER
from kene.core.problems import Where

class Names:
    label = staticmethod(lambda name: name)
    shown = staticmethod(lambda name, value: str(value))
    law = staticmethod(lambda key: key)

text = "unique;age;aide:choice;law\\n1;< 18;oui;loi\\n2;[18..60];non;loi\\n3;> 61;oui;loi"
names = {"age": NUMBER}
table = load_table("aide", text, where=Where("aide.csv"), names=names, laws=("loi",))
taken = decide(table, {"age": 40})
for language in ("fr", "bm", "en"):
    assert tell(taken.explanation, table, Names, language).fired
assert brief(taken.explanation, table, Names, "fr") == "aide : non. age : 40. loi."
assert "<decisionTable" in export_model(Exported("aide", "urn:aide", names, {}, (table,)))
for found in prove(table):
    print(found.kind.value, *found.example.values())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree with the locked builder."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("kene-*.whl"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The Python of an environment where nothing is installed, not even pip."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "empty")
    return tmp_path / "empty" / "bin" / "python"


def test_the_wheel_holds_all_code_data_and_packs_and_nothing_else(wheel: Path) -> None:
    expected = {f"kene/{path}" for path in tree(ROOT / "src" / "kene")}
    expected |= {f"kene/packs/{path}" for path in tree(ROOT / "packs")}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_the_wheel_holds_its_licence(wheel: Path) -> None:
    licences = [name for name in zipfile.ZipFile(wheel).namelist() if "/licenses/" in name]
    assert [Path(name).name for name in licences] == ["LICENSE"]


def test_the_core_decides_where_pyyaml_alone_is_installed(wheel: Path, empty: Path) -> None:
    install(empty, "--no-deps", wheel)
    copy_installed("PyYAML", empty)
    assert run(empty, "-I", "-c", CORE).strip() == "dans-le-delai"


def test_a_table_is_explained_and_proved_where_pyyaml_alone_is_installed(
    wheel: Path, empty: Path
) -> None:
    install(empty, "--no-deps", wheel)
    copy_installed("PyYAML", empty)
    assert run(empty, "-I", "-c", TABLE).split()[:1] == ["gap"]


def test_the_command_says_what_to_install_where_the_core_is_alone(wheel: Path, empty: Path) -> None:
    install(empty, "--no-deps", wheel)
    copy_installed("PyYAML", empty)
    done = subprocess.run([empty.with_name("kene"), "--help"], capture_output=True, text=True)
    assert (done.returncode, "kene[site]" in done.stderr) == (2, True)


@pytest.mark.slow
def test_the_locked_site_serves_every_word_of_the_command(wheel: Path, empty: Path) -> None:
    install(empty, "--require-hashes", "--requirement", ROOT / "requirements" / "site.txt")
    install(empty, "--no-index", f"{wheel}[site]")
    kene = empty.with_name("kene")
    packs = next(empty.parents[1].glob("lib/python*/site-packages/kene/packs"))
    assert "demo" in run(kene, "--help", cwd=empty.parent)
    run(kene, "check", *sorted(packs.iterdir()), cwd=empty.parent)
    run(kene, "test", *sorted(packs.iterdir()), cwd=empty.parent)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; fails with all it said when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(python: Path, *what: str | Path) -> None:
    """Install in another environment with the pip of this one."""
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *what)


def copy_installed(distribution: str, python: Path) -> None:
    """Copy an installed distribution of this environment to another, without the network."""
    target = next(python.parents[1].glob("lib/python*/site-packages"))
    for path in files(distribution) or ():
        destination = target / path
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path.locate(), destination)


def tree(root: Path) -> set[str]:
    """The files under a folder that belong to it: no cache, nothing hidden."""
    relative = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in relative
        if not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
    }
