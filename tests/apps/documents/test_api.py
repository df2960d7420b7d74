"""Documents of a node: issued once, made again to the octet, withdrawn for all verifiers."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from apps.documents.world import BIRTH, CENTRE, LATER, NOW, START, page, template
from kene.documents import api, code, trust
from kene.documents.models import Document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node of its own data folder, at its first start."""
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, data=tmp_path))
    assert api.ready(CENTRE, START)


def request(number: str = "2600012345") -> api.Request:
    return api.Request("2600012345", "acte", CENTRE, BIRTH, page(number), template())


def test_an_issued_document_is_verified_and_named(tmp_path: Path) -> None:
    made = api.issue(request(), Random(1), NOW)
    verdict = api.verify(made.code, NOW)
    assert isinstance(verdict, code.Valid)
    assert verdict.claims.fields == BIRTH
    assert verdict.claims.number == made.number == "2600012345"
    assert Document.objects.get().digest == made.digest


def test_the_document_made_again_is_the_same_to_the_octet() -> None:
    made = api.issue(request(), Random(1), NOW + timedelta(microseconds=12))
    assert api.copy(template(), page(), made.code) == made


def test_a_document_is_made_again_after_its_key_was_rotated() -> None:
    made = api.issue(request(), Random(1), NOW)
    api.rotate(CENTRE, LATER)
    assert api.copy(template(), page(), made.code) == made
    assert isinstance(api.verify(made.code, LATER), code.Valid)


def test_the_database_holds_nothing_that_the_document_says(tmp_path: Path) -> None:
    api.issue(request(), Random(1), NOW)
    row = Document.objects.values().get()
    for value in BIRTH.values():
        assert str(value) not in str(row)


def test_a_number_is_issued_once() -> None:
    api.issue(request(), Random(1), NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        api.issue(request(), Random(2), NOW)
    assert Document.objects.count() == 1


def test_a_withdrawn_document_is_withdrawn_for_whoever_carries_the_list(tmp_path: Path) -> None:
    made, other = (api.issue(request(number), Random(number), NOW) for number in ("1", "2"))
    api.withdraw("1", "erreur de saisie", "agent-7", LATER)
    verdict = api.verify(made.code, LATER)
    assert isinstance(verdict, code.Withdrawn)
    assert verdict.since == LATER
    assert isinstance(api.verify(other.code, LATER), code.Valid)


def test_withdrawing_again_changes_nothing() -> None:
    made = api.issue(request(), Random(1), NOW)
    api.withdraw(made.number, "erreur de saisie", "agent-7", NOW)
    api.withdraw(made.number, "autre", "agent-8", LATER)
    verdict = api.verify(made.code, LATER)
    assert isinstance(verdict, code.Withdrawn)
    assert verdict.since == NOW


def test_a_withdrawal_that_is_not_committed_is_not_published() -> None:
    made = api.issue(request(), Random(1), NOW)
    with transaction.atomic():
        api.withdraw(made.number, "erreur de saisie", "agent-7", NOW)
        transaction.set_rollback(True)
    assert isinstance(api.verify(made.code, LATER), code.Valid)


def test_a_list_lost_in_a_crash_is_published_at_the_next_start(tmp_path: Path) -> None:
    made = api.issue(request(), Random(1), NOW)
    api.withdraw(made.number, "erreur de saisie", "agent-7", NOW)
    for path in (tmp_path / trust.WITHDRAWN).glob("*.cose"):
        path.unlink()
    assert isinstance(api.verify(made.code, LATER), code.Valid)
    assert not api.ready(CENTRE, LATER)
    assert isinstance(api.verify(made.code, LATER), code.Withdrawn)


def test_the_list_is_still_believed_after_a_rotation() -> None:
    made = api.issue(request(), Random(1), NOW)
    api.withdraw(made.number, "erreur de saisie", "agent-7", NOW)
    api.rotate(CENTRE, LATER)
    assert isinstance(api.verify(made.code, LATER), code.Withdrawn)
    assert len(api.public_keys()) == 2


def test_withdrawing_what_was_never_issued_is_refused() -> None:
    with pytest.raises(api.NeverIssued):
        api.withdraw("3", "erreur de saisie", "agent-7", NOW)
