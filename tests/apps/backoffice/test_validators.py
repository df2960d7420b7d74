"""What others' validators say of agents' pages: the Nu checker, html-validate, axe and HTMLCS."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from apps.backoffice.test_pages import every_page
from apps.web.test_validators import (  # noqa: F401 -- `address` is a fixture
    FINE,
    HERE,
    TOOLS,
    VNU,
    address,
    needed,
    said,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Every page as a file, and what they link to."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    for name, answer in every_page():
        (tmp_path / f"{name}.html").write_bytes(answer.content)  # type: ignore[attr-defined]
    return tmp_path


def test_the_nu_checker_finds_nothing(site: Path) -> None:
    needed("java")
    styles = sorted(Path(settings.STATIC_ROOT).glob("kene_backoffice/*.css"))
    pages = sorted(site.glob("*.html"))
    assert said("java", "-jar", VNU, "--format", "text", *pages) == FINE
    assert said("java", "-jar", VNU, "--css", "--format", "text", *styles) == FINE


def test_html_validate_finds_nothing(site: Path) -> None:
    needed("node")
    program = TOOLS / "node_modules" / ".bin" / "html-validate"
    config = HERE / "htmlvalidate.json"
    assert said(program, "--config", config, *sorted(site.glob("*.html"))) == ""


def test_pa11y_finds_nothing_at_the_strictest_level(site: Path, address: str) -> None:  # noqa: F811
    needed("node", "chromium")
    pages = [page.name for page in sorted(site.glob("*.html"))]
    assert said("node", HERE / "pa11y.cjs", TOOLS, address, *pages) == ""
