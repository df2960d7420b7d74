"""Texts that a language lacks: told where they are to be written, with the lines to paste there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

from kene.core.problems import Problem, Where, declare
from kene.core.services.reading import Located
from kene.core.services.tree import Branch, Node
from kene.core.wording import Wording

NO_TEXT: Final = declare(
    "S201",
    fr=(
        "Le texte « {key} » manque en {language}.",
        "Ajoutez-le dans {file}{within_fr} :\n{lines}",
    ),
    en=("The text '{key}' is missing in {language}.", "Add it to {file}{within_en}:\n{lines}"),
)
NO_TEXTS: Final = declare(
    "S208",
    fr=(
        "{count} textes manquent ici en {language}.",
        "Ajoutez-les dans {file}{within_fr} :\n{lines}",
    ),
    en=(
        "{count} texts are missing here in {language}.",
        "Add them to {file}{within_en}:\n{lines}",
    ),
)
NO_LANGUAGE: Final = declare(
    "S209",
    fr=(
        "Le fichier « {file} » manque : {count} textes sont à écrire en {language}.",
        "Créez-le avec ces lignes, et chaque texte entre ses guillemets :\n{lines}",
    ),
    en=(
        "The file '{file}' is missing: {count} texts are to be written in {language}.",
        "Create it with these lines, and each text between its quotes:\n{lines}",
    ),
)
_INDENT: Final = 2

Said = Callable[[str], str]
"""What another language says under a dotted key, on one line; "" where it says nothing."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """The mapping of a file nearest to a text, the keys to it, and where the last one is."""

    keys: tuple[str, ...]
    where: Where
    node: Node

    def lines(self, keys: Collection[str], said: Said) -> str:
        """What to write in it, so that these texts are there."""
        prefix = "".join(f"{step}." for step in self.keys)
        wanted = _tree(key.removeprefix(prefix).split(".") for key in keys)
        if isinstance(self.node, Branch) and self.node.flow:
            return _braces(wanted)[1:-1]
        return "\n".join(_block(wanted, self._indent, prefix, said))

    @property
    def _indent(self) -> int:
        beside = self.node.items.values() if isinstance(self.node, Branch) else ()
        columns = (key.where.column for key, _ in beside if key.where.file == self.where.file)
        return next(columns, self.where.column + _INDENT if self.keys else 1) - 1

    @property
    def within(self) -> tuple[str, str]:
        """Where in the file to write it, in French and in English."""
        at = ".".join(self.keys)
        if isinstance(self.node, Branch) and self.node.flow:
            return f", entre les accolades de « {at} »", f", between the braces of '{at}'"
        return (f", sous « {at} »", f", under '{at}'") if at else ("", "")


def missing(
    keys: Collection[str], language: str, tree: Branch, others: Mapping[str, Wording]
) -> Iterator[Problem]:
    """The texts of these keys, which the tree of a language lacks: one problem for each place."""
    told = _said(language, others)
    spots = {key: _nearest(tree, key.split(".")) for key in keys}
    by_place = sorted(spots, key=lambda key: spots[key].keys)
    for _, group in groupby(by_place, key=lambda key: spots[key].keys):
        here = [*group]
        spot = spots[here[0]]
        within_fr, within_en = spot.within
        details = {
            "key": here[0],
            "count": str(len(here)),
            "language": language,
            "file": tree.where.file,
            "at": ".".join(spot.keys),
            "within_fr": within_fr,
            "within_en": within_en,
            "lines": spot.lines(here, told),
        }
        yield Problem(NO_TEXT if len(here) == 1 else NO_TEXTS, spot.where, details)


def unwritten(
    keys: Collection[str], language: Located, file: str, others: Mapping[str, Wording]
) -> Problem:
    """A language of the pack that has no file yet: what to write in it."""
    where = Where(file, 1, 1)
    lines = _Spot((), where, Branch(where)).lines(keys, _said(language.text, others))
    details = {
        "file": file,
        "language": language.text,
        "count": str(len(keys)),
        "lines": f"reviewed: no\n{lines}" if others else lines,
    }
    return Problem(NO_LANGUAGE, language.where, details)


def _nearest(tree: Branch, path: list[str]) -> _Spot:
    """Where a text would be written: no nearer than what its own file has."""
    file = tree.where.file
    spot = _Spot((), Where(file, 1, 1), tree)
    for step in path:
        found = spot.node.items.get(step) if isinstance(spot.node, Branch) else None
        if found is None or found[0].where.file != file:
            break
        spot = _Spot((*spot.keys, step), found[0].where, found[1])
    return spot


_Tree = dict[str, "_Tree"]


def _tree(paths: Iterator[list[str]]) -> _Tree:
    made: _Tree = {}
    for path in paths:
        here = made
        for step in path:
            here = here.setdefault(step, {})
    return made


def _block(tree: _Tree, indent: int, prefix: str, said: Said) -> Iterator[str]:
    for step, inner in tree.items():
        key = f"{prefix}{step}"
        if inner:
            yield f"{' ' * indent}{step}:"
            yield from _block(inner, indent + _INDENT, f"{key}.", said)
        else:
            other = said(key)
            yield f'{" " * indent}{step}: ""' + (f"  # {other}" if other else "")


def _braces(tree: _Tree) -> str:
    each = (f"{step}: {_braces(inner) if inner else chr(34) * 2}" for step, inner in tree.items())
    return f"{{{', '.join(each)}}}"


def _said(language: str, others: Mapping[str, Wording]) -> Said:
    def said(key: str) -> str:
        has = (one for name, one in others.items() if name != language and one.has(key))
        return " ".join(one.texts[key].long for one in islice(has, 1)).replace("\n", " ")

    return said
