"""Groups that repeat, as a pack writes them: how often, and what their first field has to be."""

from __future__ import annotations

from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services import definition as written
from kene.core.values import MOST_ITEMS, Items

BOUNDS: Final = declare(
    "S151",
    fr=(
        "Le groupe « {name} » se répète de {low} à {high} fois : c'est impossible.",
        "« min » va de 0 à « max », et « max » de 1 à {most}.",
    ),
    en=(
        "The group '{name}' repeats from {low} to {high} times, which can't be.",
        "'min' goes from 0 to 'max', and 'max' from 1 to {most}.",
    ),
)
FIRST_ALWAYS: Final = declare(
    "S152",
    fr=(
        "Le premier champ de « {name} » nomme chaque élément : il ne peut être ni facultatif ni "
        "conditionnel.",
        "Commencez le groupe par un champ sans « when » ni « optional », un nom par exemple.",
    ),
    en=(
        "The first field of '{name}' names each item: it can be neither optional nor conditional.",
        "Begin the group with a field without 'when' or 'optional', a name for instance.",
    ),
)

INSIDE: Final = declare(
    "S153",
    fr=(
        "« {name} » est dans « {group} », qui se répète : il y en a plusieurs.",
        "Nommez le groupe entier : « {group} ».",
    ),
    en=(
        "'{name}' is inside '{group}', which repeats: there are several.",
        "Name the whole group: '{group}'.",
    ),
)


def items(repeat: written.RepeatDefinition) -> Items:
    """The type of the list, within what a conversation can hold."""
    most = min(max(repeat.max, 1), MOST_ITEMS)
    return Items(min(max(repeat.min, 0), most), most)


def soundly_repeated(
    group: written.GroupDefinition, repeat: written.RepeatDefinition, problems: list[Problem]
) -> None:
    """Tell what is wrong with the bounds of a group, or with its first field."""
    name = group.group.text
    if not 0 <= repeat.min <= repeat.max or not 1 <= repeat.max <= MOST_ITEMS:
        details = {"name": name, "low": str(repeat.min), "high": str(repeat.max)}
        problems.append(Problem(BOUNDS, repeat.where, {**details, "most": str(MOST_ITEMS)}))
    first = next(iter(group.fields.values()), None)
    if first is None or first.optional or first.when is not None:
        where = group.group.where if first is None else first.where
        problems.append(Problem(FIRST_ALWAYS, where, {"name": name}))
