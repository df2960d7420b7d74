"""What others' validators say of every page: the Nu checker, html-validate, axe and HTMLCS."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from apps.town import founded
from apps.web.gallery import gallery
from kene.channels.hops import utc_now
from node.listening import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

HERE = Path(__file__).parent
TOOLS = HERE.parents[2] / ".tools" / "node"
VNU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
FINE = "Document checking completed. No errors found."


def needed(*programs: str) -> None:
    """Skip without these commands, or without the npm tools."""
    missing = [each for each in programs if shutil.which(each) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)}: absent, « make tools » l'installe")
    if not (TOOLS / ".ready").exists():
        pytest.skip("outils npm absents : « make tools » les installe")


def said(*command: str | Path) -> str:
    """All that a command wrote."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOOLS)
    return (done.stdout + done.stderr).strip()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Every page as a file, and what they link to."""
    founded(utc_now())
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    for page in gallery():
        (tmp_path / f"{page.name}.html").write_text(page.html(), encoding="utf-8")
    with override_settings(ROOT_URLCONF="apps.web.demonstration"):
        for language in ("fr", "bm"):
            answer = Client().get("/simulateur/", {"langue": language})
            (tmp_path / f"simulator-{language}.html").write_bytes(answer.content)
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with listening(partial(Quiet, directory=str(site))) as root:
        yield f"{root}/"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_nu_checker_finds_nothing(site: Path) -> None:
    needed("java")
    pages = sorted(site.glob("*.html"))
    styles = sorted(Path(settings.STATIC_ROOT).glob("kene/*.css"))
    assert said("java", "-jar", VNU, "--format", "text", *pages) == FINE
    assert said("java", "-jar", VNU, "--css", "--format", "text", *styles) == FINE


def test_html_validate_finds_nothing(site: Path) -> None:
    needed("node")
    config = HERE / "htmlvalidate.json"
    program = TOOLS / "node_modules" / ".bin" / "html-validate"
    assert said(program, "--config", config, *sorted(site.glob("*.html"))) == ""


def test_pa11y_finds_nothing_at_the_strictest_level(site: Path, address: str) -> None:
    needed("node", "chromium")
    pages = [page.name for page in sorted(site.glob("*.html"))]
    assert said("node", HERE / "pa11y.cjs", TOOLS, address, *pages) == ""
