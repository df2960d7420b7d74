"""What a beginner gets wrong in a file is one problem, at its place, with the way to mend it."""

import pytest

from core.services.broken_packs import GOOD
from kene.core.problems import Mistakes, Problem, underlined
from kene.core.services import load
from kene.core.services.checks import check

# A file, what was right in it, what is written instead; the code, what is underlined, a piece of
# what is told.
MISTAKES = [
    ("service.yaml", "      sorte: {", "     sorte: {", "S105", "sorte", "6 espaces"),
    ("service.yaml", "    within: 15", "\twithin: 15", "S104", "\t", "une tabulation"),
    ("service.yaml", "    within: 15", "\u00a0   within: 15", "S104", "\u00a0", "insécable"),
    ("wording/fr.yaml", "    ask: Votre nom", "\task: Votre nom", "S104", "\t", "une tabulation"),
    ("service.yaml", "service: carte", "service carte", "S106", "service", "service: carte"),
    ("service.yaml", "service: carte", "service:carte", "S106", "service", "service: carte"),
    ("service.yaml", "- group: demande", "-group: demande", "S106", "-group", "- group: demande"),
    (
        "wording/fr.yaml",
        "Votre nom ?",
        "Nom : le vôtre ?",
        "S107",
        "Nom",
        'ask: "Nom : le vôtre ?"',
    ),
    ("wording/fr.yaml", '"{number} : refusée."', "{number} : non", "S107", "{", '"{number} : non"'),
    ("wording/fr.yaml", "title: Carte", "title: @Carte", "S107", "@Carte", 'title: "@Carte"'),
    ("wording/fr.yaml", "title: Carte", "title: 'L'âge'", "S108", "'L'", "Fermez-les"),
    (
        "wording/fr.yaml",
        'complétez avant le {due}. {reason}"',
        "à compléter",
        "S108",
        '"',
        "Fermez",
    ),
    ("wording/fr.yaml", "non: non}", "non: non", "S109", "roles", "même signe"),
    (
        "wording/fr.yaml",
        "summary: Demander une",
        "summary: {long: A, b}\nx: D",
        "S109",
        "b",
        "guill",
    ),
    ("wording/fr.yaml", "title:", "titre:", "S210", "titre", "« title »"),
    ("service.yaml", "process:", "procéss:", "S111", "procéss", "« process »"),
    ("service.yaml", "    fields:", "    champs:", "S111", "champs", "« fields »"),
    ("service.yaml", "channels:", "Canaux:", "S111", "Canaux", "« channels »"),
    ("service.yaml", "template:", "feuille:", "S111", "feuille", "« template »"),
    ("service.yaml", "options: [", "choix: [", "V402", "choix", "options ?"),
    ("service.yaml", "max: 40", "Maximum: 40", "V402", "Maximum", "max ?"),
    ("service.yaml", "      nom: {", "      nôm: {", "S131", "{", "sans accent"),
    ("service.yaml", "      age: {", "      âge: {", "S131", "{", "sans accent"),
    ("service.yaml", "  majeur: ", "  màjeur: ", "S131", '"age >= 18"', "sans accent"),
    ("wording/fr.yaml", "fields:", "champs:", "S210", "champs", "« fields »"),
    ("wording/fr.yaml", "  sorte:", "  Sorté:", "S210", "Sorté", "« fields.sorte »"),
    ("wording/fr.yaml", "summary:", "résumé:", "S210", "résumé", "« summary »"),
    ("wording/fr.yaml", "    ask: Votre nom ?", "", "S201", "nom", "fields.nom"),
    (
        "service.yaml",
        "decisions/droit.csv",
        "decisions/Droit.csv",
        "S120",
        "decisions/Droit.csv",
        "/droit.csv",
    ),
    ("service.yaml", "fee: {", "holidays: [22/9/2026]\nfee: {", "S140", "22/9/2026", "2026-09-22"),
    ("service.yaml", "fee: {", "fee: 0\nfee: {", "S103", "fee", "un seul"),
    ("service.yaml", "reason: yes", "reason: vrai", "S116", "vrai", "yes ou no"),
]


def problems_of(files: dict[str, bytes]) -> list[Problem]:
    """All that is told of these files."""
    try:
        return [*check(load(files))]
    except Mistakes as mistakes:
        return [*mistakes.problems]


@pytest.mark.parametrize(("file", "old", "new", "code", "word", "said"), MISTAKES)
def test_a_mistake_is_one_problem_where_it_is_with_its_way_out(
    file: str, old: str, new: str, code: str, word: str, said: str
) -> None:
    text = GOOD[file].decode()
    assert text.count(old) == 1
    text = text.replace(old, new)
    [problem] = problems_of({**GOOD, file: text.encode()})
    assert (problem.code, problem.where.file) == (code, file)
    line = text.split("\n")[problem.where.line - 1]
    start, end = underlined(line, problem.where.column)
    assert line[start:end] == word
    assert said in f"{problem.message()} {problem.help()}"


def test_a_spreadsheet_may_add_empty_columns_a_mark_and_its_own_ends_of_lines() -> None:
    table = GOOD["decisions/droit.csv"].decode()
    saved = "\ufeff" + table.replace("\n", ";;;\r\n")
    before, after = (
        load({**GOOD, "decisions/droit.csv": each.encode()}).decisions["droit"]
        for each in (table, saved)
    )
    assert [rule.tests for rule in before.rules] == [rule.tests for rule in after.rules]


def test_options_may_be_the_words_of_yaml_for_true_and_false() -> None:
    text = GOOD["service.yaml"].decode().replace("[neuve, perdue]", "[yes, no]")
    text = text.replace("'perdue'", "'no'").replace("'neuve'", "'yes'")
    words = GOOD["wording/fr.yaml"].decode().replace("neuve:", "yes:").replace("perdue:", "no:")
    files = {"service.yaml": text.encode(), "wording/fr.yaml": words.encode()}
    assert problems_of({**GOOD, **files}) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
@pytest.mark.parametrize("file", ["service.yaml", "wording/fr.yaml", "decisions/droit.csv"])
def test_a_file_that_is_not_in_utf_8_is_told_before_its_accents_are_lost(
    file: str, encoding: str
) -> None:
    text = GOOD[file].decode().replace("oui", "oué").replace("Une loi", "Une loé")
    [problem] = problems_of({**GOOD, file: text.encode(encoding)})
    assert (problem.code, problem.where.file) == ("S110", file)
    first = next(at for at, line in enumerate(text.split("\n"), 1) if not line.isascii())
    assert problem.where.line == (first if encoding == "cp1252" else 1)
