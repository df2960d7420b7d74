"""What an editor can write for an author: the lines to paste of a problem, the nearest name."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kene.core.lines import starts_of
from kene.core.problems import Mistakes, Problem, Where
from kene.core.services.checks.missing import NO_LANGUAGE, NO_TEXT, NO_TEXTS
from kene.core.services.checks.wordings import UNKNOWN_PLACEHOLDER
from kene.core.services.tree import Branch, Node, read

_TITLES: Final = {
    NO_TEXT.code: {"fr": "Ajouter le texte « {key} »", "en": "Add the text '{key}'"},
    NO_TEXTS.code: {"fr": "Ajouter les {count} textes ici", "en": "Add the {count} texts here"},
    NO_LANGUAGE.code: {
        "fr": "Créer wording/{language}.yaml",
        "en": "Create wording/{language}.yaml",
    },
}
_NEAR: Final = {"fr": "Écrire « {near} »", "en": "Write '{near}'"}
_WRONG: Final = ("word", "value", "name")
"""The details that may be the word that is wrong, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Mending:
    """A piece of a file to replace: what is from `start` to `end`, both offsets, by `text`.

    `created` is the file to create instead, with that text; "" for the file of the problem.
    """

    title: str
    start: int
    end: int
    text: str
    created: str = ""


def mending(problem: Problem, text: str, language: str) -> Mending | None:
    """What does what a problem of a file asks, `text` being that file as it is; None where its
    author must find what to write. Its title is in `language`."""
    titles = _TITLES.get(problem.code, _NEAR if problem.details.get("near") else {})
    if not titles:
        return None
    title = titles[language].format_map(problem.details)
    if problem.kind is NO_LANGUAGE:
        lines = f"{problem.details['lines']}\n"
        return Mending(title, 0, 0, lines, problem.details["file"])
    piece = _pasted(problem, text) if problem.code in _TITLES else _replaced(problem, text)
    return Mending(title, *piece) if piece else None


_Piece = tuple[int, int, str]


def _pasted(problem: Problem, text: str) -> _Piece | None:
    """The texts that are missing, where they are said to be; None where something else is there."""
    found = _found(text, problem.details["at"])
    if found is None:
        return None
    where, node = found
    lines = problem.details["lines"]
    if isinstance(node, Branch) and node.flow:
        start = _offset(text, node.where) + 1
        lines += "" if text[start:].lstrip().startswith("}") else ", "
    else:
        start = _offset(text, Where("", where.line + 1)) if where.line else len(text)
        lines = lines + "\n" if text[:start].endswith("\n") or not start else f"\n{lines}"
    with suppress(Mistakes):
        read(text[:start] + lines + text[start:], problem.where.file)
        return start, start, lines
    return None


def _replaced(problem: Problem, text: str) -> _Piece | None:
    """The nearest known name over the one that is wrong, where the line has it."""
    near, at = problem.details["near"], _offset(text, problem.where)
    if key := problem.details.get("key"):
        return _renamed(key.split("."), near.split("."), text)
    wrong = next(filter(None, map(problem.details.get, _WRONG)), "")
    if problem.kind is UNKNOWN_PLACEHOLDER:
        # The text that names it may stand on another line than its key.
        found = re.compile(rf"(?<={{){re.escape(wrong)}(?=}})").search(text, at)
    else:
        end = _offset(text, Where("", problem.where.line + 1))
        found = re.compile(rf"(?<![\w./-]){re.escape(wrong)}(?![\w-])").search(text, at, end)
    return (*found.span(), near) if found else None


def _renamed(key: list[str], near: list[str], text: str) -> _Piece | None:
    """The one step of a text's key that differs from the one that was meant."""
    differ = [at for at, (one, other) in enumerate(zip(key, near, strict=False)) if one != other]
    if len(key) != len(near) or len(differ) != 1:
        return None
    step = differ[0]
    found = _found(text, ".".join(key[: step + 1]))
    if found is None:
        return None
    at = _offset(text, found[0])
    at += text[at] in ("'", '"')
    return at, at + len(key[step]), near[step]


def _found(text: str, path: str) -> tuple[Where, Node] | None:
    """Where a dotted key of a file is, and what it has; None where neither can be read."""
    where = Where("")
    try:
        node: Node = read(text, "")
    except Mistakes:
        return None
    for step in path.split(".") if path else ():
        if not isinstance(node, Branch) or step not in node.items:
            return None
        leaf, node = node.items[step]
        where = leaf.where
    return where, node


def _offset(text: str, where: Where) -> int:
    """How many characters come before a place."""
    starts = starts_of(text)
    row = max(where.line - 1, 0)
    return starts[row] + max(where.column - 1, 0) if row < len(starts) else len(text)
