"""A YAML tree read into the dataclasses of a definition, every problem collected.

The dataclasses are the only description of the language: the same types that load a pack make its
JSON Schema. A field's YAML key is its name with `-` for `_` and without a final `_`.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from kene.core.problems import Kind, Problem, Where, declare, nearest
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.core.values.french import meant

T = TypeVar("T")

UNKNOWN_KEY = declare(
    "S111",
    fr=(
        "« {name} » n'est pas une clé connue ici.",
        "{hint_fr}Clés possibles : {known}.",
    ),
    en=("'{name}' is not a key known here.", "{hint_en}Possible keys: {known}."),
)
MISSING_KEY = declare(
    "S112",
    fr=("Il manque {names_fr}.", "Ajoutez ce qui manque : une clé, deux-points, sa valeur."),
    en=("{names_en} missing.", "Add what is missing: a key, a colon, its value."),
)
WANT_TEXT = declare(
    "S113",
    fr=("Un texte est attendu ici.", "Écrivez une valeur simple sur la ligne de la clé."),
    en=("A text is expected here.", "Write a plain value on the line of the key."),
)
WANT_WHOLE = declare(
    "S115",
    fr=("Un nombre entier est attendu ici, pas « {name} ».", "Écrivez par exemple 12."),
    en=("A whole number is expected here, not '{name}'.", "Write for instance 12."),
)
WANT_YES_NO = declare(
    "S116",
    fr=("« {name} » n'est ni oui ni non.", "Écrivez yes ou no."),
    en=("'{name}' is neither yes nor no.", "Write yes or no."),
)
WANT_LIST = declare(
    "S117",
    fr=("Une liste est attendue ici.", "Écrivez [a, b], ou une ligne « - a » par élément."),
    en=("A list is expected here.", "Write [a, b], or a line '- a' for each item."),
)
WANT_KEYS = declare(
    "S118",
    fr=("Un ensemble de clés est attendu ici.", "Écrivez une ligne « clé: valeur » par clé."),
    en=("A set of keys is expected here.", "Write a line 'key: value' for each key."),
)
NOT_AMONG = declare(
    "S114",
    fr=("« {name} » n'est pas un des choix possibles.", "Choix possibles : {known}."),
    en=("'{name}' is not one of the possible choices.", "Possible choices: {known}."),
)

_YES = frozenset({"yes", "true", "oui"})
_NO = frozenset({"no", "false", "non"})


@dataclass(frozen=True, slots=True)
class Located:
    """A text of the pack, and where it is written; `quoted` says that a quote comes first there."""

    text: str
    where: Where
    quoted: bool = False

    @property
    def inside(self) -> Where:
        """Where its first character is."""
        return self.where.moved(1, 2) if self.quoted else self.where

    def __str__(self) -> str:
        return self.text


class Reader:
    """Reads nodes by type; its `problems` grow as it goes. A bad part reads as its default."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, node: Node, wanted: type[T]) -> T | None:
        """`node` as an instance of the dataclass `wanted`, or None when it can't be one."""
        value = self._value(node, wanted)
        return value if isinstance(value, wanted) else None

    def _value(self, node: Node, wanted: Any) -> Any:  # noqa: ANN401 -- driven by annotations
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            return self._union(node, get_args(wanted))
        if origin is Literal:
            return self._literal(node, get_args(wanted))
        if origin is tuple:
            return self._listing(node, get_args(wanted)[0])
        if origin is Mapping:
            return self._mapping(node, get_args(wanted)[1])
        if is_dataclass(wanted) and wanted is not Located:
            return self._dataclass(node, wanted)
        return self._leaf(node, wanted)

    def _leaf(self, node: Node, wanted: Any) -> Any:  # noqa: ANN401
        if not isinstance(node, Leaf):
            return self._wrong(WANT_TEXT, node)
        if wanted is bool:
            return self.yes_no(node)
        if wanted is int:
            return self._whole(node)
        return Located(node.text, node.where, node.quoted) if wanted is Located else node.text

    def _whole(self, node: Leaf) -> int | None:
        try:
            return int(node.text)
        except ValueError:
            self._wrong(WANT_WHOLE, node)
            return None

    def yes_no(self, node: Node) -> bool | None:
        """Whether a node says yes; None when it says neither yes nor no."""
        lowered = node.text.lower() if isinstance(node, Leaf) else ""
        if lowered in _YES or lowered in _NO:
            return lowered in _YES
        self._wrong(WANT_YES_NO, node)
        return None

    def _union(self, node: Node, choices: tuple[Any, ...]) -> Any:  # noqa: ANN401
        wanted = [choice for choice in choices if choice is not type(None)]
        for choice in wanted:
            if _fits(node, choice):
                return self._value(node, choice)
        return self._value(node, wanted[0])

    def _literal(self, node: Node, choices: tuple[str, ...]) -> str | None:
        if isinstance(node, Leaf) and node.text in choices:
            return node.text
        text = node.text if isinstance(node, Leaf) else "…"
        details = {"name": text, "near": nearest(text, choices), "known": ", ".join(choices)}
        self.problems.append(Problem(NOT_AMONG, node.where, details))
        return None

    def _listing(self, node: Node, wanted: Any) -> tuple[Any, ...]:  # noqa: ANN401
        if not isinstance(node, Listing):
            self._wrong(WANT_LIST, node)
            return ()
        read = (self._value(item, wanted) for item in node.items)
        return tuple(item for item in read if item is not None)

    def _mapping(self, node: Node, wanted: Any) -> dict[str, Any]:  # noqa: ANN401
        if not isinstance(node, Branch):
            self._wrong(WANT_KEYS, node)
            return {}
        read = {name: self._value(value, wanted) for name, (_, value) in node.items.items()}
        return {name: value for name, value in read.items() if value is not None}

    def _dataclass(self, node: Node, wanted: Any) -> Any:  # noqa: ANN401
        if not isinstance(node, Branch):
            return self._wrong(WANT_KEYS, node)
        members, rest = _members(wanted)
        given: dict[str, Any] = {"where": node.where} if _has_where(wanted) else {}
        others: dict[str, tuple[Leaf, Node]] = {}
        strange: list[Leaf] = []
        for key, (leaf, child) in node.items.items():
            if key in members:
                given[members[key].name] = self._value(child, _hints(wanted)[members[key].name])
            elif rest:
                others[key] = leaf, child
            else:
                strange.append(leaf)
        if rest:
            given[rest] = others
        absent = [key for key, member in members.items() if member.name not in given]
        needed = [key for key in absent if _needed(members[key])]
        told = {self._unknown(leaf, absent, members, needed, len(strange)) for leaf in strange}
        return self._built(wanted, given, node.where, [key for key in needed if key not in told])

    def _built(
        self,
        wanted: Any,  # noqa: ANN401
        given: dict[str, Any],
        where: Where,
        missing: Collection[str],
    ) -> Any:  # noqa: ANN401
        """The instance; None when a part that it needs is unreadable or not given, which is said
        here of the keys that are `missing`."""
        if missing:
            names = {
                "names_fr": ", ".join(f"« {key} »" for key in missing),
                "names_en": ", ".join(f"'{key}'" for key in missing),
            }
            self.problems.append(Problem(MISSING_KEY, where, names))
        if any(given.get(member.name) is None for member in fields(wanted) if _needed(member)):
            return None
        return wanted(**{name: value for name, value in given.items() if value is not None})

    def _unknown(
        self,
        key: Leaf,
        absent: Collection[str],
        members: Collection[str],
        needed: Sequence[str],
        strange: int,
    ) -> str:
        """Tell of a key that is not known; the one that was meant, or ""."""
        near = meant(key.text, absent) or meant(key.text, members)
        if not near and strange == len(needed) == 1:
            near = needed[0]
        details = {
            "name": key.text,
            "near": near,
            "hint_fr": f"Vouliez-vous dire « {near} » ? " if near else "",
            "hint_en": f"Did you mean '{near}'? " if near else "",
            "known": ", ".join(sorted(members)),
        }
        self.problems.append(Problem(UNKNOWN_KEY, key.where, details))
        return near

    def _wrong(self, kind: Kind, node: Node) -> None:
        name = node.text if isinstance(node, Leaf) else "…"
        self.problems.append(Problem(kind, node.where, {"name": name}))


def key_of(name: str) -> str:
    """The YAML key of a dataclass's field."""
    return name.rstrip("_").replace("_", "-")


def _fits(node: Node, choice: Any) -> bool:  # noqa: ANN401
    if is_dataclass(choice) and choice is not Located or get_origin(choice) is Mapping:
        return isinstance(node, Branch)
    if get_origin(choice) is tuple:
        return isinstance(node, Listing)
    return isinstance(node, Leaf)


@cache
def _hints(wanted: Any) -> dict[str, Any]:  # noqa: ANN401
    return get_type_hints(wanted)


@cache
def _members(wanted: Any) -> tuple[dict[str, Field[Any]], str]:  # noqa: ANN401
    """The dataclass's fields by YAML key, and the name of the one that takes all other keys."""
    rest = next((member.name for member in fields(wanted) if member.metadata.get("rest")), "")
    named = {key_of(m.name): m for m in fields(wanted) if m.name not in ("where", rest)}
    return named, rest


def _needed(member: Field[Any]) -> bool:
    return member.default is MISSING and member.default_factory is MISSING


def _has_where(wanted: Any) -> bool:  # noqa: ANN401
    return any(member.name == "where" for member in fields(wanted))
