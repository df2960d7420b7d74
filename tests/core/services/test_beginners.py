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
