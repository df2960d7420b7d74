"""Back, reload and two tabs in a real browser that runs no script: nothing is lost, or done twice.

Chromium shows an error in place of a page that answered a form, when it may not keep it at all.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.served import Served
from bench.walked import BEGIN, CONFIRM, GO_ON, Given, answered, fill
from playwright.sync_api import Error, Locator, Page, expect

from apps.casework.test_evidence import photo
from browser.conftest import PHONE

pytestmark = pytest.mark.slow

Visit = Callable[..., Page]
MOTHER, OLD, NEW = '[name="mere"]', "Fatou Diarra", "Oumou Sangaré"


@pytest.fixture
def given() -> tuple[Given, ...]:
    """What is answered on each page of a birth."""
    pages = answered("naissance", datetime.now(UTC).date())
    return tuple({**each, "mere": OLD} if "mere" in each else each for each in pages)


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(PHONE, scripts=False)


def go_by(button: Locator) -> None:
    """Press a button, and wait until the page that answers stands there."""
    with button.page.expect_navigation():
        button.click()


def begun(page: Page) -> None:
    page.goto("/services/naissance/")
    go_by(page.locator(BEGIN))


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def cases(node: Served, what: str = "case") -> int:
    """How many cases the node holds, or pieces of them."""
    with closing(sqlite3.connect(f"file:{node.data / 'kene.sqlite3'}?mode=ro", uri=True)) as data:
        [count] = data.execute(f"SELECT count(*) FROM kene_casework_{what}").fetchone()  # noqa: S608
    return int(count)


def confirmed(page: Page, pack: str = "naissance") -> None:
    """Do a service to its receipt, and open its case."""
    page.goto(f"/services/{pack}/")
    go_by(page.locator(BEGIN))
    for each in answered(pack, datetime.now(UTC).date()):
        go_by(page.locator(fill(page, each)))
    go_by(page.locator(CONFIRM))
    number, secret = page.locator(".number").all_inner_texts()
    page.goto("/suivre/")
    page.locator('[name="number"]').fill(number)
    page.locator('[name="secret"]').fill(secret)
    go_by(page.locator("main form button"))


def test_going_back_leads_through_the_pages_and_what_is_changed_there_is_kept(
    page: Page, given: tuple[Given, ...]
) -> None:
    begun(page)
    seen = []
    for each in given:
        seen.append(heading(page))
        go_by(page.locator(fill(page, each)))
    for expected in reversed(seen):
        answer = page.go_back()
        assert answer is not None and answer.ok
        assert heading(page) == expected
    page.go_forward()
    # Chromium shows the page as it first was: empty. What is left so stays as it was answered.
    page.locator(MOTHER).fill(NEW)
    while not page.locator(CONFIRM).count():
        go_by(page.locator(GO_ON))
    summary = page.locator("main").inner_text()
    assert NEW in summary and OLD not in summary
    assert all(each["pere"] in summary for each in given if "pere" in each)
    go_by(page.locator(CONFIRM))
    receipt = page.locator("main").inner_text()
    page.go_back()
    page.go_forward()
    assert page.locator("main").inner_text() == receipt


def test_a_page_that_is_reloaded_at_each_step_does_nothing_twice(
    demo: Served, page: Page, given: tuple[Given, ...]
) -> None:
    before = cases(demo)
    begun(page)
    for each in given:
        told = heading(page)
        page.reload()
        assert heading(page) == told
        go_by(page.locator(fill(page, each)))
    page.reload()
    go_by(page.locator(CONFIRM))
    receipt = page.locator(".number").all_inner_texts()
    page.reload()
    assert page.locator(".number").all_inner_texts() == receipt
    assert cases(demo) == before + 1


def test_two_tabs_that_both_confirm_open_one_case(
    demo: Served, page: Page, given: tuple[Given, ...]
) -> None:
    before = cases(demo)
    begun(page)
    for each in given:
        go_by(page.locator(fill(page, each)))
    other = page.context.new_page()
    other.goto("/demande/")
    go_by(other.locator('[name="_correct"][value="mere"]'))
    other.locator(MOTHER).fill(NEW)
    go_by(other.locator(GO_ON))
    go_by(page.locator(CONFIRM))
    # This tab shows other answers than those that are held: it is shown them, and asks again.
    assert NEW in page.locator("main").inner_text()
    go_by(page.locator(CONFIRM))
    number = page.locator(".number").first.inner_text()
    go_by(other.locator(CONFIRM))
    assert other.locator(".number").first.inner_text() == number
    assert cases(demo) == before + 1


def test_a_language_that_changes_between_two_pages_loses_nothing_of_the_history(
    page: Page, given: tuple[Given, ...]
) -> None:
    begun(page)
    seen = []
    for each in given:
        seen.append(heading(page))
        go_by(page.locator(fill(page, each)))
    page.get_by_role("link", name="Bamanankan").click()
    expect(page.locator("html")).to_have_attribute("lang", "bm")
    told = heading(page)
    page.reload()
    assert heading(page) == told
    summary = page.go_back()  # as it was shown, in French
    assert summary is not None and summary.ok
    assert heading(page) != told
    for expected in reversed(seen):
        answer = page.go_back()
        assert answer is not None and answer.ok
        assert heading(page) == expected
    go_by(page.locator(GO_ON))
    expect(page.locator("html")).to_have_attribute("lang", "bm")


def test_a_case_is_shown_in_another_language_and_then_as_it_was(page: Page) -> None:
    confirmed(page)
    told = page.locator("main").inner_text()
    page.get_by_role("link", name="Bamanankan").click()
    expect(page.locator("html")).to_have_attribute("lang", "bm")
    shown = page.go_back()
    assert shown is not None and shown.ok
    assert page.locator("main").inner_text() == told


def test_a_photo_is_answered_by_its_case_and_kept_once(
    demo: Served, page: Page, tmp_path: Path
) -> None:
    confirmed(page, "amo")
    file = tmp_path / "piece.jpg"
    file.write_bytes(photo((300, 200)))
    before = cases(demo, "piece")
    page.locator('a.row[href*="/dossier/piece/"]').first.click()
    page.locator('[name="picture"]').set_input_files(file)
    go_by(page.get_by_role("button", name="Envoyer la photo"))
    told = heading(page)
    expect(page.get_by_text("Une photo envoyée")).to_be_visible()
    page.reload()
    assert heading(page) == told
    asked = page.go_back()
    assert asked is not None and asked.ok
    expect(page.locator('[name="picture"]')).to_be_visible()
    page.go_forward()
    assert heading(page) == told
    assert cases(demo, "piece") == before + 1


def test_whoever_left_is_not_read_by_going_back(page: Page, given: tuple[Given, ...]) -> None:
    begun(page)
    for each in given:
        go_by(page.locator(fill(page, each)))
    go_by(page.locator(CONFIRM))
    go_by(page.get_by_role("button", name="quitter"))
    for _ in given:
        try:
            page.go_back()
        except Error as error:
            assert "ERR_CACHE_MISS" in str(error)
        expect(page.locator("html")).not_to_contain_text(OLD)
        expect(page.locator(".number")).to_have_count(0)


def test_with_scripts_a_page_that_answers_has_its_own_address(visit: Visit) -> None:
    page = visit(PHONE)
    confirmed(page)
    number = page.locator("h1").inner_text().removeprefix("Dossier").strip()
    expect(page).to_have_url(re.compile("/dossier/$"))
    page.goto("/dossier/retirer/")
    go_by(page.locator("main form button"))
    expect(page).to_have_url(re.compile("/dossier/$"))
    page.reload()
    expect(page.locator("h1")).to_contain_text(number)
