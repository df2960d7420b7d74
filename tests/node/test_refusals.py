"""A node that would be unsafe does not start, and says what to set."""

from __future__ import annotations

import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.served import PACKS, Served

pytestmark = pytest.mark.slow

UNSAFE = [
    ("KENE_DEBUG", "yes", "KENE_DEBUG vaut « yes » : retirez-le"),
    ("KENE_DEMO", "yes", "KENE_DEMO vaut « yes » : retirez-le"),
    ("KENE_SECRET", "", "KENE_SECRET est vide ou court : donnez"),
    ("KENE_SECRET", "court", "KENE_SECRET est vide ou court : donnez"),
    ("KENE_USSD_TOKEN", "", "KENE_USSD_TOKEN est vide"),
    ("KENE_SMS_TOKEN", "", "KENE_SMS_TOKEN est vide"),
    ("KENE_HOSTS", "*", "KENE_HOSTS vaut « * » : donnez le nom public"),
    ("DATABASE_URL", "mysql://ici/kene", "DATABASE_URL"),
    ("KENE_KEYS_DATABASE_URL", "oracle://ici/cles", "KENE_KEYS_DATABASE_URL"),
]
WORDS_OF_A_CRASH = ("Traceback", 'File "')


def refused(node: Served) -> str:
    """What `kene serve` says on the standard error when it does not start."""
    ran = node.run("serve", "--port", str(node.port))
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert not any(word in ran.stdout + ran.stderr for word in WORDS_OF_A_CRASH), ran.stderr
    return ran.stderr


@pytest.mark.parametrize(("name", "value", "sentence"), UNSAFE)
def test_an_unsafe_setting_is_refused_by_its_name(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    assert sentence in refused(Served(tmp_path / "data", **{name: value}))
    assert not (tmp_path / "data").exists()


def test_every_setting_that_is_wanting_is_told_at_once(tmp_path: Path) -> None:
    node = Served(tmp_path / "data")
    node.settings = {"KENE_DATA": str(node.data)}
    told = refused(node)
    assert [n for n in ("KENE_SECRET", "KENE_USSD_TOKEN", "KENE_SMS_TOKEN") if n in told] == [
        "KENE_SECRET",
        "KENE_USSD_TOKEN",
        "KENE_SMS_TOKEN",
    ]


def test_the_keys_are_never_in_the_database_that_they_open(tmp_path: Path) -> None:
    one = "postgres://kene@localhost/kene"
    node = Served(tmp_path / "data", DATABASE_URL=one, KENE_KEYS_DATABASE_URL=one)
    assert "KENE_KEYS_DATABASE_URL est la base des données" in refused(node)


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [("node.key", "La clé du nœud manque"), ("keys.sqlite3", "La base des clés manque")],
)
def test_data_without_their_keys_are_left_as_they_are(
    founded: Path, tmp_path: Path, lost: str, sentence: str
) -> None:
    node = Served(tmp_path / "data")
    shutil.copytree(founded, node.data)
    (node.data / lost).unlink()
    assert sentence in refused(node)
    assert not (node.data / lost).exists()
    published = node.run("publish", *PACKS)
    assert (published.returncode, sentence in published.stderr) == (2, True)
    assert not any(word in published.stderr for word in WORDS_OF_A_CRASH)


@pytest.mark.parametrize("word", ["serve", "demo"])
def test_a_port_that_is_taken_is_not_shared(tmp_path: Path, word: str) -> None:
    node = Served(tmp_path / "data")
    with socket.create_server(("127.0.0.1", node.port)):
        ran = node.run(word, "--port", str(node.port))
    assert (ran.returncode, f"127.0.0.1:{node.port} n'est pas libre" in ran.stderr) == (2, True)
    assert not any(said in ran.stderr for said in WORDS_OF_A_CRASH), ran.stderr


def test_the_machine_asks_whether_a_node_is_well_whatever_its_public_names(
    serve: Callable[..., Served],
) -> None:
    node = serve(KENE_HOSTS="kene.exemple.ml")
    with urllib.request.urlopen(f"{node.address}/metrics", timeout=30) as answer:
        assert answer.status == 200
    relayed = urllib.request.Request(f"{node.address}/metrics", headers={"X-Real-IP": "192.0.2.1"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(relayed, timeout=30)
    elsewhere = urllib.request.Request(f"{node.address}/readyz", headers={"Host": "example.org"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(elsewhere, timeout=30)
