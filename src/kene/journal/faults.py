"""What can be wrong with a journal, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["changed", "removed", "reordered", "inserted", "truncated", "head", "checkpoint"]

_SENTENCES: Final[Mapping[Kind, Mapping[str, str]]] = {
    "changed": {
        "fr": "La ligne {index} a été modifiée.",
        "en": "Line {index} was changed.",
    },
    "removed": {
        "fr": "Il manque {count} ligne(s) à partir de la ligne {index}.",
        "en": "{count} line(s) are missing from line {index} on.",
    },
    "reordered": {
        "fr": "La ligne {index} a été déplacée : elle était la ligne {origin}.",
        "en": "Line {index} was moved: it was line {origin}.",
    },
    "inserted": {
        "fr": "La ligne {index} a été ajoutée par un autre que ce nœud.",
        "en": "Line {index} was added by something other than this node.",
    },
    "truncated": {
        "fr": "La fin du journal manque : {count} ligne(s) à partir de la ligne {index}.",
        "en": "The end of the journal is missing: {count} line(s) from line {index} on.",
    },
    "head": {
        "fr": "Le sceau du journal n'est pas celui que ce nœud a posé.",
        "en": "The journal's seal is not the one that this node set.",
    },
    "checkpoint": {
        "fr": "Le repère du bloc qui commence à la ligne {index} est faux ou manque.",
        "en": "The checkpoint of the block that begins at line {index} is wrong or missing.",
    },
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its place from 0, the time written there, and a sentence.

    `count` is how many lines are concerned; `at` is "" where no line is left.
    """

    index: int
    at: str
    kind: Kind
    sentence: Mapping[str, str]
    count: int = 1


def fault(kind: Kind, index: int, at: str = "", *, count: int = 1, origin: int = 0) -> Fault:
    """A fault with its sentences."""
    sentence = {
        language: text.format(index=index, count=count, origin=origin)
        for language, text in _SENTENCES[kind].items()
    }
    return Fault(index, at, kind, sentence, count)
