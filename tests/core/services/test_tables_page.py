"""The page about decision tables: each loads and is proved, each word of the format is there."""

import re
from pathlib import Path

import pytest

from core.services.test_language_page import BASE, sections
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.services import load
from kene.core.services.checks import Places
from kene.core.services.checks.tables import unproved

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "langage-tables.md").read_text()
ASKED = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
TABLES = re.findall(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
CELLS = {
    "-": "age",
    "eleve": "lecteur",
    "eleve, adulte": "lecteur",
    "not(eleve)": "lecteur",
    "oui": "membre",
    "non": "membre",
    "VRAI": "membre",
    "18": "age",
    ">= 18": "age",
    "[7..18]": "age",
    "[7..18)": "age",
    "< 7, > 60": "age",
    "10.5": "age",
    '@"2026-01-31"': "inscrit_le",
    "<= today": "inscrit_le",
    '"02-04-18"': "commune",
    'starts with(?, "02")': "commune",
    'list contains(?, "salle")': "besoins",
}


def files(table: str) -> dict[str, bytes]:
    """A service that asks what the page asks and decides by that table."""
    return {
        "service.yaml": "".join((sections(BASE) | sections(ASKED)).values()).encode(),
        "wording/fr.yaml": b"title: Aide",
        "decisions/droit.csv": table.encode(),
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_the_page_is_read_and_answers_everybody_once(table: str) -> None:
    service = load(files(table))
    found = {problem.code for problem in unproved(service, Places(service.source, ""))}
    assert found <= {"D306"}


@pytest.mark.parametrize("policy", HitPolicy)
def test_each_way_to_choose_a_rule_is_explained(policy: HitPolicy) -> None:
    assert f"`{policy.value}`" in PAGE


@pytest.mark.parametrize(("cell", "column"), CELLS.items())
def test_a_cell_of_the_page_is_read_in_its_column(cell: str, column: str) -> None:
    assert f"`{cell}`" in PAGE
    load(files(f"first ; {column} ; droit : choice ; law\n1 ; {cell} ; oui ; loi\n2;-;non;loi"))


@pytest.mark.parametrize(
    "of", re.findall(r"^\| `((?:choice|number|yes_no|date|text).*?)` \|", PAGE, re.M)
)
def test_each_kind_of_outcome_of_the_page_is_one(of: str) -> None:
    for each in of.replace("`", "").split(", ") if "[" not in of else [of]:
        cell = {"choice": "oui", "yes_no": "oui", "boolean": "oui", "date": "today"}.get(
            each.split()[0], '"oui"' if each in ("text", "string") else "500"
        )
        load(files(f"unique ; age ; x : {each} ; law\n1 ; - ; {cell} ; loi"))
