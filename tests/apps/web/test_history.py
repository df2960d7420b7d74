"""A browser without scripts that reloads and goes back: forms are sent again, nothing is twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from apps.town import founded
from apps.web.test_citizens import CHILD, CONFIRM, Browser
from apps.web.test_relatives import ALI, AWA, PACK
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.intake import api as intake
from kene.intake.models import Draft

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

Move = Callable[[Browser], object]
HOUSEHOLD: tuple[Move, ...] = (
    lambda it: it.open("/services/proches/").send(),
    lambda it: it.send(nom="Fanta", sorte="neuve", age="40"),
    lambda it: it.send(("proches", "add")),
    lambda it: it.send(**AWA),
    lambda it: it.send(("proches", "add")),
    lambda it: it.send(**ALI),
    lambda it: it.send(**{**ALI, "ecole.2": "École A"}),
    lambda it: it.send(("proches", "add")),
    lambda it: it.send(**{**AWA, "prenom.3": "Oumou", "lien.3": "parent", "ne_le.3": "2/2/1955"}),
    lambda it: it.send(("_do", "back")),
    lambda it: it.send(**{**AWA, "prenom.3": "Oumou", "lien.3": "parent", "ne_le.3": "2/2/1955"}),
    lambda it: it.send(("proches", "remove.1.3")),
    lambda it: it.send(("proches", "done")),
    lambda it: it.send(nina="", langues="peul"),
    lambda it: it.send(("_correct", "age")),
    lambda it: it.send(nom="Fanta", sorte="neuve", age="41"),
    lambda it: it.send(CONFIRM),
)
BIRTH: tuple[Move, ...] = (
    lambda it: it.open("/services/naissance/").send(),
    lambda it: it.send(**CHILD),
    lambda it: it.send(mere="Fatou Diarra"),
    lambda it: it.send(("_do", "back")),
    lambda it: it.send(mere="Fatou Diarra"),
    lambda it: it.send(lien="mere"),
    lambda it: it.send(CONFIRM),
)


@pytest.fixture
def browser() -> Browser:
    founded(utc_now())
    catalogue.publish_folder(PACK, utc_now())
    return Browser()


def kept() -> intake.Kept:
    """What the node keeps of the only person."""
    return intake.look(bytes(Draft.objects.get().person))


def test_going_back_through_the_history_shows_each_page_with_its_answers(
    browser: Browser,
) -> None:
    shown = []
    for move in BIRTH[:3] + BIRTH[5:6]:
        move(browser)
        shown.append(browser.heading)
    before, forms = kept(), list(browser.sent)
    for ago, heading in enumerate(reversed(shown)):
        action, fields = forms[-1 - ago]
        browser.sent.append((action, fields))
        assert browser.again().heading == heading
        assert kept() == before
    assert browser.tree.xpath("//input[@name='prenoms']/@value") == ["Awa"]
    # From there on, answers that stay lead through the pages, and one that changes is kept.
    assert browser.send(**CHILD).heading == "Les parents"
    assert browser.send(mere="Fatou Keïta").heading == "Vérifiez vos réponses"
    assert "Fatou Keïta" in browser.text


def test_what_ended_is_not_begun_confirmed_or_abandoned_by_an_old_page(browser: Browser) -> None:
    for move in BIRTH:
        move(browser)
    receipt, forms = browser.text, list(browser.sent)
    for form in (forms[0], forms[-1]):
        browser.sent.append(form)
        assert browser.again().text == receipt
    for move in BIRTH[:-1]:
        move(browser)
    abandoned = browser.send(("_choose", "abandon")).sent[-1]
    for move in BIRTH[:3]:
        move(browser)
    for form in (forms[-1], abandoned):
        browser.sent.append(form)
        assert browser.again().heading == "Qui êtes-vous pour l'enfant ?"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("moves", [BIRTH, HOUSEHOLD], ids=["birth", "household"])
def test_a_page_that_is_reloaded_comes_again_and_does_nothing(
    browser: Browser, moves: tuple[Move, ...]
) -> None:
    for move in moves:
        move(browser)
        before = (kept(), browser.address, browser.text)
        browser.again()
        assert (kept(), browser.address, browser.text) == before
    assert Case.objects.count() == 1
