"""Decision tables: each answers everybody, once, and keeps what the pack promises of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.decisions import Decision
from kene.core.decisions.proving import (
    OTHER_TEXT,
    Domain,
    Finding,
    FindingKind,
    Promise,
    World,
    domain_of,
    prove,
)
from kene.core.expressions import Expression
from kene.core.expressions.types import ANY, DATE, NUMBER, Enumeration
from kene.core.problems import Kind, Problem, declare
from kene.core.services.asking import Field
from kene.core.services.checks.places import Places
from kene.core.services.model import Service
from kene.core.services.naming import Naming
from kene.core.services.questions import feel_type
from kene.core.values import Choice, Date, DecimalNumber, Money, Setting, Type, Whole
from kene.core.values.dates import FIRST_YEAR, LAST_YEAR

GAP: Final = declare(
    "D301",
    fr=(
        "La table « {name} » ne répond pas à tout le monde. Exemple : {example}",
        "Ajoutez une règle, ou élargissez-en une.",
    ),
    en=(
        "The table '{name}' does not answer everybody. Example: {example_en}",
        "Add a rule, or make one wider.",
    ),
)
OVERLAP: Final = declare(
    "D302",
    fr=(
        "Les règles {rules} de « {name} » valent en même temps. Exemple : {example}",
        "Séparez-les, ou dites laquelle passe avant : « first » ou « priority ».",
    ),
    en=(
        "The rules {rules} of '{name}' hold at the same time. Example: {example_en}",
        "Keep them apart, or say which comes first: 'first' or 'priority'.",
    ),
)
DEAD_RULE: Final = declare(
    "D303",
    fr=("La règle {rules} de « {name} » ne s'applique à personne.", "Enlevez-la, ou changez-la."),
    en=("The rule {rules} of '{name}' applies to nobody.", "Take it out, or change it."),
)
DEAD_OUTCOME: Final = declare(
    "D304",
    fr=("Personne n'obtient « {word} » de « {name} ».", "Enlevez-le, ou donnez-lui une règle."),
    en=("Nobody gets '{word}' from '{name}'.", "Take it out, or give it a rule."),
)
NOT_MONOTONE: Final = declare(
    "D305",
    fr=(
        "« {name} » ne tient pas sa promesse sur « {word} », des règles {rules}. "
        "Exemple : {example} ; puis : {instead}",
        "Corrigez la table, ou enlevez la promesse (promise).",
    ),
    en=(
        "'{name}' breaks its promise about '{word}', in the rules {rules}. "
        "Example: {example_en}; then: {instead_en}",
        "Mend the table, or take the promise out.",
    ),
)
UNPROVED: Final = declare(
    "D306",
    fr=(
        "Tout n'est pas prouvé de « {name} » : elle est trop grande, compare des réponses entre "
        "elles, ou regarde plusieurs faits d'une même réponse ({word}).",
        "Comparez avec des constantes ; de plusieurs faits, gardez-en un, ou commencez la table "
        "par « first ». « kene[prove] », s'il n'est pas installé, essaie aussi Z3.",
    ),
    en=(
        "Not everything is proved of '{name}': it is too large, compares answers with each "
        "other, or looks at several facts of one answer ({word}).",
        "Compare with constants; of several facts keep one, or begin the table with "
        "'first'. 'kene[prove]', where it is not installed, tries Z3 too.",
    ),
    warning=True,
)
UNRANKED: Final = declare(
    "D307",
    fr=(
        "La promesse de « {name} » sur « {word} » n'est pas vérifiée : ses issues sont calculées, "
        "ou n'ont pas d'ordre.",
        "Écrivez dans chaque règle une issue : un nombre, ou un mot de « choice [haut, bas] ».",
    ),
    en=(
        "The promise of '{name}' about '{word}' is not checked: its outcomes are computed, or "
        "have no order.",
        "Write one outcome in each rule: a number, or a word of 'choice [high, low]'.",
    ),
    warning=True,
)
UNDIRECTED: Final = declare(
    "D308",
    fr=(
        "La promesse de « {name} » sur « {word} » n'est pas vérifiée : « {word} » ne monte ni ne "
        "descend, ou aucune règle ne le regarde.",
        "Promettez sur une colonne de nombres ou de jours, ou enlevez la promesse (promise).",
    ),
    en=(
        "The promise of '{name}' about '{word}' is not checked: '{word}' neither rises nor falls, "
        "or no rule tests it.",
        "Promise about a column of numbers or days, or take the promise out.",
    ),
    warning=True,
)
KINDS: Final[Mapping[FindingKind, Kind]] = {
    FindingKind.GAP: GAP,
    FindingKind.OVERLAP: OVERLAP,
    FindingKind.DEAD_RULE: DEAD_RULE,
    FindingKind.DEAD_OUTCOME: DEAD_OUTCOME,
    FindingKind.NOT_MONOTONE: NOT_MONOTONE,
    FindingKind.UNPROVED: UNPROVED,
    FindingKind.UNRANKED: UNRANKED,
    FindingKind.UNDIRECTED: UNDIRECTED,
}
_OTHER: Final = {"fr": "autre chose", "en": "something else"}
_TODAY: Final = {"fr": "Jour de la demande", "en": "Day of the request"}
_DAY: Final = date(2026, 9, 30)
"""The day of examples: the core does not know what day it is."""


Prover = Callable[[Decision, World, Sequence[Promise]], tuple[Finding, ...]]


def unproved(service: Service, places: Places, prover: Prover = prove) -> Iterator[Problem]:
    """What is wrong with each table, with a person to whom it happens; `prover` finds it."""
    for name, decision in service.decisions.items():
        found = prover(decision, world_of(service, name), service.promises.get(name, ()))
        yield from (problem_of(service, name, one) for one in found)


def world_of(service: Service, name: str) -> World:
    """Where the inputs of a decision come from."""
    before = list(service.decisions)[: list(service.decisions).index(name)]
    return World(
        domains={"today": _days(), **{n: _domain(f.type) for n, f in service.fields.items()}},
        facts=service.facts,
        decisions={each: service.decisions[each] for each in before},
        conditions={n: _conditions(f) for n, f in service.fields.items() if _conditions(f)},
        day=_DAY,
    )


def _conditions(field: Field) -> tuple[Expression, ...]:
    return tuple(each for each in (field.valid, field.when) if each is not None)


def _days() -> Domain:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    return Domain(DATE, 0, first.toordinal(), last.toordinal())


def _domain(kind: Type) -> Domain:
    """What a person may answer to a field."""
    match kind:
        case Whole(low, high) | Money(low, high):
            return Domain(NUMBER, 0, low, high)
        case DecimalNumber(places, least, most):
            return Domain(NUMBER, places, least, most)
        case Date():
            return _days()
        case Choice():
            return Domain(Enumeration(kind.options), options=kind.options)
    return domain_of(feel_type(kind) or ANY)


# -- saying it -----------------------------------------------------------------------------------


def problem_of(service: Service, name: str, finding: Finding) -> Problem:
    """A finding about a decision as a problem, its example in the words of the service."""
    details = {"name": name, "word": finding.word, "rules": ", ".join(finding.rules)}
    for language, end in (("fr", ""), ("en", "_en")):
        say = _Saying(service, language)
        details[f"example{end}"] = say.person({**finding.tested, **finding.example})
        details[f"instead{end}"] = say.person(finding.instead)
    return Problem(KINDS[finding.kind], finding.where, details)


def person(service: Service, answers: Mapping[str, object], language: str) -> str:
    """The answers of a person in the words of the service: `Âge : 12 ; Lien : mère`."""
    return _Saying(service, language).person(answers)


class _Saying:
    def __init__(self, service: Service, language: str) -> None:
        self._service = service
        self._language = language
        self._naming = Naming(service, Setting(language, service.country, _DAY, "short"))

    def person(self, values: Mapping[str, object]) -> str:
        """`Âge : 12 ; Lien : mère`."""
        pairs = (f"{self._label(name)} : {self._shown(name, v)}" for name, v in values.items())
        return " ; ".join(pairs) if values else "—"

    def _label(self, name: str) -> str:
        return _TODAY[self._language] if name == "today" else self._naming.label(name)

    def _shown(self, name: str, value: object) -> str:
        if value == OTHER_TEXT:
            return _OTHER[self._language]
        field = self._service.fields.get(name)
        if field is not None and isinstance(field.type, DecimalNumber) and isinstance(value, int):
            value = Decimal(value)
        return self._naming.shown(name, value)
