"""Every page: sound, light, readable in any light, and without anything from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from apps.web.gallery import Page, gallery
from kene.channels import simulator, web
from kene.channels.web.words import LANGUAGES
from kene.core.wording import bundled

STATIC = Path(web.__file__).parent / "static" / "kene"
STYLE = (STATIC / "kene.css").read_text(encoding="utf-8")
SCRIPT = Path(simulator.__file__).parent / "static" / "kene" / "simulator.js"
FIRST_PAGE = 14 * 1024
STYLESHEET = 9_000
PAGES = {page.name: page for page in gallery()}


@pytest.fixture(params=sorted(PAGES))
def page(request: pytest.FixtureRequest) -> Page:
    return PAGES[request.param]


@pytest.fixture
def tree(page: Page) -> Any:
    return html.document_fromstring(page.html())


def test_no_identifier_is_given_twice_and_each_one_named_exists(tree: Any) -> None:
    found = tree.xpath("//@id")
    assert len(found) == len(set(found))
    named = tree.xpath("//label/@for") + tree.xpath("//@aria-labelledby")
    named += [each for many in tree.xpath("//@aria-describedby") for each in many.split()]
    named += [link.removeprefix("#") for link in tree.xpath("//a/@href[starts-with(., '#')]")]
    assert set(named) <= set(found)


def test_each_control_has_a_label(tree: Any) -> None:
    typed = tree.xpath("//input[not(@type='hidden')]/@id | //textarea/@id | //select/@id")
    assert set(typed) <= set(tree.xpath("//label/@for"))


def test_a_page_has_one_heading_one_main_part_and_a_language(tree: Any) -> None:
    assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1
    assert tree.xpath("/html/@lang")[0] in LANGUAGES
    assert tree.xpath("//title")[0].text.strip(" ·") != "Kɛnɛ"


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(tree: Any) -> None:
    assert not tree.xpath("//@style | //style | //script[text()] | //@*[starts-with(name(), 'on')]")
    addresses = tree.xpath("//@src | //@href | //@action")
    assert [each for each in addresses if re.match(r"(?:\w+:)?//", each)] == []


def test_a_page_with_all_it_needs_is_light(page: Page) -> None:
    needed = (page.html(), STYLE, (STATIC / "kene.svg").read_text(encoding="utf-8"))
    assert sum(len(gzip.compress(part.encode())) for part in needed) < FIRST_PAGE


def test_the_stylesheet_and_the_simulator_s_program_stay_small() -> None:
    assert len(STYLE.encode()) <= STYLESHEET
    assert SCRIPT.stat().st_size <= 10_000


def test_every_language_has_every_text() -> None:
    for package in ("kene.channels.web", "kene.channels.simulator"):
        keys = [set(bundled(package, language).texts) for language in LANGUAGES]
        assert all(each == keys[0] for each in keys)


def _colours(dark: bool) -> dict[str, tuple[int, int, int]]:
    """The tokens of the stylesheet, by day or over them by night."""
    light, _, night = STYLE.partition("@media (prefers-color-scheme: dark)")
    source = light + (night.partition("} }")[0] if dark else "")
    found = re.findall(r"--([a-z]+): #([0-9a-f]{3,6});", source)
    return {name: _rgb(code) for name, code in found}


def _rgb(code: str) -> tuple[int, int, int]:
    full = "".join(2 * digit for digit in code) if len(code) == 3 else code
    return int(full[:2], 16), int(full[2:4], 16), int(full[4:], 16)


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2.2, contrast ratio."""

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [value / 255 for value in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_texts_contrast_seven_to_one_with_what_they_stand_on(dark: bool) -> None:
    colours = _colours(dark)
    inks = ("ink", "soft", "accent", "alert", "good")
    pairs = [(ink, ground) for ink in inks for ground in ("paper", "sand", "tint")]
    weak = [
        (ink, ground)
        for ink, ground in [*pairs, ("on", "accent")]
        if _contrast(colours[ink], colours[ground]) < 7
    ]
    assert weak == []
