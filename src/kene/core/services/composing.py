"""A pack with all that it is made of: what it extends, and the shared parts that it uses.

The files of these come with its own, under `use/<name>/`. Everything is done on trees, before a
definition is read: the rest of Kene sees a pack as if it had been written out whole, and each key
keeps the place where it is really written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import sharing
from kene.core.services.merging import Merge
from kene.core.services.mistakes import (
    EXTENDS_TWICE,
    OTHER_COUNTRY,
    no_file,
    no_part,
)
from kene.core.services.reading import Located
from kene.core.services.sharing import Filled
from kene.core.services.tree import Branch, Leaf, decoded, leaves, read

SERVICE: Final = "service.yaml"
SHARED: Final = "shared.yaml"
USE: Final = "use"
Around = Mapping[str, Collection[str]]
"""The names of folders by the file that they have: `shared.yaml`, or `service.yaml`."""
NONE: Final[Around] = {}
_PART_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


def parts(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of what a pack says that it is made of, and of what that uses in its turn.

    What cannot be read yet names nothing.
    """
    own = _lenient(files, SERVICE)
    bases = [leaf.text for leaf in leaves(own.get("extends"))][:1]
    used = own.get(USE)
    if used is None and bases:
        used = _lenient(files, f"{USE}/{bases[0]}/{SERVICE}").get(USE)
    names = (*bases, *(leaf.text for leaf in leaves(used)))
    return tuple(dict.fromkeys(name for name in names if _PART_NAME.fullmatch(name)))


def country(files: Mapping[str, bytes]) -> str:
    """The country of a pack, by its code, whatever else is wrong with it; "" where it says none."""
    own = _lenient(files, SERVICE)
    bases = [leaf.text for leaf in leaves(own.get("extends"))][:1]
    below = (_lenient(files, f"{USE}/{base}/{SERVICE}") for base in bases)
    said = (leaf.text for tree in (own, *below) for leaf in leaves(tree.get("country")))
    return next(said, "")


@dataclass(frozen=True, slots=True)
class Whole:
    """A pack made whole: `source` are the files that it is made of, `files` its own and those that
    it inherits from its `base`.

    `offered` are the names that its parts share, by section; `problems` what is wrong in putting it
    together.
    """

    source: Mapping[str, bytes]
    root: str
    base: str
    filled: Filled
    files: Mapping[str, bytes]
    used: tuple[str, ...]
    offered: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]

    @property
    def definition(self) -> Branch:
        """What `service.yaml` says, had it been written out whole."""
        return self.filled.definition

    @property
    def alone(self) -> bool:
        """Whether it is made of its own files only."""
        return not self.base and not self.used

    def path(self, name: str) -> str:
        """The path of a file as places show it: with the pack's own, or in what it extends."""
        inherited = self.base and name not in self.source
        return _shown(self.root, f"{USE}/{self.base}/{name}" if inherited else name)

    def own_texts(self, language: str) -> Branch:
        """The pack's own texts of a language, over those that it inherits. Raises Mistakes."""
        name = f"wording/{language}.yaml"
        below = f"{USE}/{self.base}/{name}"
        if not self.base or below not in self.source or name not in self.files:
            return _read(self.source, self.root, name)
        here = Branch(Where(_shown(self.root, name), 1, 1))
        over = _read(self.source, self.root, name) if name in self.source else here
        merge = Merge(self.base, wording=True)
        merged = merge.branches(_read(self.source, self.root, below), over)
        if merge.problems:
            raise Mistakes(merge.problems)
        return merged

    def shared_texts(self, language: str) -> Branch:
        """What its parts have for its names, those of the first part before others. Raises
        Mistakes."""
        name = f"wording/{language}.yaml"
        found = Branch(Where(_shown(self.root, name), 1, 1))
        for part in reversed(self.used):
            path = f"{USE}/{part}/{name}"
            if path in self.source:
                texts = self.filled.texts(_read(self.source, self.root, path))
                found = Merge(part, wording=True).branches(found, texts)
        return found


@dataclass(slots=True)
class _Making:
    """A pack while it is put together."""

    source: Mapping[str, bytes]
    root: str
    around: Around
    problems: list[Problem] = field(default_factory=list)

    def extended(self, own: Branch) -> tuple[str, Branch, Mapping[str, bytes]]:
        """The name of what a definition extends, itself written over it, and all the files."""
        named = own.get("extends")
        if not isinstance(named, Leaf):
            return "", own, self.source
        base, prefix = named.text, f"{USE}/{named.text}/"
        if prefix + SERVICE not in self.source:
            raise Mistakes([self._absent(named, SERVICE)])
        below = _read(self.source, self.root, prefix + SERVICE)
        if below.get("extends") is not None:
            raise Mistakes([Problem(EXTENDS_TWICE, named.where, {"name": base})])
        merge = Merge(base, problems=self.problems)
        merged = merge.branches(below, own)
        inherited = {
            name.removeprefix(prefix): octets
            for name, octets in self.source.items()
            if name.startswith(prefix) and name != prefix + SERVICE
        }
        for leaf in leaves(own.get("without")):
            kept = {n: inherited[n] for n in inherited if not _within(n, leaf.text)}
            if len(kept) == len(inherited):
                merge.absent(leaf, {*inherited, *(name.partition("/")[0] for name in inherited)})
            inherited = kept
        return base, merged, {**inherited, **self.source}

    def parts(self, definition: Branch) -> dict[str, Branch]:
        """The parts that the pack uses, in its order. Raises Mistakes when one is not there."""
        found: dict[str, Branch] = {}
        missing: list[Problem] = []
        country = definition.get("country")
        for leaf in leaves(definition.get(USE)):
            name = f"{USE}/{leaf.text}/{SHARED}"
            if name not in self.source:
                missing.append(self._absent(leaf, SHARED))
                continue
            found[leaf.text] = _read(self.source, self.root, name)
            of = found[leaf.text].get("country")
            if isinstance(of, Leaf) and isinstance(country, Leaf) and of.text != country.text:
                details = {"name": leaf.text, "country": of.text}
                self.problems.append(Problem(OTHER_COUNTRY, leaf.where, details))
        if missing:
            # Each name that they would give would be told as unknown, too.
            raise Mistakes([*self.problems, *missing])
        return found

    def _absent(self, named: Leaf, file: str) -> Problem:
        return no_part(Located(named.text, named.where), file, self.around.get(file, ()))


def whole(files: Mapping[str, bytes], root: str = "", around: Around = NONE) -> Whole:
    """The pack in these files, made whole; `root` begins the places of problems, `around` are the
    names of the folders that it could be made of.

    Raises Mistakes when nothing can be said of it.
    """
    making = _Making(files, root, around)
    base, definition, all_files = making.extended(_read(files, root, SERVICE))
    used = making.parts(definition)
    if used or definition.get("types"):
        tables = (all_files.get(leaf.text, b"") for leaf in leaves(definition.get("decide")))
        texts = (octets.decode("utf-8", errors="replace") for octets in tables)
        filled = sharing.filled(definition, used.values(), texts)
    else:
        filled = Filled(definition)
    offered = sharing.offered(used.values())
    return Whole(
        source=files,
        root=root,
        base=base,
        filled=filled,
        files=all_files,
        used=tuple(used),
        offered=offered,
        problems=tuple(making.problems),
    )


def _read(files: Mapping[str, bytes], root: str, name: str) -> Branch:
    path = _shown(root, name)
    if name not in files:
        raise Mistakes([no_file(name, Where(path), files)])
    return read(decoded(files[name], path), path)


def _lenient(files: Mapping[str, bytes], name: str) -> Branch:
    try:
        return read(files.get(name, b"").decode("utf-8", errors="replace"), name)
    except Mistakes:
        return Branch(Where(name))


def _within(name: str, given: str) -> bool:
    return name == given or name.startswith(f"{given.rstrip('/')}/")


def _shown(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name
