"""Accounts and roles: each change is journaled, and a name is never given twice."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.town import founded
from kene.journal import api as journal
from kene.people import api as people

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

PASSWORD = "quatre mots sans lien"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(NOW)


def made(username: str = "awa.traore") -> people.Agent:
    return people.create_agent(username, "Awa Traoré", PASSWORD, NOW, by="operateur")


def told(username: str = "awa.traore") -> list[tuple[str, str, str]]:
    return [(line.who, line.what, line.detail) for line in journal.lines_about(username)]


def test_a_username_is_never_given_twice() -> None:
    made()
    people.deactivate("awa.traore", NOW)
    with pytest.raises(people.AlreadyThere):
        made()


@pytest.mark.parametrize("username", ["Awa", "a", "awa traore", "é.awa", "awa\n", "9awa"])
def test_a_username_is_plain(username: str) -> None:
    with pytest.raises(ValidationError):
        made(username)


@pytest.mark.parametrize("password", ["court", "123456789012", "awa.traore.awa", "123456qwerty"])
def test_a_weak_password_makes_no_account(password: str) -> None:
    with pytest.raises(ValidationError):
        people.create_agent("awa.traore", "Awa Traoré", password, NOW)
    with pytest.raises(people.Unknown):
        people.find("awa.traore")


def test_each_change_is_journaled_with_who_made_it() -> None:
    agent = made()
    role = people.Membership(authority="mairie", role="officier", place="02-06")
    people.give_role(agent, role, NOW, by="operateur")
    people.give_role(agent, role, NOW, by="operateur")
    people.take_role(agent, role, NOW, by="operateur")
    people.take_role(agent, role, NOW, by="operateur")
    people.change_password(agent.username, "autre mots sans lien", NOW, by="operateur")
    people.reset_totp(agent.username, NOW, by="operateur")
    people.deactivate(agent.username, NOW, by="operateur")
    assert told() == [
        ("operateur", "agent-added", ""),
        ("operateur", "role-given", "mairie/officier/02-06"),
        ("operateur", "role-taken", "mairie/officier/02-06"),
        ("operateur", "agent-changed", "password"),
        ("operateur", "agent-changed", "totp"),
        ("operateur", "agent-closed", ""),
    ]


def test_roles_end_with_the_account() -> None:
    agent = made()
    people.give_role(agent, people.Membership(authority="mairie", role="officier"), NOW)
    people.give_role(agent, people.Membership(authority=people.NODE, role=people.OPERATOR), NOW)
    assert [each.authority for each in people.memberships(agent)] == ["mairie"]
    assert people.is_operator(agent)
    assert [each.username for each in people.with_role("mairie", "officier")] == ["awa.traore"]
    people.deactivate("awa.traore", NOW)
    agent.refresh_from_db()
    assert people.memberships(agent) == ()
    assert not people.is_operator(agent)
    assert people.with_role("mairie", "officier") == ()


def test_names_stay_on_what_a_closed_account_did() -> None:
    made()
    people.deactivate("awa.traore", NOW)
    assert people.names(["awa.traore", "personne"]) == {"awa.traore": "Awa Traoré"}
