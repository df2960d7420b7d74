"""Signing in: two factors, throttled, journaled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from apps.backoffice.world import PASSWORD, agent, browser, code, page, text
from kene.journal import api as journal
from kene.people import api as people
from kene.site import settings as node

LOGIN = "/agents/entrer/"
CODE = "/agents/entrer/code/"


def lines(who: str) -> list[tuple[str, str]]:
    """What the journal says of somebody's tries, oldest first."""
    found = [line for line in journal.lines_about("") if line.who == who]
    return [(line.what, line.detail) for line in found]


def changes(username: str) -> list[tuple[str, str, str]]:
    """What the journal says was done to an account, and by whom."""
    return [(line.who, line.what, line.detail) for line in journal.lines_about(username)]


def sign_in(client: Client, username: str, password: str = PASSWORD) -> object:
    return client.post(LOGIN, {"login": username, "password": password})


def test_password_then_code_open_the_worklist() -> None:
    awa = agent("awa")
    client = Client()
    assert client.get("/agents/")["Location"] == f"{LOGIN}?next=/agents/"
    assert sign_in(client, "awa")["Location"] == CODE
    assert client.get("/agents/").status_code == 302
    assert client.post(CODE, {"code": code(awa)})["Location"] == "/agents/"
    assert client.get("/agents/").status_code == 200
    assert lines("awa") == [("signed-in", "")]


def test_the_password_alone_opens_nothing() -> None:
    agent("awa")
    client = Client()
    sign_in(client, "awa")
    for address in ("/agents/", "/agents/compte/", "/agents/noeud/", "/agents/compte/secours/"):
        assert client.get(address)["Location"].startswith(LOGIN)


def test_an_agent_without_second_factor_is_sent_to_set_it_up() -> None:
    awa = people.create_agent("awa", "Awa", PASSWORD, timezone.now())
    client = Client()
    assert sign_in(client, "awa")["Location"] == "/agents/"
    set_up = "/agents/compte/telephone/"
    for address in ("/agents/", "/agents/compte/", "/agents/dossiers/000000000/"):
        assert client.get(address)["Location"] == set_up
    shown = client.get(set_up)
    assert "<svg" in shown.content.decode()
    awa.totp = client.session["mfa.totp.secret"]  # type: ignore[attr-defined]
    assert client.post(set_up, {"code": "000000"}).status_code == 200
    assert client.post(set_up, {"code": code(awa)})["Location"] == "/agents/compte/secours/"
    assert client.get("/agents/compte/secours/").content.decode().count("<li><code>") == 10
    assert client.get("/agents/").status_code == 200


def test_secrets_of_codes_are_stored_sealed() -> None:
    awa = agent("awa")
    stored = Authenticator.objects.get(user=awa).data["secret"]
    assert awa.totp not in stored  # type: ignore[attr-defined]


@override_settings(PASSWORD_HASHERS=node.PASSWORD_HASHERS)
def test_passwords_are_kept_with_argon2() -> None:
    assert agent("awa").password.startswith("argon2$argon2id$v=19$m=102400,t=2,")


def test_a_code_opens_once() -> None:
    awa = agent("awa")
    shown = code(awa)
    for opened in (True, False):
        client = Client()
        sign_in(client, "awa")
        answer = client.post(CODE, {"code": shown})
        assert (answer.status_code == 302) is opened


def test_wrong_tries_are_journaled_without_what_was_typed() -> None:
    agent("awa")
    client = Client()
    sign_in(client, "awa", "pas le bon mot de passe")
    sign_in(client, "mon mot de passe tapé trop haut")
    sign_in(client, "awa")
    client.post(CODE, {"code": "000000"})
    assert lines("awa") == [("signed-in-failed", "password"), ("signed-in-failed", "code")]
    assert lines("unknown") == [("signed-in-failed", "password")]


def test_guessing_a_password_is_throttled_for_its_owner_too() -> None:
    agent("awa")
    for _ in range(5):
        sign_in(Client(), "awa", "deviné")
    answer = Client().post(LOGIN, {"login": "awa", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Trop d'essais" in text(answer)


def test_guessing_from_one_address_ends_in_a_page_that_says_so() -> None:
    answers = [sign_in(Client(), f"agent-{n}", "deviné") for n in range(31)]
    assert answers[-1].status_code == 429
    assert "Trop d'essais" in text(answers[-1])


def test_guessing_a_code_is_throttled() -> None:
    awa = agent("awa")
    client = Client()
    sign_in(client, "awa")
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code(awa)}).status_code == 200


def test_what_counts_tries_names_nobody() -> None:
    from django.db import connection

    agent("awa")
    sign_in(Client(), "awa", "deviné")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM kene_people_cache")
        keys = [row[0] for row in cursor.fetchall()]
    assert keys
    assert not any("127.0.0.1" in key or "awa" in key for key in keys)


def test_a_closed_account_is_out_at_once_and_stays_out() -> None:
    awa = agent("awa")
    client = browser(awa)
    assert client.get("/agents/").status_code == 200
    people.deactivate("awa", timezone.now())
    assert client.get("/agents/").status_code == 302
    assert sign_in(Client(), "awa")["Location"] == "/agents/ferme/"


def test_a_lost_telephone_ends_sessions_and_asks_for_another() -> None:
    awa = agent("awa")
    client = browser(awa)
    people.reset_totp("awa", timezone.now())
    assert client.get("/agents/")["Location"].startswith(LOGIN)
    again = Client()
    sign_in(again, "awa")
    assert again.get("/agents/")["Location"] == "/agents/compte/telephone/"


def test_changing_telephone_asks_who_it_is_and_leads_to_the_next() -> None:
    awa = agent("awa")
    client = browser(awa)
    change = "/agents/compte/telephone/changer/"
    again = client.get(change)["Location"]
    assert again.startswith("/agents/confirmer/code/?")
    by_password = client.get(f"/agents/confirmer/?next={change}")["Location"]
    assert by_password.startswith("/agents/confirmer/code/?")
    assert client.post(again, {"code": code(awa), "next": change})["Location"] == change
    assert client.post(change)["Location"] == "/agents/compte/telephone/"
    assert ("awa", "agent-changed", "totp") in changes("awa")
    assert client.get("/agents/")["Location"] == "/agents/compte/telephone/"


def test_a_changed_password_is_long_and_ends_other_sessions() -> None:
    awa = agent("awa")
    here, elsewhere = browser(awa), browser(awa)
    address = "/agents/compte/mot-de-passe/"
    given = {"oldpassword": PASSWORD, "password1": "court", "password2": "court"}
    assert here.post(address, given).status_code == 200
    given |= {"password1": "cheval pirogue lampe", "password2": "cheval pirogue lampe"}
    assert here.post(address, given).status_code == 302
    assert ("awa", "agent-changed", "password") in changes("awa")
    assert here.get("/agents/").status_code == 200
    assert elsewhere.get("/agents/").status_code == 302


def test_leaving_is_journaled_and_needs_a_post() -> None:
    client = browser(agent("awa"))
    client.get("/agents/sortir/")
    assert client.get("/agents/").status_code == 200
    client.post("/agents/sortir/")
    assert client.get("/agents/").status_code == 302
    assert ("signed-out", "") in lines("awa")


def test_a_session_ends_half_an_hour_after_its_last_page() -> None:
    client = browser(agent("awa"))
    client.get("/agents/")
    session = Session.objects.get()
    left = session.expire_date - timezone.now()
    assert 29 * 60 < left.total_seconds() <= 30 * 60
    people.expire_sessions(session.expire_date + (session.expire_date - timezone.now()))
    assert client.get("/agents/").status_code == 302


def test_the_cookies_are_for_this_browser_alone() -> None:
    agent("awa")
    client = Client()
    client.get(LOGIN)
    sign_in(client, "awa")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_forms_are_refused_without_their_token() -> None:
    agent("awa")
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "awa").status_code == 403


def test_nobody_signs_up() -> None:
    assert Client().get("/agents/signup/").status_code == 404


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demonstration_shows_accounts(monkeypatch: pytest.MonkeyPatch, demo: bool) -> None:
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, demo=True))
    accounts = people.create_demo_agents(timezone.now())
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, demo=demo))
    shown = Client().get(LOGIN).content.decode()
    assert (accounts[0].password in shown) is demo
    client = Client()
    sign_in(client, "officier", accounts[0].password)
    second = client.get(CODE)
    assert ("Démonstration" in second.content.decode()) is demo


def test_the_codes_that_a_demonstration_shows_open_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, demo=True))
    people.create_demo_agents(timezone.now())
    for _ in range(2):
        officier = people.demo_accounts(timezone.now())[0]
        client = Client()
        sign_in(client, officier.username, officier.password)
        assert client.post(CODE, {"code": officier.code}).status_code == 302


def test_a_node_in_service_makes_no_account_that_all_know() -> None:
    with pytest.raises(PermissionError):
        people.create_demo_agents(timezone.now())


def test_a_wrong_password_is_said_beside_no_field_and_keeps_the_name() -> None:
    agent("awa")
    answer = sign_in(Client(), "awa", "faux")
    assert answer.status_code == 200
    assert "awa" in page(answer).all("value")
    assert 'role="alert"' in answer.content.decode()
