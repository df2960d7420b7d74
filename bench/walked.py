"""A service done by hand in a real browser: what is typed on each page, and typing it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from playwright.sync_api import Page

from bench.served import ROOT
from kene.core.conversation.listing import ADD, DONE
from kene.testing.api import check_folder
from kene.testing.paths import paths
from kene.testing.transcript import Typed
from kene.testing.walking import Walk

CHROMIUM: Final = Path("/usr/bin/chromium")
ALONE: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that talks to nobody but the node."""
CONFIRM: Final = '[name="_choose"][value="confirm"]'
GO_ON: Final = '.ask [name="_do"][value="next"]'
BEGIN: Final = "main form button"

Given = Mapping[str, str]
"""What is answered on one page, by field."""


def packs() -> tuple[str, ...]:
    """The services that come with Kene."""
    return tuple(sorted(each.parent.name for each in ROOT.glob("packs/*/service.yaml")))


def answered(pack: str, today: date, language: str = "fr") -> tuple[Given, ...]:
    """What is answered on each page on the longest way through a service to its summary."""
    service = check_folder(ROOT / "packs" / pack).service
    assert service is not None
    longest = max(paths(service, today).ends, key=lambda end: len(end.answers)).answers
    walk = Walk(service, "web", language, today)
    return tuple(_pages(walk, longest))


def _pages(walk: Walk, longest: Mapping[str, object]) -> Iterator[Given]:
    nothing = Random(0)  # noqa: S311 -- nothing is drawn
    walk.do(Typed(("commencer",)))
    while walk.screen is not None and walk.screen.questions:
        step = walk.helpful(nothing, longest)  # type: ignore[arg-type]
        assert step is not None
        yield dict(line.split("=", 1) for line in step.lines)
        walk.do(step)


def fill(page: Page, given: Given) -> str:
    """Answer what the page asks; the selector of the button that goes on."""
    for name, text in given.items():
        if text in (ADD, DONE) and page.locator(f'button[name="{name}"]').count():
            return f'button[name="{name}"][value="{text}"]'
        _answer(page, name, text)
    return GO_ON


def _answer(page: Page, name: str, text: str) -> None:
    control = page.locator(f'main [name="{name}"]')
    match control.first.evaluate("it => it.type"):
        case "radio" | "checkbox":
            for value in filter(None, text.split(",")):
                page.locator(f'main [name="{name}"][value="{value}"]').check()
        case "select-one":
            control.select_option(text)
        case _:
            control.first.fill(text)
