"""DMN files on the command line: decided, taken into a pack, written from one."""

from pathlib import Path

import pytest

from cli.command import kene

NAISSANCE = "packs/naissance"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "naissance.dmn"
    assert kene("export", "dmn", NAISSANCE, "--to", written).code == 0
    return written


@pytest.mark.parametrize(
    ("born", "outcome"), [("2026-03-01", "dans-le-delai"), ("2026-01-01", "hors-delai")]
)
def test_a_dmn_file_decides(file: Path, born: str, outcome: str) -> None:
    given = ("--input", f"date_naissance={born}", "--input", "today=2026-03-15")
    ran = kene("decide", file, "delai", *given)
    assert (ran.code, ran.out) == (0, f"{outcome}\n")
    assert f'"outcome": "{outcome}"' in kene("decide", file, "delai", *given, "--json").out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("delay",), "« delai »"),
        (("delai", "--input", "naissance=3"), "une entrée"),
        (("delai", "--sms"), "un service"),
    ],
)
def test_a_dmn_file_that_is_asked_wrongly_says_how(
    file: Path, words: tuple[str, ...], hint: str
) -> None:
    ran = kene("decide", file, *words)
    assert ran.code == 2
    assert hint in ran.err


def test_a_dmn_file_says_why(file: Path) -> None:
    given = ("--input", "date_naissance=2026-03-01", "--input", "today=2026-03-15")
    assert kene("decide", file, "delai", *given, "--explain").out.splitlines() == [
        "dans-le-delai",
        "  La règle 1 (cpf-delai) s'applique.",
        "  age_jours : 14",
        "age_jours : 14",
        "  today : 2026-03-15",
        "  date_naissance : 2026-03-01",
    ]


def test_a_file_that_is_no_dmn_is_told_as_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "x.dmn"
    file.write_text("<!DOCTYPE x><x/>")
    for words in (("decide", file, "x"), ("import", "dmn", file, "--to", tmp_path / "p")):
        ran = kene(*words)
        assert ran.code == 1
        assert "D202" in ran.out


def test_rules_that_were_exported_come_back_as_the_sheets_of_a_pack(
    file: Path, tmp_path: Path
) -> None:
    ran = kene("import", "dmn", file, "--to", tmp_path / "pack")
    assert ran.code == 0
    rows = (tmp_path / "pack/decisions/delai.csv").read_text().splitlines()
    assert rows == [
        "unique ; age_jours ; -> delai : choice ; law",
        "1 ; [0..31] ; dans-le-delai ; cpf-delai",
        "2 ; > 31 ; hors-delai ; cpf-133",
    ]
    assert "  age_jours: 'days between(date_naissance, today)'" in ran.out
    assert "0 partie laissée" in ran.out
    again = kene("import", "dmn", file, "--to", tmp_path / "pack")
    assert again.code == 2
    assert "existe déjà" in again.err
