"""`IMPORT.md`: what an import left out, changed, and need not have, in the order of the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem
from kene.exchange.xlsform.draft import Findings

_CHAPTERS: Final = (
    ("X1", "Non importé, faute d'équivalent", "Rien : tout ce qui a un sens ici est importé."),
    ("X2", "Importé autrement : à relire", "Rien."),
    ("X3", "Laissé de côté, car sans objet ici", "Rien."),
)


def report(found: Findings, title: str) -> str:
    """The text of `IMPORT.md`, in French."""
    return "\n".join(_lines(found, title)) + "\n"


def _lines(found: Findings, title: str) -> Iterator[str]:
    yield f"# {title} : ce que l'import de `{found.file}` a laissé"
    yield ""
    yield (
        f"Expressions reprises : {found.kept} sur {found.expressions}. Relisez ce qui suit, puis "
        "effacez ce fichier. Ce qui reste à écrire (finalité, loi, délais, autorité) est marqué"
    )
    yield "`unsure` dans `service.yaml` ; `kene check` le compte."
    for code, chapter, none in _CHAPTERS:
        told = [problem for problem in found.problems if problem.code.startswith(code)]
        yield from ("", f"## {chapter}", "")
        yield from _rows(told) if told else (none,)


def _rows(problems: list[Problem]) -> Iterator[str]:
    yield "| feuille | ligne | code | ce qui est | que faire |"
    yield "| --- | ---: | --- | --- | --- |"
    for problem in sorted(problems, key=lambda each: (each.where.file, each.where.line)):
        sheet = problem.where.file.rpartition(":")[2]
        line = str(problem.where.line or "")
        cells = sheet, line, problem.code, problem.message(), problem.help()
        yield (
            "| " + " | ".join(each.replace("|", "\\|").replace("\n", " ") for each in cells) + " |"
        )
