"""A household in a case: on the agent's page, in the document and its code, and asked again."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from apps.town import NOON, founded
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment
from kene.documents import api as documents
from kene.documents import offline

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
AT = Moment(NOON, NOON.date())
PACK = Path(__file__).parents[3] / "packs" / "amo"
AGENT = casework.Reader("agent", "awa", "organisme-amo", frozenset({"gestionnaire"}))
NODE = casework.Reader("node", "node")
ANSWERS = {
    "prenoms": "Bakary",
    "nom": "Coulibaly",
    "date_naissance": NOON.date().replace(year=1985),
    "situation": "salarie",
    "employeur": "Sotelma",
    "couvertures": ("mutuelle",),
    "prenoms_membre.1": "Aminata Diarra",
    "lien.1": "conjoint",
    "naissance_membre.1": NOON.date().replace(year=1990),
    "prenoms_membre.2": "Moussa Coulibaly",
    "lien.2": "enfant",
    "naissance_membre.2": NOON.date().replace(year=2015),
    "membres": 2,
    "commune": "02-04-18",
}


@pytest.fixture
def number(transactional_db: None) -> str:
    founded()
    service = catalogue.publish_folder(PACK, NOON)
    documents.ready(documents.Issuer(service.country, service.authority, ""), NOON)
    return casework.open_case(
        casework.Confirmed(service, ANSWERS, "ussd", "fr", "+22376123456"), Random(7), AT
    ).number


def test_a_document_shows_each_item_on_a_line(number: str) -> None:
    seen = casework.read_case(number, NODE, AT).file.count
    casework.act(casework.Try(number, seen), "inscrire", AGENT, AT)
    pdf = casework.document(number, "attestation", NODE, AT)
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage().get_text_range()
    assert "Personne 1" in page and "Aminata Diarra, Conjoint" in page
    assert "Personne 2" in page and "Moussa Coulibaly, Enfant" in page
    verdict = documents.verify(pdf, NOON)
    assert isinstance(verdict, offline.Valid)
    assert verdict.claims.fields["nom"] == "Coulibaly"


def test_a_list_that_is_asked_again_is_replaced_as_a_whole(number: str) -> None:
    seen = casework.read_case(number, NODE, AT).file.count
    given = casework.Given("Moussa est déjà inscrit.")
    casework.act(casework.Try(number, seen, given), "demander", AGENT, AT)
    answers = {name: v for name, v in ANSWERS.items() if not name.endswith(".2")} | {"membres": 1}
    casework.complete(number, answers, "sms", AT)  # type: ignore[arg-type]
    file = casework.read_case(number, NODE, AT).file
    assert file.answers == answers
    assert file.decided["droit"].outcome == "ouvert"
