"""Moves of open cases from one version to another: what both packs say proves, before any case is
looked at.

`kene check` sees one version, and finds nothing of this: publishing and `kene migrate` see two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from kene.core.expressions.types import conforms
from kene.core.problems import Kind, Problem, declare
from kene.core.services.asking import Field
from kene.core.services.checks.places import Places
from kene.core.services.migration import SAME_TARGET
from kene.core.services.model import APPLICANT, Contest, Purpose, Service, Stage
from kene.core.services.passage import Migration
from kene.core.values import Items

NO_TARGET: Final = declare(
    "M201",
    fr=(
        "L'étape « {name} » de la version {since} ne mène à aucune étape de celle-ci.",
        "Écrivez où elle mène : « stages: {{{name}: … }} ».",
    ),
    en=(
        "The stage '{name}' of version {since} leads to no stage of this one.",
        "Write where it leads: 'stages: {{{name}: … }}'.",
    ),
)
NO_STAGE: Final = declare(
    "M202",
    fr=("La version {since} n'a pas d'étape « {name} ».", "Ses étapes : {known}."),
    en=("Version {since} has no stage '{name}'.", "Its stages: {known}."),
)
NO_FIELD: Final = declare(
    "M203",
    fr=("La version {since} n'a pas de champ « {name} ».", "Ses champs : {known}."),
    en=("Version {since} has no field '{name}'.", "Its fields: {known}."),
)
NO_SOURCE: Final = declare(
    "M204",
    fr=(
        "Rien ne répond à « {name} » pour les dossiers de la version {since}.",
        "Menez-y un champ (fields), donnez-lui une valeur (defaults), ou rendez-le facultatif.",
    ),
    en=(
        "Nothing answers '{name}' for the cases of version {since}.",
        "Lead a field to it (fields), give it a value (defaults), or make it optional.",
    ),
)
OTHER_TYPE: Final = declare(
    "M205",
    fr=(
        "« {source} » est de type {before} : sa réponse ne peut pas être celle de « {name} », "
        "de type {after}.",
        "Menez-y un champ du même type, ou donnez une valeur (defaults).",
    ),
    en=(
        "'{source}' is of type {before}: its answer cannot be that of '{name}', of type {after}.",
        "Lead a field of the same type to it, or give a value (defaults).",
    ),
)
NO_PURPOSE: Final = declare(
    "M206",
    fr=(
        "La finalité « {name} » de la version {since} n'est plus là : ce qu'elle garde n'aurait "
        "plus de fin.",
        "Gardez-la dans « purposes » et, si le téléphone en dépend, dans « contact ».",
    ),
    en=(
        "The purpose '{name}' of version {since} is gone: what it keeps would have no end.",
        "Keep it in 'purposes' and, where the phone depends on it, in 'contact'.",
    ),
)
KEPT_LONGER: Final = declare(
    "M207",
    fr=(
        "« {name} » serait gardé plus longtemps qu'il n'a été promis : {before}, puis {after}.",
        "Gardez la durée, ou écrivez « allow: [keep] » si un texte le permet.",
    ),
    en=(
        "'{name}' would be kept longer than was promised: {before}, then {after}.",
        "Keep the time, or write 'allow: [keep]' where a text permits it.",
    ),
)
OTHERS_TURN: Final = declare(
    "M208",
    fr=(
        "L'étape « {name} » et l'étape « {target} » n'attendent pas la même personne : le "
        "demandeur pour l'une, l'autorité pour l'autre.",
        "Menez à une étape qui attend la même.",
    ),
    en=(
        "The stages '{name}' and '{target}' do not wait for the same person: the applicant for "
        "one, the authority for the other.",
        "Lead to a stage that waits for the same.",
    ),
)
NO_SILENCE: Final = declare(
    "M209",
    fr=(
        "À l'étape « {name} », le silence de l'autorité accordait ; à « {target} », il n'accorde "
        "plus.",
        "Gardez « grant », ou écrivez « allow: [silence] » si un texte le permet.",
    ),
    en=(
        "At the stage '{name}' the authority's silence granted; at '{target}' it does not.",
        "Keep 'grant', or write 'allow: [silence]' where a text permits it.",
    ),
)
NO_CONTEST: Final = declare(
    "M210",
    fr=(
        "Les demandeurs de la version {since} auraient moins de temps pour contester.",
        "Gardez ce délai, ou écrivez « allow: [contest] » si un texte le permet.",
    ),
    en=(
        "The applicants of version {since} would have less time to contest.",
        "Keep that time, or write 'allow: [contest]' where a text permits it.",
    ),
)
DECIDE_AGAIN: Final = declare(
    "M211",
    fr=(
        "La décision « {name} » de la version {since} ne se lit pas dans celle-ci.",
        "Écrivez « decide-again: yes », ou gardez la décision, ses issues et ses lois.",
    ),
    en=(
        "The decision '{name}' of version {since} cannot be read in this one.",
        "Write 'decide-again: yes', or keep the decision, its outcomes and its laws.",
    ),
)
OTHER_HOUSE: Final = declare(
    "M212",
    fr=(
        "La version {since} est d'une autre autorité ou d'un autre pays ({name}).",
        "Laissez ces dossiers où ils sont : « stay: yes ».",
    ),
    en=(
        "Version {since} is another authority's or another country's ({name}).",
        "Leave these cases where they are: 'stay: yes'.",
    ),
)
_FITS: Final = frozenset(
    {
        ("name", "text"),
        ("text", "name"),
        ("whole", "money"),
        ("money", "whole"),
        ("date", "approximate_date"),
    }
)
"""Types whose answers may be those of another; each one is tried."""
_START: Final = date(2000, 1, 1)


def immovable(
    old: Service, new: Service, move: Migration, places: Places | None = None
) -> Iterator[Problem]:
    """Why the cases of `old` cannot move to `new` as `move`, one of the new pack's, declares it."""
    if not move.stay:
        yield from _Moving(old, new, move, places or Places(new.source, "")).problems()


def sources(old: Service, new: Service, move: Migration) -> Mapping[str, str]:
    """The old field, or entry, whose values each new one gets; none for one that is new."""
    found = {target: source for source, target in move.fields.items()}
    kept = (name for name in new.held if name in old.held and name not in move.fields)
    return found | {name: name for name in kept if name not in found}


class _Moving:
    def __init__(self, old: Service, new: Service, move: Migration, places: Places) -> None:
        self.old = old
        self.new = new
        self.move = move
        self.places = places
        self.sources = sources(old, new, move)

    def problems(self) -> Iterator[Problem]:
        old, new = self.old, self.new
        if (old.authority, old.country) != (new.authority, new.country):
            yield self._problem(OTHER_HOUSE, f"{old.authority}, {old.country}", "from")
        yield from self._unknown()
        for name, stage in old.stages.items():
            yield from self._stage(name, stage)
        for field in new.held.values():
            yield from self._field(field)
        for name, purpose in old.purposes.items():
            yield from self._purpose(name, purpose)
        if _shorter(old.contest, new.contest) and "contest" not in self.move.allow:
            yield self._problem(NO_CONTEST, "", "from")
        if not self.move.again:
            yield from self._decisions()

    def _problem(self, kind: Kind, name: str, *path: str, **details: str) -> Problem:
        where = self.places.service("migrate", self.move.since, *path)
        return Problem(kind, where, {"name": name, "since": self.move.since, **details})

    def _unknown(self) -> Iterator[Problem]:
        """Names that are not of the old version, and one that two fields would have."""
        for name in self.move.stages.keys() - self.old.stages.keys():
            known = ", ".join(self.old.stages)
            yield self._problem(NO_STAGE, name, "stages", name, known=known)
        for source, target in self.move.fields.items():
            if source in self.old.held and target in self.old.held.keys() - self.move.fields:
                yield self._problem(SAME_TARGET, target, "fields", source)
        for name in self.move.fields.keys() - self.old.held.keys():
            known = ", ".join(self.old.held)
            yield self._problem(NO_FIELD, name, "fields", name, known=known)

    def _stage(self, name: str, stage: Stage) -> Iterator[Problem]:
        target = self.new.stages.get(self.move.stage(name))
        if target is None:
            yield self._problem(NO_TARGET, name, "stages")
            return
        if (stage.by == APPLICANT) != (target.by == APPLICANT):
            yield self._problem(OTHERS_TURN, name, "stages", name, target=target.name)
        if _grants(stage) and not _grants(target) and "silence" not in self.move.allow:
            yield self._problem(NO_SILENCE, name, "stages", name, target=target.name)

    def _field(self, field: Field) -> Iterator[Problem]:
        name, source = field.name, self.sources.get(field.name, "")
        if before := self.old.held.get(source):
            kinds = (before.type.name, field.type.name)
            inside = (self._within(self.old, before), self._within(self.new, field))
            if inside[0] != inside[1] or kinds[0] != kinds[1] and kinds not in _FITS:
                named = (_named(self.old, before), _named(self.new, field))
                told = dict(zip(("before", "after"), named, strict=True))
                yield self._problem(OTHER_TYPE, name, "fields", source, source=source, **told)
        elif not source and name in self.new.fields and self._wanting(field):
            yield self._problem(NO_SOURCE, name, "defaults")

    @staticmethod
    def _within(service: Service, field: Field) -> tuple[bool, bool]:
        """Whether a field is in a group that repeats, and whether agents enter it."""
        return field.group in service.repeats, field.name in service.entries

    def _wanting(self, field: Field) -> bool:
        """Whether a new field needs an answer of every case: those of conditions are seen case by
        case, and a new list can be empty."""
        if field.optional or field.when is not None or field.name in self.move.defaults:
            return False
        if isinstance(field.type, Items):
            return field.type.min > 0
        return field.group not in self.new.repeats or field.group in self.sources

    def _purpose(self, name: str, purpose: Purpose) -> Iterator[Problem]:
        now = self.new.purposes.get(name)
        if now is None or (name == self.old.contact and name != self.new.contact):
            yield self._problem(NO_PURPOSE, name, "from")
        elif _longer(purpose, now) and "keep" not in self.move.allow:
            spans = {"before": str(purpose.keep), "after": str(now.keep)}
            yield self._problem(KEPT_LONGER, name, "from", **spans)

    def _decisions(self) -> Iterator[Problem]:
        """Decisions of this version that those taken by the old one cannot stand for."""
        for name, decision in self.new.decisions.items():
            taken = self.old.decisions.get(name)
            if (
                taken is None
                or not conforms(taken.type, decision.type)
                or not taken.laws <= self.new.laws.keys()
            ):
                yield self._problem(DECIDE_AGAIN, name, "decide-again")


def _named(service: Service, field: Field) -> str:
    """The type of a field, and that agents enter it."""
    return f"{field.type.name} (enter)" if field.name in service.entries else field.type.name


def _grants(stage: Stage) -> bool:
    return bool(stage.late and stage.late.grant)


def _shorter(before: Contest | None, after: Contest | None) -> bool:
    if before is None:
        return False
    return after is None or after.within.end(_START) < before.within.end(_START)


def _longer(before: Purpose, after: Purpose) -> bool:
    """Whether what is kept for a purpose is kept for longer than it was."""
    if before.keep.after != after.keep.after:
        return after.keep.after == "close"
    return after.keep.end(_START) > before.keep.end(_START)
