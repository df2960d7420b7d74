"""A node that is killed with -9 under load loses nothing and does nothing twice."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from bench.served import Gateway, Served, birth

pytestmark = pytest.mark.slow

KILLS = 100 if os.environ.get("KENE_CAMPAIGN") else 4
PHONES = 8
NUMBER = re.compile(r"\b(\d{3}) (\d{3}) (\d{3})\b")


class Load:
    """Phones that declare births one after the other, each until it is told a number."""

    def __init__(self, port: int) -> None:
        self.over = threading.Event()
        self.acknowledged: list[str] = []
        self.wrong: list[str] = []
        self.retries = 0
        self._threads = [
            threading.Thread(target=self._phone, args=(port, index)) for index in range(PHONES)
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _phone(self, port: int, index: int) -> None:
        gateway, calls = Gateway(port), 0
        while not self.over.is_set():
            calls += 1
            phone = f"+2237{index}{calls:06d}"
            try:
                answer = gateway.converse(f"{index}-{calls}", phone, birth())
            except Exception as error:  # told by the test's own thread
                self.wrong.append(repr(error))
                return
            found = NUMBER.search(answer)
            if not answer.startswith("END") or found is None:
                self.wrong.append(answer)
            else:
                self.acknowledged.append("".join(found.groups()))
        self.retries += gateway.retries


def test_each_acknowledged_confirmation_is_there_exactly_once(
    serve: Callable[..., Served],
) -> None:
    node, rng = serve(), Random(20261124)
    with Load(node.port) as load:
        for kill in range(KILLS):
            if kill % 4 != 3:
                node.wait_ready()
            time.sleep(rng.uniform(0.05, 2))
            node.kill()
            node.start()
        node.wait_ready()
        time.sleep(1)
    assert load.wrong == []
    assert load.retries >= KILLS // 2
    assert node.stop() == 0
    assert len(load.acknowledged) == len(set(load.acknowledged)) > KILLS
    _check(node.data, set(load.acknowledged))
    verified = node.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert (node.run("tasks").returncode, "Traceback" in node.log.read_text()) == (0, False)


def _check(data: Path, acknowledged: set[str]) -> None:
    """Every phone was answered in the end, so cases and acknowledgements are the same."""
    with sqlite3.connect(data / "kene.sqlite3") as database:
        cases = database.execute("SELECT number, person FROM kene_casework_case").fetchall()
        messages = database.execute("SELECT case_id, key, state FROM kene_casework_message")
        expected = sorted((number, "opened", "waiting") for number in acknowledged)
        assert sorted(messages) == expected
        opened = "SELECT about FROM kene_journal_line WHERE what = 'opened'"
        assert sorted(about for (about,) in database.execute(opened)) == sorted(acknowledged)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sorted(number for number, _ in cases) == sorted(acknowledged)
    assert len({person for _, person in cases}) == len(cases)
