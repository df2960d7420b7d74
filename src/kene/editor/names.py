"""The names that a pack knows, by what they stand for: where each is declared, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kene.catalogue.packing import parts_around
from kene.core.expressions.functions import USAGES
from kene.core.problems import Where
from kene.core.services import APPLICANT, CHANNELS, CLOSED, COUNTRIES, LANGUAGES
from kene.core.services.schema import Meaning, about
from kene.core.services.tree import Branch, Leaf
from kene.core.values.types import TYPES
from kene.editor.open_pack import OpenPack, texts


@dataclass(frozen=True, slots=True)
class Name:
    """A name: where it is declared when the pack does it, and what to say of it."""

    text: str
    where: Where | None = None
    about: str = ""


_GIVEN: Final[Mapping[Meaning, tuple[str, ...]]] = {
    Meaning.CHANNEL: CHANNELS,
    Meaning.LANGUAGE: LANGUAGES,
    Meaning.COUNTRY: COUNTRIES,
    Meaning.TYPE: tuple(TYPES),
    Meaning.NAMED_TYPE: tuple(TYPES),
    Meaning.STAGE: (CLOSED,),
    Meaning.ROLE: (APPLICANT,),
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
}
"""Where the wordings say what a name is called."""


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
    match meaning:
        case Meaning.FIELD:
            yield from _fields(pack)
        case Meaning.COLUMN:
            yield from (*_fields(pack), *_facts(pack))
        case Meaning.CONDITION:
            yield from read_in_conditions(pack)
        case Meaning.MESSAGE | Meaning.ROLE:
            yield from _worded(pack, meaning.value)
        case Meaning.FILE:
            yield from _files(pack)
        case Meaning.ACTION:
            yield from _declared(pack, meaning, "process", *path[1:2], "actions")
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
    yield from _fields(pack)
    yield from _facts(pack)
    for key, leaf in pack.section("decide").items():
        yield Name(key, leaf.where, said(pack, f"decisions.{key}.label"))
    yield from (Name(name, None, ", ".join(usages)) for name, usages in USAGES.items())


def options(pack: OpenPack) -> Iterator[Name]:
    """The options of the pack's choices."""
    for field in pack.section("ask", "fields"):
        for node in pack.at("ask", "fields", field, "options"):
            for option in texts(node):
                key = f"fields.{field}.options.{option}"
                yield Name(option, node.where, said(pack, key))


def said(pack: OpenPack, key: str) -> str:
    """What the wordings say under a dotted key, a line for each language."""
    lines = []
    for language in pack.languages():
        found = pack.wording_at(language, key)
        if found is not None:
            lines.append(f"{language} : {found}")
    return "\n".join(lines)


def _fields(pack: OpenPack) -> Iterator[Name]:
    for key, leaf in pack.section("ask", "fields").items():
        kind = next(iter(pack.at("ask", "fields", key, "type")), None)
        shown = f"{about(f'types.{kind.text}')}\n" if isinstance(kind, Leaf) else ""
        yield Name(key, leaf.where, shown + said(pack, f"fields.{key}.ask"))


def _facts(pack: OpenPack) -> Iterator[Name]:
    for key, leaf in pack.section("facts").items():
        [node] = pack.at("facts", key)
        shown = node.text if isinstance(node, Leaf) else ""
        yield Name(key, leaf.where, f"{shown}\n{said(pack, f'facts.{key}')}".strip())


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
