"""A pack's files read into a `Service`, every problem collected and told together."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from kene.core.problems import Mistakes, Problem, Where
from kene.core.services import definition as written
from kene.core.services import terms
from kene.core.services.appointments import appointments
from kene.core.services.migration import migrations
from kene.core.services.mistakes import (
    NEWER_LANGUAGE,
    NO_FILE,
    UNKNOWN_CHANNEL,
    UNKNOWN_LANGUAGE,
    unknown,
)
from kene.core.services.model import Mark, Service
from kene.core.services.process import load_process
from kene.core.services.promises import promises
from kene.core.services.questions import Questions
from kene.core.services.reading import Located, Reader
from kene.core.services.resolving import Resolver
from kene.core.services.texts import read_wording
from kene.core.services.tree import read
from kene.core.values.gazetteer import COUNTRIES
from kene.core.wording import Wording

LANGUAGE_VERSION: Final = 1
CHANNELS: Final = ("ussd", "sms", "voice", "web", "whatsapp", "telegram", "counter", "api")
LANGUAGES: Final = ("fr", "bm", "en")
"""The languages that Kene's own screens are worded in."""


def load(files: Mapping[str, bytes], root: str = "") -> Service:
    """The service in these files, by path inside the pack; `root` begins the places of problems.

    Raises Mistakes with all problems of structure, names and types, in the order of their places.
    """
    problems: list[Problem] = []
    pack = _definition(files, root, problems)
    wordings = _wordings(files, root, pack, problems)
    resolver = Resolver(problems, pack)
    questions = Questions.load(pack, resolver, wordings)
    decisions = questions.decisions(_tables(files, root, pack, problems))
    stages, documents = load_process(pack, resolver, questions)
    fee = terms.fee(pack, resolver, questions, decisions)
    contest = terms.contest(pack, resolver)
    call = terms.call(pack, resolver, questions)
    holidays = terms.holidays(pack, resolver)
    meetings = appointments(pack, resolver)
    promised = promises(pack, resolver, decisions)
    moves = migrations(pack, resolver, questions)
    _channels(pack, problems)
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
        wordings=wordings,
        fee=fee,
        contest=contest,
        call=call,
        appointments=meetings,
        holidays=holidays,
        marks=tuple(_marks(pack, "")),
        promises=promised,
        migrations=moves,
        digest=digest(files),
        files=files,
    )
    if any(not problem.warning for problem in problems):
        raise Mistakes(sorted(set_of(problems), key=lambda p: (p.where.file, p.where.line)))
    return service


def digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of what a pack does: its files but for its tests, by name, in hexadecimal."""
    total = hashlib.sha256()
    for name in sorted(name for name in files if not name.startswith("tests/")):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def set_of(problems: Collection[Problem]) -> list[Problem]:
    """The problems without those that say the same of the same place."""
    return list({(p.code, p.where, p.message()): p for p in problems}.values())


def _text(files: Mapping[str, bytes], name: str, root: str, at: Where) -> str:
    if name not in files:
        raise Mistakes([Problem(NO_FILE, at, {"name": name})])
    return files[name].decode("utf-8", errors="replace")


def _path(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


def _definition(
    files: Mapping[str, bytes], root: str, problems: list[Problem]
) -> written.PackDefinition:
    path = _path(root, "service.yaml")
    tree = read(_text(files, "service.yaml", root, Where(path)), path)
    reader = Reader()
    pack = reader.read(tree, written.PackDefinition)
    problems += reader.problems
    if pack is None or reader.problems:
        raise Mistakes(problems)
    if pack.kene != LANGUAGE_VERSION:
        raise Mistakes([Problem(NEWER_LANGUAGE, tree.where, {"name": str(pack.kene)})])
    return pack


def _wordings(
    files: Mapping[str, bytes],
    root: str,
    pack: written.PackDefinition,
    problems: list[Problem],
) -> dict[str, Wording]:
    wordings: dict[str, Wording] = {}
    for language in pack.languages:
        if language.text not in LANGUAGES:
            problems.append(unknown(UNKNOWN_LANGUAGE, language, LANGUAGES))
            continue
        name = f"wording/{language.text}.yaml"
        try:
            tree = read(_text(files, name, root, language.where), _path(root, name))
        except Mistakes as mistakes:
            problems += mistakes.problems
            continue
        wordings[language.text] = read_wording(tree, language.text, problems)
    return wordings


def _tables(
    files: Mapping[str, bytes],
    root: str,
    pack: written.PackDefinition,
    problems: list[Problem],
) -> dict[str, tuple[str, Where]]:
    tables: dict[str, tuple[str, Where]] = {}
    for name, table in pack.decide.items():
        try:
            text = _text(files, table.text, root, table.where)
            tables[name] = (text, Where(_path(root, table.text), 1, 1))
        except Mistakes as mistakes:
            problems += mistakes.problems
    return tables


def _channels(pack: written.PackDefinition, problems: list[Problem]) -> None:
    for channel in pack.channels:
        if channel.text not in CHANNELS:
            problems.append(unknown(UNKNOWN_CHANNEL, channel, CHANNELS))
    if pack.country.text not in COUNTRIES:
        problems.append(unknown(UNKNOWN_LANGUAGE, pack.country, COUNTRIES))


def _marks(node: object, path: str) -> Iterator[Mark]:
    """Each `unsure` of the definition, with the path of keys that leads to it."""
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from _marks(child, f"{path}.{name}" if path else str(name))
    elif isinstance(node, tuple):
        for child in node:
            group = getattr(child, "group", None)
            yield from _marks(child, f"{path}.{group}" if group else path)
    elif is_dataclass(node) and not isinstance(node, Located | Where):
        unsure = getattr(node, "unsure", None)
        if unsure is not None:
            yield Mark(path, unsure.text)
        for member in fields(node):
            if member.name not in ("where", "unsure", "parameters"):
                inner = f"{path}.{member.name.rstrip('_')}" if path else member.name.rstrip("_")
                yield from _marks(getattr(node, member.name), inner)
