"""Papers on the page of a case: seen at the counter, in what form and by whom."""

from __future__ import annotations

from random import Random

from django.utils import timezone

from apps.backoffice.world import agent, birth, browser, page, text
from apps.casework.test_items import ANSWERS, PACK
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.journal import api as journal


def test_a_paper_seen_at_the_counter_is_recorded_with_its_form() -> None:
    number, client = birth(), browser(agent("awa"))
    address = f"/agents/dossiers/{number}/pieces/volet-declaration/vue/"
    fields = page(client.get(f"/agents/dossiers/{number}/")).form(address)
    done = client.post(address, {**fields, "forme": "original"}, follow=True)
    assert "Vu (original) par Awa" in text(done).replace("\xa0", " ")
    assert [line.what for line in journal.lines_about(number)].count("checked") == 1


def test_a_form_that_is_not_accepted_changes_nothing() -> None:
    number, client = birth(), browser(agent("awa"))
    address = f"/agents/dossiers/{number}/pieces/volet-declaration/vue/"
    assert client.post(address, {"forme": "photo"}).status_code == 409
    assert "checked" not in [line.what for line in journal.lines_about(number)]


def test_an_agent_of_elsewhere_records_nothing() -> None:
    number, client = birth(), browser(agent("ali", authority="tribunal"))
    address = f"/agents/dossiers/{number}/pieces/volet-declaration/vue/"
    assert client.post(address, {"forme": "original"}).status_code == 404
    assert client.get(f"/agents/dossiers/{number}/pieces/1.jpg").status_code == 404


def test_each_item_of_a_group_is_read_apart() -> None:
    now = timezone.now()
    service = catalogue.publish_folder(PACK, now)
    confirmed = casework.Confirmed(service, ANSWERS, "ussd", "fr", "+22376123456")
    number = casework.open_case(confirmed, Random(7), casework.moment("ml", now)).number
    client = browser(agent("awa", authority="organisme-amo", role="gestionnaire"))
    shown = text(client.get(f"/agents/dossiers/{number}/"))
    assert "Personne 1" in shown and "Aminata Diarra" in shown
    assert "Personne 2" in shown and "Moussa Coulibaly" in shown
