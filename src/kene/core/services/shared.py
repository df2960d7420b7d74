"""A shared part by itself: what the services of a country have in common, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kene.core.problems import Mistakes, Problem, distinct
from kene.core.services import definition as written
from kene.core.services import terms
from kene.core.services.checks.marks import UNREVIEWED, UNSURE
from kene.core.services.checks.missing import missing
from kene.core.services.checks.places import place
from kene.core.services.checks.wordings import UNKNOWN_TEXT, hinted
from kene.core.services.composing import SHARED
from kene.core.services.load import COUNTRIES, LANGUAGE_VERSION, LANGUAGES, marks
from kene.core.services.mistakes import (
    NAME_TAKEN,
    NEWER_LANGUAGE,
    UNKNOWN_LANGUAGE,
    no_file,
    unknown,
)
from kene.core.services.questions import typed
from kene.core.services.reading import Located, Reader
from kene.core.services.resolving import Resolver
from kene.core.services.texts import read_wording
from kene.core.services.tree import Branch, decoded, read
from kene.core.values.types import TYPES

USUAL = "ml"
"""The country by whose rules types are read where a part is of none."""


def check_shared(files: Mapping[str, bytes], root: str = "") -> tuple[Problem, ...]:
    """Every problem of a shared part, warnings too, by place; `root` begins the places."""
    problems: list[Problem] = []
    try:
        problems += _problems(files, root)
    except Mistakes as mistakes:
        problems += mistakes.problems
    return tuple(
        sorted(distinct(problems), key=lambda p: (p.where.file, p.where.line, p.where.column))
    )


def _problems(files: Mapping[str, bytes], root: str) -> Iterator[Problem]:
    tree = _read(files, SHARED, root)
    reader = Reader()
    shared = reader.read(tree, written.SharedDefinition)
    yield from reader.problems
    if shared is None or reader.problems:
        return
    if shared.kene != LANGUAGE_VERSION:
        yield Problem(NEWER_LANGUAGE, tree.where, {"name": str(shared.kene)})
        return
    problems: list[Problem] = []
    _resolve(shared, Resolver(problems, _as_pack(shared)))
    yield from problems
    for mark in marks(shared):
        where, _ = place(tree, [*mark.path.split("."), "unsure"] if mark.path else ["unsure"])
        yield Problem(UNSURE, where, {"missing": mark.missing})
    yield from _texts(files, root, shared)


def _as_pack(shared: written.SharedDefinition) -> written.PackDefinition:
    """The part as a pack that asks nothing."""
    return written.PackDefinition(
        kene=shared.kene,
        service=shared.shared,
        version=shared.shared,
        country=shared.country or Located(USUAL, shared.where),
        authority=shared.shared,
        languages=shared.languages,
        channels=(),
        purposes=shared.purposes,
        contact=shared.shared,
        ask=(),
        process={},
        where=shared.where,
        law=shared.law,
        holidays=shared.holidays,
    )


def _resolve(shared: written.SharedDefinition, resolver: Resolver) -> None:
    """Names, laws, purposes, days and types. Problems go to the resolver's list."""
    country = resolver.pack.country
    if country.text not in COUNTRIES:
        resolver.problems.append(unknown(UNKNOWN_LANGUAGE, country, COUNTRIES))
    resolver.laws()
    resolver.purposes()
    terms.holidays(resolver.pack, resolver)
    for name, kind in shared.types.items():
        resolver.named(name, kind.where)
        if name in TYPES:
            resolver.problems.append(Problem(NAME_TAKEN, kind.where, {"name": name}))
        try:
            typed(kind, country.text)
        except Mistakes as mistakes:
            resolver.problems += mistakes.problems


def _texts(
    files: Mapping[str, bytes], root: str, shared: written.SharedDefinition
) -> Iterator[Problem]:
    """Texts that are missing in a language, or that speak of what the part does not share."""
    needed = {f"authorities.{name}" for name in shared.authorities}
    needed |= {f"purposes.{name}" for name in shared.purposes}
    known = needed | {f"law.{name}" for name in shared.law}
    for language in shared.languages:
        name = f"wording/{language.text}.yaml"
        if language.text not in LANGUAGES:
            yield unknown(UNKNOWN_LANGUAGE, language, LANGUAGES)
        elif name not in files:
            yield no_file(name, language.where, files)
        else:
            tree, problems = _read(files, name, root), list[Problem]()
            wording = read_wording(tree, language.text, problems)
            yield from problems
            yield from missing(sorted(needed - wording.texts.keys()), language.text, tree, {})
            for key in wording.texts.keys() - known:
                section, _, rest = key.partition(".")
                named = rest.partition(".")[0] in shared.types if section == "types" else True
                if section in ("authorities", "purposes", "law") or not named:
                    yield hinted(UNKNOWN_TEXT, key, known, place(tree, key.split("."))[0])
            if not wording.reviewed:
                where, _ = place(tree, ["reviewed"])
                yield Problem(UNREVIEWED, where, {"language": language.text})


def _read(files: Mapping[str, bytes], name: str, root: str) -> Branch:
    path = f"{root}/{name}" if root else name
    return read(decoded(files[name], path), path)
