"""Verifying a document from the command line, without a node."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.command import kene
from kene.documents import code, signing
from kene.documents.offline import Claims, Issuer

NOW = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2999, 1, 1, tzinfo=UTC)
ISSUER = Issuer("ml", "centre-etat-civil", "Centre d'état civil de Kati")


def sealed(folder: Path, expires: datetime | None, now: datetime = NOW) -> str:
    """A code signed with the key of a folder."""
    signing.ensure(folder / "keys", ISSUER, now)
    key = signing.signing(folder / "keys", ISSUER)
    fields = {"prenoms": "Awa", "nom": "Traoré"}
    claims = Claims("ml", bytes(8), "060 018 404 / 1", "Acte de naissance", now, expires, fields)
    return code.seal(claims, key)


def test_a_valid_document_is_shown(tmp_path: Path) -> None:
    text = sealed(tmp_path, LATER)
    ran = kene("verify", text, "--keys", tmp_path)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "Valide : signé par Centre d'état civil de Kati."
    assert "  Prénoms : Awa" in ran.out
    file = tmp_path / "code.txt"
    file.write_text(text)
    assert kene("verify", file, "--keys", tmp_path).code == 0
    answer = json.loads(kene("verify", text, "--json", KENE_DATA=str(tmp_path)).out)
    assert (answer["valid"], answer["verdict"]) == (True, "valid")
    assert answer["claims"]["nom"] == "Traoré"


@pytest.mark.parametrize("verdict", ["altered", "expired", "unknownkey", "unreadable"])
def test_what_is_not_valid_has_its_own_answer(verdict: str, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    expired = datetime(2020, 1, 2, tzinfo=UTC)
    text = {
        "altered": lambda: sealed(here, None)[:-4] + "0000",
        "expired": lambda: sealed(here, expired),
        "unknownkey": lambda: sealed(elsewhere, None),
        "unreadable": lambda: "bonjour",
    }[verdict]()
    ran = kene("verify", text, "--keys", here, "--json")
    assert ran.code == 1
    answer = json.loads(ran.out)
    assert (answer["valid"], answer["verdict"]) == (False, verdict)
    assert answer["message"]


def test_a_file_that_is_not_there_is_a_wrong_use(tmp_path: Path) -> None:
    ran = kene("verify", tmp_path / "acte.pdf")
    assert (ran.code, ran.out, "acte.pdf" in ran.err) == (2, "", True)
