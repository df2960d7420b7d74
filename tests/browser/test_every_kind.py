"""Every kind of page, a citizen's and an agent's, for whoever has a small screen, a keyboard alone,
large letters, few colours, or paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from bench.walked import packs
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from apps.backoffice.test_pages import every_page
from apps.town import PACKS, founded
from apps.web.gallery import gallery
from apps.web.test_every_service import seen
from apps.web.test_validators import Quiet
from browser.conftest import PHONE, SCREENS
from browser.kinds import walked, wrongs
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from node.listening import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

CAMPAIGN = bool(os.environ.get("KENE_CAMPAIGN"))
Look = Callable[[], list[str]]


@pytest.fixture(scope="module", autouse=True)
def _static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(utc_now())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pages are left as files, beside what they link to."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    return tmp_path


@pytest.fixture
def look(folder: Path, chromium: Browser) -> Iterator[Look]:
    """Look at each page of the folder on a small screen: all that is wrong."""
    with listening(partial(Quiet, directory=str(folder))) as root:
        width, height = PHONE
        context = chromium.new_context(
            base_url=root, viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        page = context.new_page()
        yield lambda: [
            f"{file.stem}: {wrong}"
            for file in sorted(folder.glob("*.html"))
            for wrong in found(page, file.name)
        ]
        context.close()


def found(page: Page, name: str) -> Iterator[str]:
    """What is wrong with one page; in a campaign, its pictures are left too."""
    page.goto(f"/{name}")
    yield from walked(page)
    yield from wrongs(page)
    if CAMPAIGN:
        SCREENS.mkdir(parents=True, exist_ok=True)
        for scheme in ("none", "active"):
            page.emulate_media(forced_colors=scheme)  # type: ignore[arg-type]
            page.screenshot(path=SCREENS / f"kind-{name}-{scheme}.png", full_page=True)
        page.emulate_media(forced_colors="none")


def test_every_kind_of_page_of_a_citizen_is_for_everyone(folder: Path, look: Look) -> None:
    for page in gallery():
        if page.language == "bm" and not CAMPAIGN:
            continue
        (folder / f"{page.name}.html").write_text(page.html(), encoding="utf-8")
    assert look() == []


def test_every_kind_of_page_of_an_agent_is_for_everyone(folder: Path, look: Look) -> None:
    for name, answer in every_page():
        (folder / f"{name}.html").write_bytes(answer.content)  # type: ignore[attr-defined]
    assert look() == []


@pytest.mark.skipif(not CAMPAIGN, reason="KENE_CAMPAIGN=1 looks at each page of each service")
@pytest.mark.parametrize("pack", packs())
def test_every_page_of_a_service_is_for_everyone(pack: str, folder: Path, look: Look) -> None:
    catalogue.publish_folder(PACKS / pack, utc_now())
    for language in ("fr", "bm"):
        for name, octets in seen(pack, language):
            (folder / f"{name}.html").write_bytes(octets)
    assert look() == []
