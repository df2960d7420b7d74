"""The same tests and the same promises on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench import postgresql
from bench.served import ROOT, Gateway, Served, birth, served

from kene.core.conversation.later import come_back_later

PROGRAMS = postgresql.programs()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not on this machine"),
]
LATER = f"END {come_back_later()}"


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Server]:
    assert PROGRAMS
    with postgresql.running(PROGRAMS, durable=False) as started:
        yield started


def test_every_room_passes_its_tests_on_postgresql(server: postgresql.Server) -> None:
    """All of them that use a database; the others have run, and would say the same."""
    told = {
        "DATABASE_URL": server.create("apps"),
        "KENE_KEYS_DATABASE_URL": server.create("apps_keys"),
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "PYTHONPATH": str(ROOT / "tests"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "node.stored", "-m", "not slow", "tests/apps"],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-8000:]


@pytest.fixture
def node(server: postgresql.Server, tmp_path: Path) -> Iterator[Served]:
    """A node whose data are in PostgreSQL, and their keys in another database of it."""
    name = tmp_path.name.replace("-", "_").lower()
    addresses = {
        "DATABASE_URL": server.create(name),
        "KENE_KEYS_DATABASE_URL": server.create(f"{name}_keys"),
    }
    with served(tmp_path, **addresses) as started:
        yield started


def test_a_database_that_stops_loses_nothing(server: postgresql.Server, node: Served) -> None:
    gateway, inputs = Gateway(node.port), birth()
    assert "Confirmer" in gateway.converse("a", "+22376123456", inputs[:-1])
    server.stop()
    try:
        assert gateway.hop("a", "+22376123456", "*".join(inputs)) == (200, LATER)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{node.address}/services/naissance/")
        page = refused.value.read().decode()
        assert (refused.value.code, "Traceback" in page, "plus tard" in page) == (503, False, True)
        with pytest.raises(urllib.error.HTTPError) as unready:
            urllib.request.urlopen(f"{node.address}/readyz")
        assert unready.value.code == 503
    finally:
        server.start()
    answer = gateway.converse("b", "+22376123456", ())
    assert answer.startswith("CON ")
    assert gateway.hop("a", "+22376123456", "*".join(inputs))[0] == 200
    node.wait_ready()
    assert node.run("journal", "verify").returncode == 0
    assert node.stop() == 0


def test_more_people_than_connections_are_answered(node: Served) -> None:
    def call(index: int) -> str:
        return Gateway(node.port).converse(f"call-{index}", f"+223761234{index:02d}", birth()[:2])

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(call, range(64)))
    assert {answer[:4] for answer in answers} == {"CON "}


def test_a_node_whose_key_is_lost_leaves_its_database_as_it_is(node: Served) -> None:
    answer = Gateway(node.port).converse("a", "+22376123456", birth())
    assert answer.startswith("END Demande envoyée")
    assert node.stop() == 0
    key = node.data / "node.key"
    key.unlink()
    ran = node.run("serve", "--port", str(node.port))
    assert (ran.returncode, "La clé du nœud manque" in ran.stderr) == (2, True), ran.stderr
    assert not key.exists()


def test_a_node_whose_keys_are_lost_is_not_served(server: postgresql.Server, node: Served) -> None:
    assert Gateway(node.port).converse("a", "+22376123456", birth()).startswith("END ")
    assert node.stop() == 0
    node.settings["KENE_KEYS_DATABASE_URL"] = server.create(f"{node.data.parent.name}_lost")
    ran = node.run("serve", "--port", str(node.port))
    assert (ran.returncode, "La base des clés manque" in ran.stderr) == (2, True), ran.stderr
