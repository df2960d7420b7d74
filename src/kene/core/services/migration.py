"""How the open cases of an older version of a service come to this one, as its pack declares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kene.core.expressions import Expression
from kene.core.problems import Problem, declare
from kene.core.services import definition as written
from kene.core.services.mistakes import UNKNOWN_FIELD, UNKNOWN_STAGE
from kene.core.services.passage import Migration, MigrationDefinition
from kene.core.services.questions import Questions, feel_type
from kene.core.services.reading import Located
from kene.core.services.resolving import Resolver

OWN_VERSION: Final = declare(
    "M101",
    fr=(
        "Les dossiers de la version {name} ne peuvent pas passer à cette même version.",
        "Écrivez dans « from » la version publiée avant, ou changez « version ».",
    ),
    en=(
        "The cases of version {name} cannot move to that same version.",
        "Write in 'from' the version published before, or change 'version'.",
    ),
)
TWICE: Final = declare(
    "M102",
    fr=("Le passage depuis {name} est déclaré deux fois.", "Gardez-en un seul."),
    en=("The move from {name} is declared twice.", "Keep only one."),
)
STAYS: Final = declare(
    "M103",
    fr=(
        "Les dossiers de {name} restent sur leur version : rien d'autre ne les concerne.",
        "Enlevez « stay: yes », ou les autres clés.",
    ),
    en=(
        "The cases of {name} stay on their version: nothing else is about them.",
        "Take out 'stay: yes', or the other keys.",
    ),
)
SAME_TARGET: Final = declare(
    "M104",
    fr=(
        "« {name} » aurait plusieurs réponses à la fois.",
        "Menez-y un seul champ, ou donnez-lui une valeur par « defaults », pas les deux.",
    ),
    en=(
        "'{name}' would have several answers at once.",
        "Lead one field to it, or give it a value in 'defaults', not both.",
    ),
)
IN_A_GROUP: Final = declare(
    "M105",
    fr=(
        "« {name} » se demande pour chaque élément d'un groupe : aucune valeur ne vaut pour tous.",
        "Rendez le champ facultatif (optional), ou laissez ces dossiers sur leur version.",
    ),
    en=(
        "'{name}' is asked of each item of a group: no value holds for all of them.",
        "Make the field optional, or leave these cases on their version.",
    ),
)


def migrations(
    pack: written.PackDefinition, resolver: Resolver, questions: Questions
) -> tuple[Migration, ...]:
    """The moves that a pack declares. Problems go to the resolver's list."""
    seen: set[str] = {pack.version.text}
    found = []
    for each in pack.migrate:
        if each.from_.text in seen:
            kind = OWN_VERSION if each.from_.text == pack.version.text else TWICE
            resolver.problems.append(Problem(kind, each.from_.where, {"name": each.from_.text}))
        seen.add(each.from_.text)
        found.append(_migration(each, resolver, questions))
    return tuple(found)


def _migration(move: MigrationDefinition, resolver: Resolver, questions: Questions) -> Migration:
    defaults = _defaults(move, resolver, questions)
    if move.stay and (move.stages or move.fields or move.defaults or move.decide_again):
        details = {"name": move.from_.text}
        resolver.problems.append(Problem(STAYS, move.where, details))
    stages = {
        old: resolver.known(new, resolver.pack.process, UNKNOWN_STAGE)
        for old, new in move.stages.items()
    }
    return Migration(
        since=move.from_.text,
        why=move.why.text,
        stay=move.stay,
        stages=stages,
        fields=_fields(move, resolver, questions),
        defaults=defaults,
        again=move.decide_again,
        allow=frozenset(move.allow),
        leave=frozenset(move.leave),
        tell=move.tell.text if move.tell else "",
    )


def _fields(
    move: MigrationDefinition, resolver: Resolver, questions: Questions
) -> Mapping[str, str]:
    """Old fields and entries by new ones: each new one has one source."""
    fields: dict[str, str] = {}
    for old, new in move.fields.items():
        if new.text in fields.values() or new.text in move.defaults:
            resolver.problems.append(Problem(SAME_TARGET, new.where, {"name": new.text}))
        held = (*questions.fields, *questions.entries)
        fields[old] = resolver.known(new, held, UNKNOWN_FIELD)
    return fields


def _defaults(
    move: MigrationDefinition, resolver: Resolver, questions: Questions
) -> Mapping[str, Expression]:
    """What new fields are answered: expressions over the other answers."""
    defaults: dict[str, Expression] = {}
    for name, text in move.defaults.items():
        if not resolver.known(Located(name, text.where), questions.fields, UNKNOWN_FIELD):
            continue
        if name not in questions.outside:
            resolver.problems.append(Problem(IN_A_GROUP, text.where, {"name": name}))
            continue
        compiled = questions.answer(text, feel_type(questions.fields[name].type))
        if compiled is not None:
            defaults[name] = compiled
    return defaults
