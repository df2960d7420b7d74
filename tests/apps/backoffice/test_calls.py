"""The page of a call's ranking, and the page of a service that receives nothing now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, browser, page, text
from apps.town import PACKS
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.catalogue.packing import read_folder
from kene.documents import api as documents

ADDRESS = "/agents/appels/bourse/"
BIRTH = datetime(2007, 5, 12, tzinfo=UTC).date()


def published(opens: int, closes: int) -> None:
    """The scholarship, its call so many days from now."""
    today = timezone.now().date()
    files = dict(read_folder(PACKS / "bourse"))
    text_of = files["service.yaml"].decode()
    for before, days in (("opens: 2026-11-01", opens), ("closes: 2026-11-30", closes)):
        key = before.partition(":")[0]
        text_of = text_of.replace(before, f"{key}: {today + timedelta(days=days)}")
    files["service.yaml"] = text_of.encode()
    catalogue.publish(files, timezone.now())


def student(seed: int, average: int, days_ago: int) -> str:
    """A request for a grant."""
    answers: dict[str, Any] = {
        "prenoms": "Awa",
        "nom": "Traoré",
        "sexe": "femme",
        "date_naissance": BIRTH,
        "malien": True,
        "inscrit": True,
        "libre": False,
        "moyenne": Decimal(average),
        "lycee": "trois-ans",
        "sociale": False,
    }
    confirmed = casework.Confirmed(catalogue.named("bourse"), answers, "ussd", "fr", "")
    moment = casework.moment("ml", timezone.now() - timedelta(days=days_ago))
    with transaction.atomic():
        return casework.open_case(confirmed, Random(seed), moment).number


def test_the_ranking_is_shown_and_published_from_one_page() -> None:
    published(-30, -1)
    documents.ready(documents.Issuer("ml", "cenou", ""), timezone.now() - timedelta(days=1))
    numbers = [student(seed, 14 + seed, 10) for seed in range(4)]
    client = browser(agent("awa", "cenou", "commission"))
    assert ADDRESS in page(client.get("/agents/")).all("href")
    shown = client.get(ADDRESS)
    assert page(shown).wrong == []
    assert "2 accordés, 1 en attente, 1 refusés" in text(shown)
    fields = page(shown).form("")
    assert client.post(ADDRESS, {**fields, "vu": "3"}).status_code == 409
    assert Case.objects.filter(closed=None).count() == 4
    done = client.post(ADDRESS, fields, follow=True)
    assert "Résultats publiés : 2 accordés, 1 en attente, 1 refusés." in text(done)
    stages = [Case.objects.get(number=number).stage for number in numbers]
    assert stages == ["closed", "attente", "closed", "closed"]
    story = text(client.get(f"/agents/dossiers/{numbers[3]}/"))
    assert "Classé : place n° 1" in story


def test_nothing_is_published_while_requests_are_received() -> None:
    published(-1, 5)
    student(1, 14, 0)
    client = browser(agent("awa", "cenou", "commission"))
    assert "quand les demandes sont closes" in text(client.get(ADDRESS))
    assert client.post(ADDRESS, {"vu": "1"}).status_code == 409


def test_another_role_sees_no_ranking() -> None:
    published(-30, -1)
    client = browser(agent("awa", "cenou", "president"))
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in page(client.get("/agents/")).all("href")


@pytest.mark.parametrize(
    ("opens", "closes", "why"), [(2, 5, "s'ouvrent le"), (-5, -2, "closes depuis"), (-2, 2, "")]
)
def test_a_citizen_s_page_says_why_nothing_can_be_asked(opens: int, closes: int, why: str) -> None:
    published(opens, closes)
    citizen = Client()
    shown = citizen.get("/services/bourse/")
    assert why in text(shown)
    begun = "/services/bourse/commencer/" in page(shown).all("action")
    answer = citizen.post("/services/bourse/commencer/")
    assert begun == (not why) == (answer.get("Location") != "/services/bourse/")
