"""What an editor asks at a cursor: what may be written here, what this is, where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kene.core.lines import lines_of
from kene.core.problems import Where
from kene.core.services.checks.expected import allowed, named_in, needed
from kene.core.services.composing import SERVICE
from kene.core.services.schema import Meaning, about, key_meaning
from kene.core.services.tree import Leaf
from kene.core.values.parameters import parameters_of
from kene.core.values.types import TYPES
from kene.core.wording import FORMS
from kene.editor.known import Name, kind, options, said, shown
from kene.editor.names import names, read_in_conditions
from kene.editor.open_pack import OpenPack
from kene.editor.spot import Spot, braced, spot
from kene.editor.typed import Typed, typed, walked

_TABLE_WORD: Final = re.compile(r"[\w-]+")
_DECLARED: Final = {
    ("pack", "facts"): "facts",
    ("pack", "purposes"): "purposes",
    ("pack", "law"): "law",
    ("pack", "process"): "stages",
    ("pack", "documents"): "documents",
    ("pack", "evidence"): "evidence",
    ("pack", "decide"): "decisions",
    ("pack", "enter"): "fields",
    ("pack", "statistics"): "statistics",
    ("pack", "appointments"): "appointments",
    ("group", "fields"): "fields",
    ("stage", "actions"): "actions",
}
"""Where the wordings speak of a name that is declared in a mapping."""


def completions(pack: OpenPack, file: str, line: int, column: int) -> Iterator[Name]:
    """What may be written at a place of a file, from 0."""
    text = pack.text(file)
    here = spot(text, line, column)
    if file == SERVICE:
        yield from _keys(pack, here) if here.key else _values(pack, here)
    elif file.startswith("wording/"):
        inside = braced(text, line, column)
        yield from _places(pack, inside) if inside else _wordings(pack, here)
    elif file.startswith("decisions/"):
        yield from (*read_in_conditions(pack), *names(pack, Meaning.LAW))


def hover(pack: OpenPack, file: str, line: int, column: int) -> str:
    """What is at a place of a file, in words; "" when nothing is known of it."""
    here = _word(pack, file, line, column)
    if file == SERVICE and here.key:
        return _about_key(pack, here)
    if file.startswith("wording/"):
        if inside := braced(pack.text(file), line, column):
            named = _among(_places(pack, inside), inside.whole)
            return named.about if named else ""
        return said(pack, ".".join((*here.path, here.whole) if here.key else here.path))
    found = _named(pack, file, here)
    return found.about if found else ""


def declared(pack: OpenPack, file: str, line: int, column: int) -> Where | None:
    """Where what is at a place of a file comes from, or where its text is."""
    here = _word(pack, file, line, column)
    if file.startswith("wording/"):
        if inside := braced(pack.text(file), line, column):
            named = _among(_places(pack, inside), inside.whole)
            return named.where if named else None
        return _origin(pack, (*here.path, here.whole) if here.key else here.path)
    if file == SERVICE and here.key:
        used = _used_key(pack, here)
        return used.where if used else _worded(pack, here)
    found = _named(pack, file, here)
    return found.where if found else None


def _word(pack: OpenPack, file: str, line: int, column: int) -> Spot:
    """The spot at the end of the word under the cursor."""
    text = pack.text(file)
    here = spot(text, line, column)
    if file.endswith(".csv"):
        row = next(iter(lines_of(text)[line:]), "")
        under = (word for word in _TABLE_WORD.finditer(row) if word.start() <= column <= word.end())
        found = next(under, None)
        word = found[0] if found else ""
        return Spot((), False, word, word, found.start() if found else column)
    return spot(text, line, here.start + len(here.whole))


def _keys(pack: OpenPack, here: Spot) -> Iterator[Name]:
    at = typed(here.path)
    shape, meaning = at.shape, key_meaning(at.definition, at.key)
    if meaning is not None and not at.named:
        yield from names(pack, meaning)
    if shape is None:
        return
    for key in shape.keys:
        yield Name(key, None, about(f"{shape.name}.{key}"))
    of = TYPES.get(_type(pack, here.path)) if shape.open else None
    if of is not None:
        yield from (Name(key, None, about(f"parameters.{key}")) for key in parameters_of(of))


def _type(pack: OpenPack, path: tuple[str, ...]) -> str:
    """The type of what has parameters at a path: a field, an entry, a named type."""
    if path[:1] == ("types",):
        node = next(iter(pack.at(*path, "type")), None)
        return node.text if isinstance(node, Leaf) else ""
    return kind(pack, path[-1]) if path else ""


def _values(pack: OpenPack, here: Spot) -> Iterator[Name]:
    at = typed(here.path)
    yield from (Name(each) for each in at.literals)
    if at.meaning is not None:
        yield from names(pack, at.meaning, here.path)
    if at.meaning is Meaning.CONDITION:
        yield from options(pack)
    if at.type is None:
        yield from _parameter(pack, here.path, at)


def _parameter(pack: OpenPack, path: tuple[str, ...], at: Typed) -> Iterator[Name]:
    """The values of a parameter of a field's type."""
    of = TYPES.get(_type(pack, path[:-1]))
    one = parameters_of(of).get(at.key) if of else None
    if one is not None:
        known = ("yes", "no") if one.kind == "bool" else one.known
        yield from (Name(each) for each in known)


def _wordings(pack: OpenPack, here: Spot) -> Iterator[Name]:
    """The next steps of the texts that the service shows."""
    if pack.service is None or not here.key:
        return
    prefix = "".join(f"{step}." for step in here.path)
    wanted = dict.fromkeys((*needed(pack.service), *allowed(pack.service)))
    below = (key.removeprefix(prefix) for key in wanted if key.startswith(prefix))
    for step in dict.fromkeys(key.partition(".")[0] for key in below):
        yield Name(step, None, said(pack, f"{prefix}{step}"))


def _places(pack: OpenPack, here: Spot) -> Iterator[Name]:
    """What a text may name between its braces: what the service knows, and what Kene tells."""
    path = here.path[:-1] if here.path and here.path[-1] in FORMS else here.path
    known = named_in(pack.service).get(".".join(path), ()) if pack.service else ()
    own = {each.text: each for each in shown(pack)}
    for name in sorted(known):
        if " " not in name:
            yield own.get(name) or Name(name, None, about(f"places.{name}"))


def _used_key(pack: OpenPack, here: Spot) -> Name | None:
    """The name that a key stands for, where it declares none."""
    at = typed((*here.path, here.whole))
    meaning = key_meaning(at.definition, at.key) if at.named else None
    return _among(names(pack, meaning), here.whole) if meaning else None


def _about_key(pack: OpenPack, here: Spot) -> str:
    at = typed((*here.path, here.whole))
    if at.named:
        found = _used_key(pack, here) or _declaration(pack, here)
        return found.about if found else about(f"{at.definition}.{at.key}")
    return about(f"{at.definition}.{here.whole}") or about(f"parameters.{here.whole}")


def _declaration(pack: OpenPack, here: Spot) -> Name | None:
    """The name that is declared at a key."""
    section = _section(typed((*here.path, here.whole)), key=True)
    if section == "fields":
        return _among(names(pack, Meaning.CARRIED), here.whole)
    if not section:
        return None
    key = f"{section}.{here.whole}" + (".label" if section == "decisions" else "")
    return Name(here.whole, None, said(pack, key))


def _named(pack: OpenPack, file: str, here: Spot) -> Name | None:
    """The name that a value uses."""
    if file.endswith(".csv"):
        known = (*names(pack, Meaning.LAW), *read_in_conditions(pack))
        return _among(iter(known), here.whole)
    stands = typed(here.path).meaning
    if file != SERVICE or stands is None:
        return None
    found = names(pack, stands, here.path)
    return _among(found, here.whole) or (
        _among(options(pack), here.whole) if stands is Meaning.CONDITION else None
    )


def _among(known: Iterator[Name], text: str) -> Name | None:
    return next((each for each in known if each.text == text), None)


def _worded(pack: OpenPack, here: Spot) -> Where | None:
    """Where the first language says what a declared name is called."""
    at = typed((*here.path, here.whole))
    section = _section(at, key=True)
    found = pack.worded(section).get(here.whole) if section else None
    return found.where if found else None


def _origin(pack: OpenPack, path: tuple[str, ...]) -> Where | None:
    """Where `service.yaml` first has the name that a text speaks of."""
    for at, leaf, key in walked(pack.tree(SERVICE)):
        if path[1:2] == (leaf.text,) and _section(at, key=key) == path[0]:
            return leaf.where
    return None


def _section(at: Typed, *, key: bool) -> str:
    """The section of the wordings that speaks of a name of `service.yaml`; "" when none does."""
    if key:
        return _DECLARED.get((at.definition, at.key), "") if at.named else ""
    if at.meaning in (Meaning.MESSAGE, Meaning.ROLE):
        return str(at.meaning.value)
    return "groups" if (at.definition, at.key) == ("group", "group") else ""
