"""The names that a pack knows, by what they stand for: where each is declared, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from kene.catalogue.packing import parts_around
from kene.core.expressions.functions import USAGES
from kene.core.problems import Where
from kene.core.services import APPLICANT, CHANNEL, CHANNELS, CLOSED, COUNTRIES, LANGUAGES
from kene.core.services.schema import Meaning, about
from kene.core.services.statistics import OWED
from kene.core.services.tree import Branch, Leaf
from kene.core.values.types import TYPES
from kene.editor.known import (
    Name,
    asked,
    decisions,
    entries,
    facts,
    fields,
    first,
    lists,
    said,
    shown,
)
from kene.editor.open_pack import OpenPack

_GIVEN: Final[Mapping[Meaning, tuple[str, ...]]] = {
    Meaning.CHANNEL: CHANNELS,
    Meaning.LANGUAGE: LANGUAGES,
    Meaning.COUNTRY: COUNTRIES,
    Meaning.TYPE: tuple(TYPES),
    Meaning.NAMED_TYPE: tuple(TYPES),
    Meaning.STAGE: (CLOSED,),
    Meaning.ROLE: (APPLICANT,),
    Meaning.COUNTED: (CHANNEL,),
    Meaning.SUMMED: (OWED,),
}
"""Names that Kene gives."""
_WORDED: Final[Mapping[Meaning, str]] = {
    Meaning.PURPOSE: "purposes",
    Meaning.STAGE: "stages",
    Meaning.DOCUMENT: "documents",
    Meaning.MESSAGE: "messages",
    Meaning.ROLE: "roles",
    Meaning.ACTION: "actions",
    Meaning.LAW: "law",
    Meaning.AUTHORITY: "authorities",
    Meaning.APPOINTMENT: "appointments",
}
"""Where the wordings say what a name is called."""
_FEW: Final = frozenset({"choice", "yes_no"})
_NUMBERS: Final = frozenset({"whole", "decimal", "money"})


def names(pack: OpenPack, meaning: Meaning, path: tuple[str, ...] = ()) -> Iterator[Name]:
    """The names that may stand for a meaning at a path of `service.yaml`: those of the pack, then
    those of what it is made of."""
    if meaning is Meaning.PART:
        yield from _parts(pack)
        return
    known: set[str] = set()
    for each in (pack, *pack.parts()):
        for name in _own(each, meaning, path):
            if name.text not in known:
                known.add(name.text)
                yield name


def _own(pack: OpenPack, meaning: Meaning, path: tuple[str, ...]) -> Iterator[Name]:
    for text in _GIVEN.get(meaning, ()):
        yield Name(text, None, about(f"types.{text}") if text in TYPES else "")
    if meaning in _KNOWN:
        yield from _KNOWN[meaning](pack)
        return
    match meaning:
        case Meaning.CONDITION:
            yield from (*read_in_conditions(pack), *_known_to_agents(pack, path))
        case Meaning.MESSAGE | Meaning.ROLE:
            yield from _worded(pack, meaning.value)
        case Meaning.ACTION:
            yield from _declared(pack, meaning, "process", *_stage(pack, path), "actions")
        case _:
            yield from _declared(pack, meaning, meaning.value)


def _parts(pack: OpenPack) -> Iterator[Name]:
    """The shared parts around a pack, and what it extends."""
    around = (OpenPack(folder) for folder in parts_around(pack.folder).values())
    for each in (*around, *pack.parts()):
        where = Where((each.folder / each.definition).as_posix(), 1, 1)
        yield Name(each.folder.name, where, said(each, "title"))


def read_in_conditions(pack: OpenPack) -> Iterator[Name]:
    """What an expression of a pack may read, and the functions that it may call."""
    yield Name("today", None, "Le jour de la demande.")
    yield from (*fields(pack), *lists(pack), *facts(pack), *decisions(pack))
    yield from (Name(name, None, ", ".join(usages)) for name, usages in USAGES.items())


def _known_to_agents(pack: OpenPack, path: tuple[str, ...]) -> Iterator[Name]:
    """What the condition of an action, or of an entry, reads besides."""
    if path[:1] == ("process",):
        yield from (Name(each, None, about(f"places.{each}")) for each in (OWED, "paid"))
    if path[:1] in (("process",), ("enter",)):
        yield from entries(pack)


def _stage(pack: OpenPack, path: tuple[str, ...]) -> tuple[str, ...]:
    """The stage whose actions stand at a path: its own, or that of the ranking."""
    return path[1:2] if path[:1] == ("process",) else (first(pack, "call", "rank", "stage"),)


def _worded(pack: OpenPack, section: str) -> Iterator[Name]:
    for key, leaf in pack.worded(section).items():
        yield Name(key, leaf.where, said(pack, f"{section}.{key}"))


def _files(pack: OpenPack) -> Iterator[Name]:
    for name in pack.files():
        if name.endswith((".csv", ".typ")) and not name.startswith("tests/"):
            yield Name(name, Where((pack.folder / name).as_posix(), 1, 1))


def _declared(pack: OpenPack, meaning: Meaning, *path: str) -> Iterator[Name]:
    for key, leaf in pack.section(*path).items():
        [node] = pack.at(*path, key)
        lines = [_summary(node)] if isinstance(node, Branch) else []
        worded = said(pack, f"{_WORDED[meaning]}.{key}") if meaning in _WORDED else ""
        yield Name(key, leaf.where, "\n".join(filter(None, [*lines, worded])))


def _summary(node: Branch) -> str:
    """The plain texts of a definition: `basis: public-task, keep: 1 year`."""
    pairs = ((key, child) for key, (_, child) in node.items.items())
    return ", ".join(f"{key}: {child.text}" for key, child in pairs if isinstance(child, Leaf))


_KNOWN: Final[Mapping[Meaning, Callable[[OpenPack], Iterable[Name]]]] = {
    Meaning.FIELD: asked,
    Meaning.SHOWN: shown,
    Meaning.ENTRY: entries,
    Meaning.FILE: _files,
    Meaning.CARRIED: lambda pack: (*fields(pack), *entries(pack)),
    Meaning.COLUMN: lambda pack: (*fields(pack), *facts(pack)),
    Meaning.COUNTED: lambda pack: (*asked(pack, _FEW), *facts(pack), *decisions(pack)),
    Meaning.SUMMED: lambda pack: (*asked(pack, _NUMBERS), *facts(pack), *decisions(pack)),
    Meaning.DIVIDED: lambda pack: asked(pack, ["place"]),
}
"""What the pack knows, that may stand for a meaning wherever it is."""
