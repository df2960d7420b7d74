"""The simulated handset: what it is told, what its phones receive, and a call in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from bench.walked import ALONE
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Page, Playwright

from apps.town import NOON, PACKS, founded
from kene.casework.api import Outgoing
from kene.catalogue import api as catalogue
from kene.channels.contract import Channel
from kene.channels.hops import utc_now
from kene.channels.simulator.calls import Call
from kene.channels.simulator.phones import (
    KEPT,
    PHONES,
    PHONES_KEPT,
    Message,
    Phones,
    SimulatedCarrier,
)
from kene.channels.sms.kannel import PATH as SMS
from kene.channels.sms.kannel import REPORT, KannelLine, ReportApplication
from kene.channels.sms.sending import carry_by
from kene.channels.ussd.africastalking import PATH as USSD
from kene.channels.ussd.africastalking import AfricasTalking
from kene.tasks import api as tasks

DEMONSTRATION = "apps.web.demonstration"
AWA = "+22370000001"


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_network_that_it_is_told_is_the_node_s_own() -> None:
    founded(NOON)
    with override_settings(ROOT_URLCONF=DEMONSTRATION):
        page = Client().get("/simulateur/")
    for address in (USSD, SMS, REPORT, "/simulateur/messages"):
        assert f'"{address}"' in page.content.decode()


def test_a_phone_receives_what_the_node_sent_it_and_nothing_else() -> None:
    phones = Phones()
    sent = SimulatedCarrier(phones, lambda: NOON).send(Outgoing("r1", AWA, "Bonjour", 2))
    assert sent == "sent"
    assert phones.outbox_to(AWA) == [Message("r1", NOON, "Bonjour", 2, 20)]
    assert phones.outbox_to("+22370000002") == []


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.parametrize(
    ("country", "segment", "minute", "said"),
    [
        ("ml", 10, 81, "81 FCFA la minute"),
        ("bf", 50, None, "Le prix d&#x27;un appel n&#x27;est pas connu dans ce pays."),
        ("ne", None, None, "Le prix d&#x27;un appel n&#x27;est pas connu dans ce pays."),
    ],
)
def test_what_is_paid_is_the_tariff_of_the_node_s_country(
    country: str, segment: int | None, minute: int | None, said: str
) -> None:
    founded(NOON)
    phones = Phones()
    node = replace(settings.KENE, country=country)
    with override_settings(ROOT_URLCONF=DEMONSTRATION, KENE=node):
        page = Client().get("/simulateur/")
        SimulatedCarrier(phones, lambda: NOON).send(Outgoing("r1", AWA, "Bonjour", 2))
        call = Call(AWA, "over", begun=NOON, ended=NOON + timedelta(seconds=61))
        assert call.cost(NOON) == (None if minute is None else 83)
    assert phones.outbox_to(AWA)[0].cost == (None if segment is None else 2 * segment)
    told = page.context["network"]
    assert (told["price"], told["minute"]) == (segment, minute)
    assert page.context["uncounted"] == (minute is None)
    assert said in page.content.decode()
    assert "Prix inconnu dans ce pays." in page.content.decode()


def test_a_phone_holds_so_many_messages_and_no_more() -> None:
    phones = Phones()
    for number in range(KEPT + 1):
        SimulatedCarrier(phones, lambda: NOON).send(Outgoing(f"r{number}", AWA, "a", 1))
    assert [phones.outbox_to(AWA)[0].reference, len(phones.outbox_to(AWA))] == ["r1", KEPT]


def test_so_many_phones_are_simulated_and_no_more() -> None:
    phones = Phones()
    for number in range(PHONES_KEPT + 1):
        SimulatedCarrier(phones, lambda: NOON).send(Outgoing("r", f"+{number}", "a", 1))
    assert phones.outbox_to("+0") == []
    assert phones.outbox_to(f"+{PHONES_KEPT}")


def test_a_node_in_service_has_no_simulator() -> None:
    assert Client().get("/simulateur/").status_code == 404


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def _node() -> Callable[..., Iterable[bytes]]:
    hops = {
        USSD: Channel(AfricasTalking()),
        SMS: Channel(KannelLine()),
        REPORT: ReportApplication(),
    }
    django = WSGIHandler()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return hops.get(environ["PATH_INFO"], django)(environ, start)

    return application


@pytest.fixture
def handset(driver: Playwright) -> Iterator[Page]:
    if not shutil.which("chromium"):
        pytest.skip("chromium absent : « make tools » l'installe")
    founded(utc_now())
    carry_by(SimulatedCarrier())
    with override_settings(ROOT_URLCONF=DEMONSTRATION):
        server = make_server("127.0.0.1", 0, _node(), _Server, _Quiet)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        program = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=program, args=list(ALONE))
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(f"http://127.0.0.1:{server.server_port}/simulateur/")
        yield page
        browser.close()
        server.shutdown()


def _type(page: Page, text: str, shows: str) -> None:
    page.fill("#page-entry", text)
    page.press("#page-entry", "Enter")
    page.get_by_role("status").get_by_text(shows).wait_for()


def _apart(act: Callable[[], object]) -> None:
    """Do something with the database while a browser is driven, which Django allows no thread."""

    def done() -> None:
        act()
        connections.close_all()

    thread = Thread(target=done)
    thread.start()
    thread.join()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_birth_is_declared_from_the_handset_through_a_lost_network(handset: Page) -> None:
    for key in "*123#":
        handset.click(f'[data-key="{key}"]')
    handset.click(".call")
    handset.get_by_role("status").get_by_text("1 Français").wait_for()
    _type(handset, "1", "1 Naissance")
    _type(handset, "1", "Prénoms")
    handset.click('[data-key="#"]')  # letters: three presses of 2 are a C
    for _ in "abc":
        handset.click('[data-key="2"]')
    assert handset.input_value("#page-entry") == "C"
    _type(handset, "Awa", "Nom de famille")
    handset.click('[data-act="lose"]')
    handset.click(".call")
    handset.get_by_role("status").get_by_text("1 Continuer").wait_for()
    _type(handset, "1", "Nom de famille")
    _type(handset, "Traoré", "1 Fille")
    _type(handset, "1", "Date de naissance")
    born = utc_now() - timedelta(days=3)
    _type(handset, f"{born:%d/%m/%Y}", "Commune")
    _type(handset, "Sanankoroba", "mère")
    _type(handset, "Fatou Diarra", "père")
    _type(handset, "Moussa Traoré", "1 Sa mère")
    _type(handset, "1", "1 Confirmer")
    _type(handset, "1", "Demande envoyée")
    _apart(lambda: tasks.run_due(utc_now()))
    handset.locator("#page-inbox").get_by_text("Code :").wait_for()
    assert "10" in handset.inner_text("#page-state")
    assert "sur 160" in handset.inner_text("#page-octets")
    assert handset.evaluate("document.documentElement.scrollWidth") == 360
    assert PHONES.outbox_to(AWA)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_the_page_shows_what_the_node_did(handset: Page) -> None:
    _type(handset, "*123#", "Français")
    for typed, shows in (
        ("1", "Naissance"),
        ("1", "Prénoms"),
        ("Awa", "Nom de famille"),
        ("Traoré", "Fille ou garçon"),
        ("1", "Date de naissance"),
        (f"{utc_now() - timedelta(days=3):%d/%m/%Y}", "Commune"),
        ("Kati", "Kati (cercle)"),
        ("1", "mère"),
        ("Fanta Diarra", "père"),
        ("000", "Vous êtes"),
        ("1", "Vérifiez"),
        ("1", "Demande envoyée"),
    ):
        _type(handset, typed, shows)
    doings = handset.locator("#page-doings")
    doings.get_by_text("Dossier ouvert").wait_for()
    assert "dans le délai" in doings.inner_text().lower()
    assert "Message écrit" in doings.inner_text()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_the_page_begins_anew_when_a_service_is_published(handset: Page) -> None:
    _type(handset, "*123#", "Français")
    handset.wait_for_function("served !== ''")
    _apart(_published_anew)
    handset.get_by_role("status").get_by_text("Le service a changé").wait_for()


def _published_anew() -> None:
    files = dict(catalogue.read_folder(PACKS / "naissance"))
    files["wording/fr.yaml"] += b"\n# a new day\n"
    catalogue.publish(files, utc_now(), trial=True)
