"""A node of a country: its time, and the services of that country."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from apps.town import NOON, PACKS
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.catalogue.packing import NotAPack, of_country
from kene.privacy import api as privacy
from kene.site import stories
from kene.site.preparing import bundled_packs, prepare
from kene.site.safety import Unsafe

BIRTHS = PACKS / "naissance"


def test_a_pack_is_itself_or_what_it_is_in_the_country_of_the_node() -> None:
    assert of_country(BIRTHS, "ml") == BIRTHS
    assert of_country(BIRTHS, "bf") == BIRTHS / "bf"
    assert of_country(BIRTHS / "bf", "bf") == BIRTHS / "bf"
    assert of_country(BIRTHS / "bf", "ml") is None
    assert of_country(BIRTHS, "ne") is None
    with pytest.raises(NotAPack):
        of_country(PACKS / "ml", "ml")


def test_the_services_of_a_country_come_without_a_hand() -> None:
    assert bundled_packs("bf") == [BIRTHS / "bf"]
    assert bundled_packs("ne") == []
    mali = bundled_packs("ml")
    assert BIRTHS in mali
    assert all(folder.parent == PACKS for folder in mali)


def test_a_country_that_kene_does_not_know_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, country="xx"))
    with pytest.raises(Unsafe, match="KENE_COUNTRY"):
        prepare(NOON)


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_demonstration_of_another_country_has_its_services_and_its_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, country="bf", demo=True))
    privacy.create_node_key(settings.KENE.node_key_file)
    privacy.forget()
    assert stories.fill_once(NOON) == len(stories.stories("bf"))
    assert [each.name for each in catalogue.offered()] == ["naissance-bf"]
    assert catalogue.home() == "bf"
    found, _ = casework.worklist(
        "centre-etat-civil", ("officier",), casework.Filters(state="closed")
    )
    assert {each.service for each in found} == {"naissance-bf"}
