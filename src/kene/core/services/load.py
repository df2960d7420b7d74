"""A pack's files read into a `Service`, every problem collected and told together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Final

from kene.core.problems import Mistakes, Problem, Where, distinct
from kene.core.services import definition as written
from kene.core.services import terms
from kene.core.services.appointments import appointments
from kene.core.services.checks.expected import needed
from kene.core.services.checks.missing import unwritten
from kene.core.services.composing import NONE, USE, Around, Whole, whole
from kene.core.services.mentions import sayable
from kene.core.services.migration import migrations
from kene.core.services.mistakes import (
    NAME_TAKEN,
    NEWER_LANGUAGE,
    UNKNOWN_AUTHORITY,
    UNKNOWN_CHANNEL,
    UNKNOWN_LANGUAGE,
    no_file,
    unknown,
    without_bad_names,
)
from kene.core.services.model import Mark, Service
from kene.core.services.process import load_process
from kene.core.services.promises import promises
from kene.core.services.questions import Questions
from kene.core.services.reading import Located, Reader
from kene.core.services.resolving import Resolver
from kene.core.services.statistics import statistics
from kene.core.services.texts import read_wording
from kene.core.services.tree import Branch, decoded
from kene.core.services.tree import octets as octets_of
from kene.core.values.phones import PLANS
from kene.core.values.types import TYPES
from kene.core.wording import Wording

LANGUAGE_VERSION: Final = 1
CHANNELS: Final = ("ussd", "sms", "voice", "web", "whatsapp", "telegram", "counter", "api")
COUNTRIES: Final = tuple(PLANS)
"""The countries whose phone numbers, prices and days are known, by ISO 3166-1 code."""
_TEXTS: Final = (".csv", ".txt", ".typ")
LANGUAGES: Final = ("fr", "bm", "en")
"""The languages that Kene's own screens are worded in."""


def load(files: Mapping[str, bytes], root: str = "", around: Around = NONE) -> Service:
    """The service in these files, by path inside the pack; `root` begins the places of problems,
    `around` are the names of the folders that it could be made of.

    Raises Mistakes with all problems of structure, names and types, in the order of their places.
    """
    made = whole(files, root, around)
    problems = [*made.problems]
    pack = _definition(made, problems)
    texts = _texts(made, pack, problems)
    wordings = {language: _wording(language, each, problems) for language, each in texts.items()}
    resolver = Resolver(problems, pack, made.offered)
    questions = Questions.load(pack, resolver, wordings)
    decisions = questions.decisions(_tables(made, pack, problems))
    stages, documents = load_process(pack, resolver, questions)
    fee = terms.fee(pack, resolver, questions, decisions)
    contest = terms.contest(pack, resolver)
    call = terms.call(pack, resolver, questions)
    holidays = terms.holidays(pack, resolver)
    meetings = appointments(pack, resolver)
    promised = promises(pack, resolver, decisions)
    counted = statistics(pack, resolver, questions, decisions)
    moves = migrations(pack, resolver, questions)
    _channels(pack, problems)
    _authority(pack, wordings, resolver)
    service = Service(
        name=pack.service.text,
        version=pack.version.text,
        country=pack.country.text,
        authority=pack.authority.text,
        languages=tuple(wordings),
        channels=tuple(channel.text for channel in pack.channels),
        laws=resolver.laws(),
        purposes=resolver.purposes(),
        contact=resolver.purpose(pack.contact),
        fields=questions.fields,
        groups=questions.groups,
        facts=questions.facts,
        decisions=decisions,
        stages=stages,
        documents=documents,
        evidence=questions.evidence(),
        entries=questions.entries,
        wordings=wordings,
        fee=fee,
        contest=contest,
        call=call,
        appointments=meetings,
        holidays=holidays,
        marks=tuple(marks(pack)),
        promises=promised,
        statistics=counted,
        migrations=moves,
        digest=digest(made, (each for pair in texts.values() for each in pair)),
        files=made.files,
        source=files,
    )
    problems += _not_text(made)
    sound = all(problem.warning for problem in problems)
    problems += _without_file(made, pack, service if sound else None)
    if any(not problem.warning for problem in problems):
        told = distinct(without_bad_names(problems))
        raise Mistakes(sorted(told, key=lambda p: (p.where.file, p.where.line)))
    return replace(service, sayable=sayable(service))


def digest(made: Whole, texts: Iterable[Branch] = ()) -> str:
    """The SHA-256 of what a pack does, in hexadecimal: its files but for its tests, by name.

    For a pack made of others, what they give it besides, its `texts` too, and no more: what they
    have for other packs changes nothing.
    """
    total = hashlib.sha256()
    for name in sorted(made.files):
        if not name.startswith("tests/") and (made.alone or not name.startswith(f"{USE}/")):
            total.update(f"{name}\0{len(made.files[name])}\0".encode())
            total.update(made.files[name])
    if not made.alone:
        for tree in (made.definition, *texts):
            for each in octets_of(tree):
                total.update(each)
    return total.hexdigest()


def _definition(made: Whole, problems: list[Problem]) -> written.PackDefinition:
    reader = Reader()
    pack = reader.read(made.definition, written.PackDefinition)
    if pack is None or reader.problems:
        raise Mistakes([*problems, *reader.problems])
    if pack.kene != LANGUAGE_VERSION:
        raise Mistakes([Problem(NEWER_LANGUAGE, made.definition.where, {"name": str(pack.kene)})])
    for name, kind in pack.types.items():
        if name in TYPES:
            problems.append(Problem(NAME_TAKEN, kind.where, {"name": name}))
    return pack


def _texts(
    made: Whole, pack: written.PackDefinition, problems: list[Problem]
) -> dict[str, tuple[Branch, Branch]]:
    """The texts of each language: those that the pack's parts have for it, and its own."""
    texts: dict[str, tuple[Branch, Branch]] = {}
    for language in pack.languages:
        if language.text not in LANGUAGES:
            problems.append(unknown(UNKNOWN_LANGUAGE, language, LANGUAGES))
        elif _wordings(language) in made.files:
            try:
                texts[language.text] = (
                    made.shared_texts(language.text),
                    made.own_texts(language.text),
                )
            except Mistakes as mistakes:
                problems += mistakes.problems
    return texts


def _without_file(
    made: Whole, pack: written.PackDefinition, sound: Service | None
) -> Iterator[Problem]:
    """Each language that has no file; what to write in it, where all else is sound."""
    for language in pack.languages:
        name = _wordings(language)
        if language.text not in LANGUAGES or name in made.files:
            continue
        told = no_file(name, language.where, made.files)
        if sound is None or "?" in told.help():
            yield told
        else:
            given = read_wording(made.shared_texts(language.text), language.text, [])
            keys = [key for key in dict.fromkeys(needed(sound)) if not given.has(key)]
            yield unwritten(keys, language, made.path(name), sound.wordings)


def _wordings(language: Located) -> str:
    return f"wording/{language.text}.yaml"


def _wording(language: str, texts: tuple[Branch, Branch], problems: list[Problem]) -> Wording:
    shared, own = (read_wording(tree, language, problems) for tree in texts)
    return shared.merged(own) if shared.texts else own


def _tables(
    made: Whole, pack: written.PackDefinition, problems: list[Problem]
) -> dict[str, tuple[str, Where]]:
    tables: dict[str, tuple[str, Where]] = {}
    for name, table in pack.decide.items():
        octets = made.files.get(table.text)
        if octets is None:
            problems.append(no_file(table.text, table.where, made.files))
        else:
            where = Where(made.path(table.text), 1, 1)
            with suppress(Mistakes):  # told with all other files
                tables[name] = (decoded(octets, where.file), where)
    return tables


def _not_text(made: Whole) -> Iterator[Problem]:
    """Each file that is a text, and is not in UTF-8: those of YAML are told where they are read."""
    for name, octets in made.files.items():
        if name.endswith(_TEXTS) and not name.startswith(f"{USE}/"):
            try:
                decoded(octets, made.path(name))
            except Mistakes as mistakes:
                yield from mistakes.problems


def _authority(
    pack: written.PackDefinition, wordings: Mapping[str, Wording], resolver: Resolver
) -> None:
    """Where the parts have authorities, the pack's is one of them, or is named in its texts."""
    offered = resolver.offered.get("authorities", ())
    if offered and not any(wording.has("authority") for wording in wordings.values()):
        resolver.known(pack.authority, pack.authorities, UNKNOWN_AUTHORITY, offered)


def _channels(pack: written.PackDefinition, problems: list[Problem]) -> None:
    for channel in pack.channels:
        if channel.text not in CHANNELS:
            problems.append(unknown(UNKNOWN_CHANNEL, channel, CHANNELS))
    if pack.country.text not in COUNTRIES:
        problems.append(unknown(UNKNOWN_LANGUAGE, pack.country, COUNTRIES))


def marks(node: object, path: str = "") -> Iterator[Mark]:
    """Each `unsure` of the definition, with the path of keys that leads to it."""
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from marks(child, f"{path}.{name}" if path else str(name))
    elif isinstance(node, tuple):
        for child in node:
            group = getattr(child, "group", None)
            yield from marks(child, f"{path}.{group}" if group else path)
    elif is_dataclass(node) and not isinstance(node, Located | Where):
        unsure = getattr(node, "unsure", None)
        if unsure is not None:
            yield Mark(path, unsure.text)
        for member in fields(node):
            if member.name not in ("where", "unsure", "parameters"):
                inner = f"{path}.{member.name.rstrip('_')}" if path else member.name.rstrip("_")
                yield from marks(getattr(node, member.name), inner)
