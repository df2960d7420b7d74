"""A page that runs nothing but its own files decides as the node does."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from core.expressions.node import going_in
from kene.core.decisions import decide
from kene.core.decisions.javascript import javascript
from kene.core.expressions import Undetermined
from kene.core.services import Service
from kene.testing.examples import known_of
from kene.testing.pack import check_folder

pytestmark = pytest.mark.slow

STRICT = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'"
PAGE = (
    '<!doctype html><html lang="fr"><title>Décider</title><script type=module src=/p.js></script>'
)
ASKING = 'import decide from "/delai.js";window.decide=decide;document.documentElement.id="prete"'
TODAY = date(2026, 3, 1)


def naissance() -> Service:
    pack = Path(__file__).resolve().parents[2] / "packs" / "naissance"
    service = check_folder(pack).service
    assert service is not None
    return service


def test_a_strict_page_decides_as_the_node_does(chromium: Browser) -> None:
    service = naissance()
    delay = service.decisions["delai"]
    files = {"/p.js": ASKING, "/delai.js": javascript(delay)}

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("https://mairie.invalid")
        kind = "text/javascript" if path in files else "text/html; charset=utf-8"
        headers = {"Content-Type": kind, "Content-Security-Policy": STRICT}
        route.fulfill(body=files.get(path, PAGE), headers=headers)

    context = chromium.new_context()
    context.set_default_timeout(20_000)
    context.route("https://mairie.invalid/**", serve)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("https://mairie.invalid/")
    page.wait_for_selector("#prete", state="attached")
    for born in (date(2026, 2, 27), date(2026, 1, 29), date(2025, 1, 1), None):
        given = {"today": TODAY} | ({"date_naissance": born} if born else {})
        known = known_of(given, service).items()
        settled = {name: v for name, v in known if not isinstance(v, Undetermined)}
        asked = {name: going_in(settled[name]) for name in delay.inputs & settled.keys()}
        said = page.evaluate("given => window.decide(given)", asked)
        here = decide(delay, settled)
        assert tuple(said["rules"]) == here.fired
        if isinstance(here.outcome, Undetermined):
            assert frozenset(said["missing"]) == here.outcome.missing
        else:
            assert said["value"] == here.outcome
    context.close()
    assert errors == []
