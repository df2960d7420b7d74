"""Texts: every one that is needed, in every language, and nothing that nobody reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from string import Formatter
from typing import Final

from kene.core.problems import Kind, Problem, Where, declare, nearest
from kene.core.services.checks.expected import allowed, named_in, needed
from kene.core.services.checks.missing import missing
from kene.core.services.checks.places import Places
from kene.core.services.checks.strays import Stray, strays
from kene.core.services.model import Service
from kene.core.values import Choice, Choices
from kene.core.wording import Text

UNKNOWN_TEXT: Final = declare(
    "S202",
    fr=("Le texte « {key} » n'est jamais montré.", "{hint_fr}"),
    en=("The text '{key}' is never shown.", "{hint_en}"),
    warning=True,
)
UNKNOWN_PLACEHOLDER: Final = declare(
    "S203",
    fr=("« {{{name}}} » n'est pas connu quand ce texte est montré.", "Possibles ici : {known}."),
    en=("'{{{name}}}' is not known when this text is shown.", "Possible here: {known}."),
)
BRACES: Final = declare(
    "S204",
    fr=(
        "Une accolade n'est pas fermée, ou ne contient pas un nom.",
        "Écrivez par exemple {{number}}.",
    ),
    en=("A brace is not closed, or holds no name.", "Write for instance {{number}}."),
)
COUNTLESS: Final = declare(
    "S205",
    fr=("Ce texte a des formes de pluriel, mais rien n'y est compté.", "Écrivez un seul texte."),
    en=("This text has plural forms, but nothing is counted there.", "Write a single text."),
)
TWINS: Final = declare(
    "S206",
    fr=(
        "Deux options de « {field} » se lisent de la même façon.",
        "Donnez-leur des textes différents.",
    ),
    en=("Two options of '{field}' read the same.", "Give them different texts."),
)
EMPTY: Final = declare(
    "S207",
    fr=("Le texte « {key} » est vide.", "Écrivez ce que la personne doit lire."),
    en=("The text '{key}' is empty.", "Write what the person has to read."),
)


MISNAMED: Final = declare(
    "S210",
    fr=(
        "« {key} » n'est pas un texte connu, et « {near} » manque en {language}.",
        "Écrivez « {near} ».",
    ),
    en=("'{key}' is no known text, and '{near}' is missing in {language}.", "Write '{near}'."),
)


def unsaid(service: Service, places: Places) -> Iterator[Problem]:
    """Texts that are missing, that nothing shows, or that cannot be filled."""
    wanted, also = tuple(dict.fromkeys(needed(service))), frozenset(allowed(service))
    told = named_in(service)
    for language, wording in service.wordings.items():
        absent = {key for key in wanted if not wording.has(key)}
        shown = {*wanted, *also}
        for stray in strays(wording.texts, shown):
            where = places.wording(language, stray.key)
            # What a part or a base says to no purpose here, it says to others.
            if where.file == places.texts(language).where.file:
                yield from _stray(stray, absent, shown, language, where)
                absent -= stray.told
        left = [key for key in wanted if key in absent]
        yield from missing(left, language, places.texts(language), service.wordings)
        for key, text in wording.texts.items():
            if key in shown:
                yield from _broken(key, text, told.get(key, frozenset()), language, places)
    yield from _twins(service, places)


def _stray(
    stray: Stray, absent: Collection[str], known: Collection[str], language: str, where: Where
) -> Iterator[Problem]:
    """The problem of texts that nothing shows: others that are missing are meant, or none."""
    under = [each for each in absent if each.startswith(f"{stray.key}.")]
    if stray.told & {*absent}:
        details = {"key": stray.key, "near": stray.near, "language": language}
        yield Problem(MISNAMED, where, details)
    elif not (stray.empty and under):  # Else its line is there: what it lacks is told.
        yield hinted(UNKNOWN_TEXT, stray.key, [stray.near] if stray.near else known, where)


def hinted(kind: Kind, key: str, known: Collection[str], where: Where) -> Problem:
    """The problem of a text that is not among those known, with the nearest."""
    near = nearest(key, (each for each in known if _comparable(key, each)))
    details = {
        "key": key,
        "near": near,
        "hint_fr": f"Vouliez-vous dire « {near} » ?" if near else "Enlevez-le.",
        "hint_en": f"Did you mean '{near}'?" if near else "Take it out.",
    }
    return Problem(kind, where, details)


def _comparable(key: str, other: str) -> bool:
    """Whether one may have been meant for the other: one part differs, or one is deeper."""
    parts, others = key.split("."), other.split(".")
    if len(parts) != len(others):
        return parts[-1] == others[-1]
    return sum(map(str.__ne__, parts, others)) == 1


def _broken(
    key: str, text: Text, known: frozenset[str], language: str, places: Places
) -> Iterator[Problem]:
    where = places.wording(language, key)
    if text.plural:
        yield Problem(COUNTLESS, where)
    if not text.long.strip():
        yield Problem(EMPTY, where, {"key": key})
    for form in (text.long, text.short, text.spoken):
        try:
            names = [name for _, name, _, _ in Formatter().parse(form) if name is not None]
        except ValueError:
            yield Problem(BRACES, where)
            continue
        for name in names:
            if not name:
                yield Problem(BRACES, where)
            elif name not in known:
                others = [each for each in sorted(known) if not each.endswith(" F")]
                shown = ", ".join(f"{{{each}}}" for each in others) or "—"
                near = nearest(name, others)
                yield Problem(
                    UNKNOWN_PLACEHOLDER, where, {"name": name, "near": near, "known": shown}
                )


def _twins(service: Service, places: Places) -> Iterator[Problem]:
    for name, field in service.fields.items():
        if isinstance(field.type, Choice | Choices):
            for language in service.languages:
                for option in field.type.twins(language):
                    key = f"fields.{name}.options.{option}"
                    yield Problem(TWINS, places.wording(language, key), {"field": name})
