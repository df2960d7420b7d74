"""An agent enters what a document then shows: asked, checked, confirmed and shown on pages."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from django.utils import timezone

from apps.backoffice.world import agent, browser, page, text
from core.casefile.test_entries import ANSWERS, entering_pack
from kene.casework import api as casework
from kene.casework.models import CaseEvent
from kene.catalogue import api as catalogue
from kene.documents import api as documents


@pytest.fixture(autouse=True)
def _published(_node: None) -> None:
    service = catalogue.publish(entering_pack(), timezone.now())
    with suppress(FileExistsError):
        documents.ready(documents.Issuer("ml", service.authority, ""), timezone.now())


def test_an_entry_is_asked_checked_confirmed_sealed_and_shown() -> None:
    confirmed = casework.Confirmed(catalogue.named("carte"), ANSWERS, "web", "fr")
    number = casework.open_case(confirmed, Random(1), casework.moment("ml", timezone.now())).number
    client = browser(agent("awa", "mairie", "agent"))
    dossier, address = f"/agents/dossiers/{number}/", f"/agents/dossiers/{number}/delivrer/"
    fields = page(client.get(dossier)).form(address)
    assert {"saisie-numero", "saisie-feuillet"} <= fields.keys()
    wrong = client.post(address, {**fields, "saisie-numero": "1", "saisie-feuillet": "7"})
    assert wrong.status_code == 422
    assert "Ce que vous avez saisi est à corriger" in text(wrong)
    kept = page(wrong).form(address)
    assert (kept["saisie-numero"], kept["saisie-feuillet"]) == ("1", "7")
    asked = client.post(address, {**kept, "saisie-numero": "RC-12/26"})
    assert "RC-12/26" in text(asked)
    client.post(address, page(asked).form(address))
    after = text(client.get(dossier))
    assert "Saisi par les agents" in after and "RC-12/26" in after
    assert client.get(f"{dossier}documents/carte.pdf").status_code == 200
    # Sealed as answers are: nothing of it is readable in the tables.
    rows = CaseEvent.objects.filter(case=number).values_list()
    assert not any("RC-12" in str(row) for row in rows)
