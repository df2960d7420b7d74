"""Cases brought to another version by a command that is killed with -9 and started again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from bench.served import ROOT, Served

from core.services.broken_packs import GOOD, NEXT

pytestmark = pytest.mark.slow
CASES, KILLS = 150, 3
OPEN = f"""
import django
django.setup()
from datetime import UTC, datetime
from random import Random
from django.db import transaction
from kene.casework import api as casework
from kene.catalogue import api as catalogue
service, now = catalogue.named("carte"), datetime.now(UTC)
for number in range({CASES}):
    given = {{"nom": "Awa", "sorte": "neuve", "age": 20 + number % 60}}
    phone = f"+223760{{number:05d}}"
    confirmed = casework.Confirmed(service, given, "ussd", "fr", phone)
    with transaction.atomic():
        casework.open_case(confirmed, Random(number), casework.moment("ml", now))
"""
MOVED = 'SELECT case_id FROM kene_casework_caseevent WHERE public LIKE \'%"kind":"moved"%\''
TOLD = "SELECT case_id FROM kene_casework_message WHERE key = 'nouvelles-regles'"
LINES = "SELECT about FROM kene_journal_line WHERE what = 'moved'"


def folder(tmp_path: Path, name: str, files: dict[str, bytes]) -> str:
    """A pack written to a folder."""
    for path, octets in files.items():
        (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name / path).write_bytes(octets)
    return str(tmp_path / name)


def found(node: Served, query: str) -> Counter[str]:
    """How many times each case is in the answer."""
    with closing(sqlite3.connect(node.data / "kene.sqlite3")) as database:
        return Counter(case for (case,) in database.execute(query))


@pytest.fixture
def node(tmp_path: Path) -> Served:
    """A node with open cases of a version, and the next one published."""
    node = Served(tmp_path / "data")
    old, new = folder(tmp_path, "old", GOOD), folder(tmp_path, "new", NEXT)
    assert node.run("publish", old).returncode == 0
    environment = {**node.environment(), "DJANGO_SETTINGS_MODULE": "kene.site.settings"}
    subprocess.run([sys.executable, "-c", OPEN], cwd=ROOT, env=environment, check=True)
    shown = node.run("publish", new, typed="n\n")
    assert (shown.returncode, f"{CASES} dossiers ouverts restent" in shown.stdout) == (1, True)
    assert "On demande aussi : Votre métier." in shown.stdout
    assert f"{CASES} peuvent passer" in shown.stdout
    assert node.run("publish", new, "--yes").returncode == 0
    return node


def test_what_is_killed_in_the_middle_goes_on_and_nothing_is_done_twice(node: Served) -> None:
    tried = node.run("migrate", "carte")
    assert (tried.returncode, f"{CASES} peuvent passer" in tried.stdout) == (0, True)
    assert found(node, MOVED) == {}
    for kill in range(1, KILLS + 1):
        command = [sys.executable, "-m", "kene.cli", "migrate", "carte", "--apply"]
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env=node.environment(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while len(found(node, MOVED)) < kill * CASES // (KILLS + 1) and running.poll() is None:
            time.sleep(0.01)
        assert running.poll() is None, "it ended before it was killed"
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    left = CASES - len(found(node, MOVED))
    done = node.run("migrate", "carte", "--apply", "--by", "awa")
    assert (done.returncode, f"{left} dossiers sont passés" in done.stdout) == (0, True), (
        done.stdout
    )
    for query in (MOVED, TOLD, LINES):
        once = found(node, query)
        assert (len(once), set(once.values())) == (CASES, {1})
    verified = node.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    again = node.run("migrate", "carte", "--apply")
    assert "Aucun dossier ouvert" in again.stdout


def test_a_version_is_published_once_with_one_content(node: Served, tmp_path: Path) -> None:
    words = NEXT["wording/fr.yaml"].replace("Votre métier".encode(), "Quel métier".encode())
    other = folder(tmp_path, "other", {**NEXT, "wording/fr.yaml": words})
    refused = node.run("publish", other, "--yes")
    assert (refused.returncode, "carte@2026.2 est déjà publié" in refused.stdout) == (1, True)
    compared = node.run("diff", "carte@2026.2", other, "--texts")
    assert "Votre métier ? → Quel métier ?" in compared.stdout
