"""Services from elsewhere and to elsewhere, on the command line."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from cli.command import ROOT, kene
from exchange.forms import form, octets

NAISSANCE = "packs/naissance"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    survey = "type|name|label\ntext|nom|Votre nom ?\ngeoshape|lieu|Où ?\ntext|date|Quand ?"
    written = tmp_path / "essai.xlsx"
    written.write_bytes(octets(form(survey)))
    return written


def test_a_form_becomes_a_pack_that_check_reads(file: Path, tmp_path: Path) -> None:
    ran = kene("import", "xlsform", file, "-o", tmp_path / "pack")
    assert ran.code == 0
    assert "essai.xlsx:survey:3 X101" in ran.out
    assert "1 partie non importée, 1 à relire" in ran.out
    assert "X101" in (tmp_path / "pack/IMPORT.md").read_text()
    assert kene("check", tmp_path / "pack").code == 0


def test_an_import_is_told_to_a_program_too(file: Path, tmp_path: Path) -> None:
    told = json.loads(kene("import", "xlsform", file, "-o", tmp_path / "p", "--json").out)
    assert told["whole"] is False
    assert [each["line"] for each in told["lost"]] == [3]
    assert [each["code"] for each in told["changed"]] == ["X206"]


def test_an_import_writes_over_nothing_and_says_what_is_no_form(file: Path, tmp_path: Path) -> None:
    (tmp_path / "là").mkdir()
    assert kene("import", "xlsform", file, "-o", tmp_path / "là").code == 2
    other = tmp_path / "x.xlsx"
    other.write_text("non")
    ran = kene("import", "xlsform", other, "-o", tmp_path / "pack")
    assert (ran.code, "classeur" in ran.err) == (2, True)
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize("word", ["form", "leaflet"])
def test_a_sheet_is_written_in_a_language_of_the_service(word: str, tmp_path: Path) -> None:
    to = tmp_path / "x.pdf"
    assert kene("export", word, NAISSANCE, "--to", to, "--language", "bm").code == 0
    assert to.read_bytes().startswith(b"%PDF")
    ran = kene("export", word, NAISSANCE, "--to", to, "--language", "zz")
    assert (ran.code, "fr, bm" in ran.err) == (2, True)


def test_a_service_is_told_as_linked_data_and_as_an_api() -> None:
    assert "cpsv:PublicService" in kene("export", "cpsv-ap", NAISSANCE).out
    document = json.loads(kene("export", "openapi", NAISSANCE).out)
    assert "/api/services/naissance" in document["paths"]
    assert "prenoms" in document["components"]["schemas"]["Answers"]["required"]


def test_decisions_are_written_for_a_page(tmp_path: Path) -> None:
    ran = kene("export", "javascript", NAISSANCE, "--to", tmp_path / "js")
    assert (ran.code, ran.out.split()) == (0, [str(tmp_path / "js" / "delai.js")])
    text = (tmp_path / "js" / "delai.js").read_text()
    assert len(gzip.compress(text.encode())) < 2_048
    assert "eval(" not in text and "export default" in text


def test_a_decision_that_a_page_cannot_take_is_refused_at_its_line(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / NAISSANCE, pack)
    table = pack / "decisions" / "delai.csv"
    table.write_text(table.read_text().replace("> 31 ", "> sqrt(961) "))
    ran = kene("export", "javascript", pack, "--to", tmp_path / "js")
    assert (ran.code, "decisions/delai.csv:4:" in ran.out, "F301" in ran.out) == (1, True, True)
