"""Every page that an applicant sees of every service: sound for the same validators as the gallery,
and done in a browser of text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from bench.walked import answered, packs
from django.conf import settings
from lxml import html

from apps.town import PACKS, founded
from apps.web.test_citizens import CONFIRM, Browser
from apps.web.test_validators import FINE, HERE, TOOLS, VNU, Quiet, needed, said
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.core.conversation.listing import ADD, DONE
from node.listening import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


def seen(pack: str, language: str) -> Iterator[tuple[str, bytes]]:
    """The name and the octets of each page on the longest way through a service, each of them also
    with its mistakes, and of the case that it opens."""
    browser = Browser()
    browser.client.cookies["langue"] = language

    def page(name: str) -> tuple[str, bytes]:
        made: bytes = html.tostring(browser.tree, encoding="utf-8", doctype="<!DOCTYPE html>")
        return f"{pack}-{language}-{name}", made

    yield from (page(name) for name in ("start",) if browser.open(f"/services/{pack}/"))
    if not browser.tree.xpath("//main//button"):
        return  # its call is not open
    browser.send()
    for index, given in enumerate(answered(pack, date.today(), language)):  # noqa: DTZ011
        yield page(f"{index:02d}")
        lists = [item for item in given.items() if item[1] in (ADD, DONE)]
        if not lists:
            browser.send(**dict.fromkeys(given, ""))
            if browser.faults:
                yield page(f"{index:02d}-wrong")
        browser = browser.send(lists[0]) if lists else browser.send(**given)
    yield page("check")
    browser.send(CONFIRM)
    yield page("receipt")
    number, secret = browser.tree.xpath("//*[@class='number']/text()")
    browser.open("/suivre/").send(number=number, secret=secret)
    yield page("case")
    for name, address in (("access", "/dossier/lectures/"), ("withdraw", "/dossier/retirer/")):
        browser.open(address)
        yield page(name)
    papers = browser.open("/dossier/").tree.xpath("//a[contains(@href, '/piece/')]/@href")
    if papers:
        browser.open(papers[0])
        yield page("piece")


@pytest.mark.parametrize("pack", packs()[:: 1 if os.environ.get("KENE_CAMPAIGN") else 3])
def test_validators_find_nothing_on_any_page_of_a_service(pack: str, tmp_path: Path) -> None:
    needed("java", "node", "chromium")
    founded(utc_now())
    catalogue.publish_folder(PACKS / pack, utc_now())
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    for language in ("fr", "bm"):
        for name, octets in seen(pack, language):
            (tmp_path / f"{name}.html").write_bytes(octets)
    pages = sorted(tmp_path.glob("*.html"))
    assert said("java", "-jar", VNU, "--format", "text", *pages) == FINE
    program = TOOLS / "node_modules" / ".bin" / "html-validate"
    assert said(program, "--config", HERE / "htmlvalidate.json", *pages) == ""
    french = [page.name for page in pages if "-fr-" in page.name]
    with listening(partial(Quiet, directory=str(tmp_path))) as root:
        assert said("env", "PHONE=1", "node", HERE / "pa11y.cjs", TOOLS, f"{root}/", *french) == ""
