"""What a pack knows: answers, facts, outcomes and what agents enter, and what to say of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kene.core.problems import Where
from kene.core.services.schema import about
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.core.values.types import TYPES
from kene.editor.open_pack import OpenPack, texts

_TYPED: Final = (("ask", "fields"), ("enter",))
"""Where what has a type is declared."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: where it is declared when the pack does it, and what to say of it."""

    text: str
    where: Where | None = None
    about: str = ""


def said(pack: OpenPack, key: str) -> str:
    """What the wordings say under a dotted key, a line for each language."""
    lines = []
    for language in pack.languages():
        found = pack.wording_at(language, key)
        if found is not None:
            lines.append(f"{language} : {found}")
    return "\n".join(lines)


def shown(pack: OpenPack) -> Iterator[Name]:
    """What a document or a text may name: answers, facts, outcomes, and what agents enter."""
    yield from (*asked(pack), *facts(pack), *decisions(pack), *entries(pack))


def fields(pack: OpenPack) -> Iterator[Name]:
    """The fields, those of groups that repeat too."""
    for key, leaf in pack.section("ask", "fields").items():
        yield _answer(pack, key, leaf)


def asked(pack: OpenPack, kinds: Collection[str] = ()) -> Iterator[Name]:
    """The fields, a group that repeats as a whole; those of these types where some are given."""
    inside = {name for group in _repeated(pack) for name in _keys_of(group.get("fields"))}
    for each in fields(pack):
        if each.text not in inside and (not kinds or kind(pack, each.text) in kinds):
            yield each
    if not kinds:
        yield from lists(pack)


def lists(pack: OpenPack) -> Iterator[Name]:
    """The groups that repeat."""
    for group in _repeated(pack):
        name = group.get("group")
        if isinstance(name, Leaf):
            yield Name(name.text, name.where, said(pack, f"groups.{name.text}"))


def entries(pack: OpenPack) -> Iterator[Name]:
    """What agents enter."""
    for key, leaf in pack.section("enter").items():
        yield _answer(pack, key, leaf)


def facts(pack: OpenPack) -> Iterator[Name]:
    """The facts, and how each is computed."""
    for key, leaf in pack.section("facts").items():
        [node] = pack.at("facts", key)
        shown = node.text if isinstance(node, Leaf) else ""
        words = said(pack, f"facts.{key}") or said(pack, f"facts.{key}.label")
        yield Name(key, leaf.where, f"{shown}\n{words}".strip())


def decisions(pack: OpenPack) -> Iterator[Name]:
    """The decisions."""
    for key, leaf in pack.section("decide").items():
        yield Name(key, leaf.where, said(pack, f"decisions.{key}.label"))


def options(pack: OpenPack) -> Iterator[Name]:
    """The options of the pack's choices, those that agents enter too."""
    chosen = ((*path, field) for path in _TYPED for field in pack.section(*path))
    for path in chosen:
        for node in pack.at(*path, "options"):
            for option in texts(node):
                key = f"fields.{path[-1]}.options.{option}"
                yield Name(option, node.where, said(pack, key))


def kind(pack: OpenPack, name: str) -> str:
    """The type of a field or of an entry, through its named type; "" where it has none."""
    around = (pack, *pack.parts())
    written = (first(each, *path, name, "type") for each in around for path in _TYPED)
    text = next(filter(None, written), "")
    if text in TYPES:
        return text
    return next(filter(None, (first(each, "types", text, "type") for each in around)), "")


def first(pack: OpenPack, *path: str) -> str:
    """The text at a path of a pack; "" where there is none."""
    return next((node.text for node in pack.at(*path) if isinstance(node, Leaf)), "")


def _repeated(pack: OpenPack) -> Iterator[Branch]:
    groups = (item for node in pack.at("ask") if isinstance(node, Listing) for item in node.items)
    return (each for each in groups if isinstance(each, Branch) and each.get("repeat") is not None)


def _keys_of(node: Node | None) -> Collection[str]:
    return node.items if isinstance(node, Branch) else ()


def _answer(pack: OpenPack, key: str, leaf: Leaf) -> Name:
    """A field or an entry: what its type is, and its question."""
    lines = (about(f"types.{kind(pack, key)}"), said(pack, f"fields.{key}.ask"))
    return Name(key, leaf.where, "\n".join(filter(None, lines)))
