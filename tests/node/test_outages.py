"""What a node leans on goes away and comes back: a sentence meanwhile, and nothing is lost."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import pytest
from bench.served import Gateway, Served, birth, free_port

from kene.core.conversation.later import come_back_later
from node.browsing import Browser
from node.listening import sms_gateway
from node.outages import full, locked

pytestmark = pytest.mark.slow

LATER = f"END {come_back_later()}"
PHONE = "+22376123456"
SECONDS = 60


def begun(node: Served) -> tuple[Gateway, str]:
    """A declaration typed up to its summary, and the text of the hop that confirms it."""
    gateway, inputs = Gateway(node.port), birth()
    assert "Confirmer" in gateway.converse("before", PHONE, inputs[:-1])
    return gateway, "*".join(inputs)


def cases(node: Served) -> int:
    with closing(sqlite3.connect(node.data / "kene.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM kene_casework_case").fetchone()[0])


@pytest.mark.parametrize("outage", [locked, full])
def test_a_hop_that_cannot_be_kept_is_told_to_come_back_later(
    serve: Callable[..., Served], outage: Callable[[Served], Iterator[None]]
) -> None:
    node = serve()
    gateway, confirming = begun(node)
    with outage(node), ThreadPoolExecutor() as pool:
        told = pool.submit(gateway.hop, "before", PHONE, confirming)
        new = pool.submit(Gateway(node.port).hop, "new", "+22376000001", "")
        assert (told.result(), new.result()) == ((200, LATER), (200, LATER))
    assert cases(node) in (0, 1)
    answer = gateway.until_answered("before", PHONE, confirming)
    assert answer.startswith("END Demande envoyée")
    assert cases(node) == 1
    assert gateway.hop("again", "+22376000001", "")[1].startswith("CON ")
    assert node.run("journal", "verify").returncode == 0
    assert node.stop() == 0


@pytest.mark.parametrize("outage", [locked, full])
def test_a_page_that_cannot_be_kept_is_told_to_come_back_later(
    serve: Callable[..., Served], outage: Callable[[Served], Iterator[None]]
) -> None:
    node = serve()
    browser = Browser(node.address)
    browser.get("/services/naissance/")
    with outage(node):
        browser.send("/commencer/")
        assert (browser.status, "Traceback" in browser.body) == (503, False)
        assert "plus tard" in browser.body
        browser.get("/services/naissance/")
        assert browser.status == 200
    browser.send("/commencer/")
    assert (browser.status, 'data-here="/demande/etape/enfant/"' in browser.body) == (200, True)
    assert node.stop() == 0


def test_messages_wait_for_their_gateway(serve: Callable[..., Served]) -> None:
    port = free_port()
    node = serve(KENE_KANNEL=f"http://kene:word@127.0.0.1:{port}/cgi-bin/sendsms")
    gateway, confirming = begun(node)
    assert gateway.hop("before", PHONE, confirming)[1].startswith("END Demande envoyée")
    time.sleep(1)
    state = json.loads(node.run("tasks", "--json").stdout)
    assert (state["failed"], state["waiting"] + state["running"] > 0) == (0, True)
    with sms_gateway(port) as messages:
        until = time.monotonic() + SECONDS
        while not messages and time.monotonic() < until:
            time.sleep(0.1)
    assert [message["to"] for message in messages] == [PHONE]
    assert node.stop() == 0


def test_a_node_that_is_asked_to_stop_answers_what_it_accepted(
    serve: Callable[..., Served],
) -> None:
    node = serve()
    with ThreadPoolExecutor(16) as pool:
        with locked(node):
            hops = [pool.submit(_dial, node, index) for index in range(16)]
            time.sleep(1)
            stopping: Future[int] = pool.submit(node.stop, 30)
            time.sleep(1)
            assert not any(hop.done() for hop in hops)
        answers = [hop.result() for hop in hops]
    assert {status for status, _ in answers} == {200}
    assert all(text.startswith("CON ") for _, text in answers), answers
    assert stopping.result() == 0
    with closing(sqlite3.connect(node.data / "kene.sqlite3")) as database:
        kept = database.execute("SELECT count(*) FROM kene_intake_draft").fetchone()[0]
    assert kept == len(answers)


def _dial(node: Served, index: int) -> tuple[int, str]:
    return Gateway(node.port).hop(f"dial-{index}", f"+223761234{index:02d}", "")
