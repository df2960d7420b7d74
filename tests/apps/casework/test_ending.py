"""What ends: values erased, keys expired, documents withdrawn, each in the journal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.town import NOON, founded
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment
from kene.documents import api as documents
from kene.documents import offline
from kene.journal import api as journal
from kene.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
AT = Moment(NOON, NOON.date())
NODE = casework.Reader("node", "node")
OFFICER = casework.Reader("agent", "officier", "centre-etat-civil", frozenset({"officier"}))


@pytest.fixture
def number(transactional_db: None) -> str:
    from random import Random

    founded()
    answers = {
        "prenoms": "Awa",
        "nom": "Traoré",
        "sexe": "fille",
        "date_naissance": date(2026, 11, 10),
        "lieu": "02-04-01",
        "mere": "Fanta Diarra",
        "lien": "mere",
    }
    service = catalogue.named("naissance")
    confirmed = casework.Confirmed(service, answers, "ussd", "fr", "+22376123456")
    return casework.open_case(confirmed, Random(7), AT).number


def verbs(number: str) -> list[str]:
    return [line.what for line in journal.lines_about(number)]


def test_an_erased_case_keeps_its_history_and_no_value(number: str) -> None:
    casework.erase(number, NODE, NOON)
    case = casework.read_case(number, NODE, AT)
    assert case.file.answers == {}
    assert case.erased == ("etablir-acte",)
    assert case.file.stage == "examen"
    assert "erased" in verbs(number)


def test_a_purpose_expires_when_its_time_after_the_close_has_passed(number: str) -> None:
    casework.withdraw(number, "ussd", AT)
    later = NOON + timedelta(days=364)
    assert casework.expire(later) == 0
    assert casework.expire(later + timedelta(days=3)) == 1
    case = casework.read_case(number, NODE, AT)
    assert [casework.shown(each) for each in casework.messages(number)] == ["", ""]
    assert case.file.answers["prenoms"] == "Awa"
    assert "expired" in verbs(number)


def test_keys_of_a_case_that_never_was_are_destroyed(number: str) -> None:
    privacy.new_keys("000000000", {"etablir-acte": None}, NOON)
    assert casework.expire(NOON + timedelta(hours=3)) == 1
    assert casework.read_case(number, NODE, AT).erased == ()


def test_a_withdrawn_document_is_said_withdrawn(number: str) -> None:
    seen = casework.read_case(number, OFFICER, AT).file.count
    case = casework.act(casework.Try(number, seen), "etablir", OFFICER, AT)
    [issued] = case.file.issued
    assert isinstance(documents.verify(issued.code, NOON), offline.Valid)
    casework.withdraw_document(issued.number, "erreur de saisie", NODE, NOON)
    assert isinstance(documents.verify(issued.code, NOON), offline.Withdrawn)
    assert "document-withdrawn" in verbs(number)
    with pytest.raises(LookupError):
        casework.withdraw_document("000 / 1", "erreur", NODE, NOON)
