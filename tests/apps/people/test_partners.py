"""Partners' keys: shown once, kept as a digest, counted by the minute, and closed for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from apps.town import NOON, founded
from kene.journal import api as journal
from kene.people import api as people
from kene.people.api import NoPartner, Partner, TooOften

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _node() -> None:
    founded()


def added(**details: object) -> str:
    given = {"name": "maternite-kati", "label": "Maternité de Kati", **details}
    return people.add_partner(Partner(**given), NOON)


def test_a_key_is_kept_as_a_digest_and_opens_for_its_partner_alone() -> None:
    key = added()
    other = people.add_partner(Partner(name="mairie", label="Mairie"), NOON)
    stored = Partner.objects.get(name="maternite-kati")
    assert key.partition(".")[2].encode() not in bytes(stored.digest)
    assert people.partner_of(key, NOON) == stored
    mixed = f"maternite-kati.{other.partition('.')[2]}"
    for wrong in (mixed, key[:-1], "", ".", "inconnu.x", key.upper()):
        with pytest.raises(NoPartner):
            people.partner_of(wrong, NOON)


def test_another_key_or_none_ends_the_one_before() -> None:
    first = added()
    second = people.renew_partner("maternite-kati", NOON)
    with pytest.raises(NoPartner):
        people.partner_of(first, NOON)
    people.close_partner("maternite-kati", NOON)
    with pytest.raises(NoPartner):
        people.partner_of(second, NOON)
    assert people.partner_of(people.renew_partner("maternite-kati", NOON), NOON)
    told = [line.what for line in journal.lines_about("maternite-kati")]
    assert told == ["partner-added", "partner-renewed", "partner-closed", "partner-renewed"]


def test_a_partner_waits_for_the_next_minute_once_it_asked_enough() -> None:
    key, at = added(rate=2), NOON + timedelta(seconds=45)
    people.partner_of(key, at)
    people.partner_of(key, at)
    with pytest.raises(TooOften) as refused:
        people.partner_of(key, at)
    assert refused.value.seconds == 16
    assert people.partner_of(key, at + timedelta(seconds=15))


def test_a_partner_may_send_what_it_was_allowed() -> None:
    people.partner_of(added(services="naissance copie"), NOON)
    partner = Partner.objects.get()
    assert (partner.may("naissance"), partner.may("bourse")) == (True, False)
    assert Partner(name="x", label="X").may("bourse")


@pytest.mark.parametrize("name", ["Kati", "a", "kati maternite", "partner:kati", "kati\n"])
def test_a_partner_has_a_plain_name_given_once(name: str) -> None:
    added()
    with pytest.raises(people.AlreadyThere):
        added()
    with pytest.raises(ValidationError):
        added(name=name)
