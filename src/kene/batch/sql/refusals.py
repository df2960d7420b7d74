"""What a query cannot compute exactly, and columns that are not what they should be."""

from __future__ import annotations

from typing import Final

from kene.core.expressions.syntax import Node
from kene.core.problems import Mistakes, Problem, Where, declare

NOT_IN_SQL: Final = declare(
    "F302",
    fr=(
        "« {what} » ne se calcule pas exactement dans une requête.",
        "Décidez dossier par dossier, ou écrivez cette règle autrement.",
    ),
    en=(
        "“{what}” has no exact value in a query.",
        "Decide case by case, or write this rule in another way.",
    ),
)
WRONG_COLUMN: Final = declare(
    "F303",
    fr=(
        "La colonne « {name} » est de type {given} ; il faut {wanted}.",
        "Convertissez-la avant de décider.",
    ),
    en=(
        "The column “{name}” is of type {given}; it must be {wanted}.",
        "Convert it before deciding.",
    ),
)
TAKEN_COLUMN: Final = declare(
    "F304",
    fr=(
        "Une colonne s'appelle déjà « {name} », comme celle du résultat.",
        "Donnez-lui un autre nom.",
    ),
    en=("A column is already called “{name}”, as the result's is.", "Give it another name."),
)


def refusal(node: Node, where: Where, what: str) -> Mistakes:
    """What to raise when a node of a tree that begins at `where` cannot be in a query."""
    return Mistakes([Problem(NOT_IN_SQL, where.moved(*node.at), {"what": what})])
