"""Whoever runs the node sees each version of a service, and what it changed for people."""

from __future__ import annotations

from django.utils import timezone

from apps.backoffice.world import agent, browser, text
from core.services.broken_packs import GOOD, NEXT
from kene.catalogue import api as catalogue
from kene.people import api as people

ADDRESS = "/agents/noeud/services/carte/"


def test_versions_are_told_with_what_each_changed() -> None:
    for files in (GOOD, NEXT):
        catalogue.publish(files, timezone.now())
    operator = browser(agent("oumar", people.NODE, people.OPERATOR))
    assert ADDRESS in operator.get("/agents/noeud/").content.decode()
    shown = text(operator.get(ADDRESS))
    latest, first = shown.index("2026.2, offerte"), shown.index("2026.1")
    assert latest < shown.index("On demande aussi : Votre métier.") < first
    assert first < shown.index("La première version.")


def test_there_is_no_such_page_for_others_nor_of_no_service() -> None:
    operator = browser(agent("oumar", people.NODE, people.OPERATOR))
    assert operator.get(ADDRESS).status_code == 404
    catalogue.publish(GOOD, timezone.now())
    assert operator.get(ADDRESS).status_code == 200
    assert browser(agent("awa")).get(ADDRESS).status_code == 404
