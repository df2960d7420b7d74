"""The words of the command line that need a node: agents, journal, tasks, keys, copies."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command import ROOT, Ran, kene

pytestmark = pytest.mark.slow

PREPARE = """
import django
django.setup()
from datetime import UTC, datetime
from kene.site.preparing import prepare
prepare(datetime.now(UTC))
"""
PASSWORD = "le-registre-de-kati-2026\n"
SECRET = "only-for-tests-only-for-tests-only-for-tests-12345"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a node that has started once, with an agent."""
    data = tmp_path_factory.mktemp("node") / "data"
    environment = {
        "PATH": os.environ["PATH"],
        "KENE_DATA": str(data),
        "KENE_SECRET": SECRET,
        "DJANGO_SETTINGS_MODULE": "kene.site.settings",
        "PYTHONPATH": "src",
    }
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)
    assert on(data, "publish", "packs/naissance").code == 0
    words = ("--name", "Awa Diarra", "--authority", "centre-etat-civil", "--role", "officier")
    assert on(data, "agents", "add", "awa.diarra", *words, typed=PASSWORD).code == 0
    return data


def on(data: Path, *words: str | Path, typed: str = "") -> Ran:
    """`kene` on the node whose data are in that folder."""
    return kene(*words, typed=typed, KENE_DATA=str(data), KENE_SECRET=SECRET)


def test_agents_are_listed_with_their_roles(node: Path) -> None:
    [agent] = json.loads(on(node, "agents", "list", "--json").out)
    assert agent["username"] == "awa.diarra"
    assert agent["roles"] == ["centre-etat-civil/officier"]
    plain = on(node, "agents", "list").out.splitlines()
    assert plain[0].split("  ")[0] == "agent"
    assert plain[1].startswith("awa.diarra  Awa Diarra  actif")


def test_a_username_is_given_once(node: Path) -> None:
    words = ("--name", "Awa", "--authority", "mairie", "--role", "agent")
    ran = on(node, "agents", "add", "awa.diarra", *words, typed=PASSWORD)
    assert (ran.code, "existe déjà" in ran.err) == (2, True)


def test_a_password_that_will_not_do_is_refused(node: Path) -> None:
    words = ("--name", "Awa", "--authority", "mairie", "--role", "agent")
    ran = on(node, "agents", "add", "awa.keita", *words, typed="court\n")
    assert (ran.code, "mot de passe" in ran.err) == (2, True)


def test_an_agent_who_does_not_exist_is_a_problem(node: Path) -> None:
    assert on(node, "agents", "reset", "personne").code == 1


def test_a_demonstration_keeps_its_secret_for_the_words_that_act_on_it(tmp_path: Path) -> None:
    assert kene("agents", "list", KENE_DATA=str(tmp_path)).code == 2
    (tmp_path / "secret").write_text(SECRET)
    assert "KENE_SECRET" not in kene("agents", "list", KENE_DATA=str(tmp_path)).err


def test_the_journal_of_a_node_is_whole(node: Path) -> None:
    found = json.loads(on(node, "journal", "verify", "--json").out)
    assert found["whole"]
    assert found["lines"] >= 2


def test_a_line_of_the_journal_that_was_changed_is_named(node: Path, tmp_path: Path) -> None:
    copy = restored(node, tmp_path)
    with sqlite3.connect(copy / "kene.sqlite3") as opened:
        triggers = opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            opened.execute(f'DROP TRIGGER "{name}"')
        opened.execute("UPDATE kene_journal_line SET who = 'x' WHERE number = 1")
    ran = on(copy, "journal", "verify")
    assert ran.code == 1
    assert "La ligne 1 a été modifiée." in ran.out
    assert "Line 1 was changed." in on(copy, "journal", "verify", "--lang", "en").out


def restored(node: Path, tmp_path: Path) -> Path:
    """Another node, made from copies of this one."""
    data, keys, copy = tmp_path / "data", tmp_path / "keys", tmp_path / "node"
    assert on(node, "backup", data, "--keys", keys).code == 0
    assert on(copy, "restore", data, "--keys", keys).code == 0
    return copy


def test_what_was_copied_is_put_back_whole(node: Path, tmp_path: Path) -> None:
    said = Path("voice") / "bm" / "0123456789abcdef01234567.wav"
    (node / said).parent.mkdir(parents=True)
    (node / said).write_bytes(b"RIFF")
    copy = restored(node, tmp_path)
    assert (copy / said).read_bytes() == b"RIFF"
    words = ("journal", "verify", "--json")
    assert on(copy, *words).out == on(node, *words).out
    agents = on(node, "agents", "list", "--json").out
    assert on(copy, "agents", "list", "--json").out == agents
    signing = {path.name for path in (node / "keys").glob("*.pem")}
    assert {path.name for path in (copy / "keys").glob("*.pem")} == signing


def test_the_copy_of_the_data_holds_no_key_of_it(node: Path, tmp_path: Path) -> None:
    ran = on(node, "backup", tmp_path / "data")
    assert ran.code == 0
    assert "Les clés n'ont pas été copiées" in ran.out
    names = {path.name for path in (tmp_path / "data").rglob("*")}
    assert not names & {"node.key", "keys.sqlite3"}
    key = (node / "node.key").read_bytes()
    for path in (tmp_path / "data").rglob("*"):
        assert path.is_dir() or key not in path.read_bytes()


def test_the_keys_are_never_copied_beside_the_data(node: Path, tmp_path: Path) -> None:
    ran = on(node, "backup", tmp_path / "data", "--keys", tmp_path / "data" / "keys")
    assert ran.code == 1
    assert not (tmp_path / "data").exists()


def test_nothing_is_replaced_unasked(node: Path, tmp_path: Path) -> None:
    copy = restored(node, tmp_path)
    assert on(copy, "restore", tmp_path / "data").code == 1
    assert on(copy, "restore", tmp_path / "data", "--replace").code == 0
    assert on(node, "backup", tmp_path / "data").code == 1


def test_a_node_that_never_started_says_what_to_do(tmp_path: Path) -> None:
    for words in (("journal", "verify"), ("agents", "list"), ("tasks",)):
        ran = on(tmp_path / "none", *words)
        assert (ran.code, "kene serve" in ran.out) == (1, True)
        assert "Traceback" not in ran.err


def test_keys_are_rotated_and_the_old_ones_still_verify(node: Path) -> None:
    before = json.loads((node / "keys" / "public.json").read_text())["keys"]
    assert on(node, "keys", "rotate").code == 0
    after = json.loads((node / "keys" / "public.json").read_text())["keys"]
    assert len(after) == len(before) + 1


def test_tasks_are_counted(node: Path) -> None:
    state = json.loads(on(node, "tasks", "--json").out)
    assert state["failed"] == 0
    assert on(node, "tasks", "--retry", "rien").code == 2
