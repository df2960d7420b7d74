"""A served node in chats: webhooks over HTTP, answers to the platforms, one of each."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from bench.served import Served, served

from apps.channels import chatting
from apps.channels.chatting import Simulated, bots, graph, message, signed, update, webhook
from kene.testing.channels import Asked

pytestmark = pytest.mark.slow

AWA = "+22376123456"


def test_a_served_node_answers_in_both_chats_once(tmp_path: Path) -> None:
    with graph() as (whats, _), bots() as (tele, _):
        told = {
            "KENE_WHATSAPP_PHONE": chatting.PHONE,
            "KENE_WHATSAPP_TOKEN": chatting.TOKEN,
            "KENE_WHATSAPP_SECRET": chatting.SECRET,
            "KENE_WHATSAPP_WORD": chatting.WORD,
            "KENE_WHATSAPP_API": f"{whats.url}/v23.0",
            "KENE_TELEGRAM_TOKEN": chatting.BOT,
            "KENE_TELEGRAM_SECRET": chatting.HEADER,
            "KENE_TELEGRAM_API": tele.url,
        }
        with served(tmp_path, **told) as node:
            for _ in range(3):
                asked = signed(webhook(message(AWA, "wamid.1", text="naissance")))
                assert _posted(node, "/channels/whatsapp", asked) == 200
                assert _posted(node, "/channels/telegram", update(1, 7, text="/start")) == 200
            assert _posted(node, "/channels/whatsapp", Asked(asked.body)) == 403
            _wait(whats, 1)
            _wait(tele, 2)
            time.sleep(1.5)
    assert len(whats.taken) == 1
    assert "Prénoms" in whats.texts[0]
    assert len(tele.taken) == 2
    assert whats.refused == tele.refused == []


def test_a_node_without_an_account_has_no_such_address(tmp_path: Path) -> None:
    with served(tmp_path) as node:
        asked = signed(webhook(message(AWA, "wamid.1", text="naissance")))
        assert _posted(node, "/channels/whatsapp", asked) == 404
        assert _posted(node, "/channels/telegram", update(1, 7, text="/start")) == 404


def test_an_account_without_its_secret_is_refused_at_the_start(tmp_path: Path) -> None:
    node = Served(tmp_path / "data", KENE_WHATSAPP_PHONE="1", KENE_TELEGRAM_TOKEN="1:A")
    node.found()
    done = node.run("serve", "--port", str(node.port))
    assert done.returncode != 0
    for name in ("KENE_WHATSAPP_SECRET", "KENE_WHATSAPP_WORD", "KENE_TELEGRAM_SECRET"):
        assert name in done.stdout + done.stderr


def _posted(node: Served, path: str, asked: Asked) -> int:
    headers = {"Content-Type": "application/json", **asked.headers}
    request = urllib.request.Request(node.address + path, asked.body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def _wait(platform: Simulated, count: int) -> None:
    for _ in range(200):
        if len(platform.taken) >= count:
            return
        time.sleep(0.1)
    raise TimeoutError(f"{len(platform.taken)} of {count} messages")
