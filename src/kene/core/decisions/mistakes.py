"""The kinds of problems that a decision table can have."""

from __future__ import annotations

from typing import Final

from kene.core.problems import declare

EMPTY: Final = declare(
    "D101",
    fr=("La table « {name} » est vide.", "Sa première ligne est : unique ; entrée ; sortie."),
    en=("The table “{name}” is empty.", "Its first line is: unique ; input ; output."),
)
UNKNOWN_POLICY: Final = declare(
    "D102",
    fr=("« {word} » n'est pas une façon de choisir entre les règles.", "Écrivez {known}."),
    en=("“{word}” is no hit policy.", "Write {known}."),
)
UNKNOWN_TYPE: Final = declare(
    "D103",
    fr=("Le type « {word} » est inconnu.", "Écrivez {known}."),
    en=("The type “{word}” is unknown.", "Write {known}."),
)
NO_OUTPUT: Final = declare(
    "D104",
    fr=("La table « {name} » n'a pas de colonne de sortie.", "Ajoutez « nom : choice »."),
    en=("The table “{name}” has no output column.", "Add “name : choice”."),
)
INPUT_AFTER_OUTPUT: Final = declare(
    "D105",
    fr=("L'entrée « {name} » suit une sortie.", "Placez d'abord toutes les entrées."),
    en=("The input “{name}” follows an output.", "Put all inputs first."),
)
CELLS: Final = declare(
    "D106",
    fr=("Cette ligne a {given} cases ; l'en-tête en a {wanted}.", "Ajoutez ou ôtez des cases."),
    en=("This line has {given} cells; the header has {wanted}.", "Add or remove cells."),
)
NO_RULE: Final = declare(
    "D107",
    fr=("La table « {name} » n'a aucune règle.", "Ajoutez une ligne par règle."),
    en=("The table “{name}” has no rule.", "Add one line for each rule."),
)
UNKNOWN_LAW: Final = declare(
    "D108",
    fr=("Le texte « {word} » n'est pas dans « law ».", "{nearest}"),
    en=("The text “{word}” is not in “law”.", "{nearest_en}"),
)
SAME_LABEL: Final = declare(
    "D109",
    fr=("Deux règles s'appellent « {word} ».", "Donnez à chacune son numéro."),
    en=("Two rules are called “{word}”.", "Give each its own number."),
)
NO_OUTCOME: Final = declare(
    "D110",
    fr=("Cette règle n'a pas de résultat.", "Écrivez ce qu'elle donne."),
    en=("This rule has no outcome.", "Write what it gives."),
)
NOT_A_WORD: Final = declare(
    "D111",
    fr=("« {word} » n'est pas un choix.", "Écrivez un mot, sans espace ni guillemet."),
    en=("“{word}” is no choice.", "Write one word, without space or quote mark."),
)
UNKNOWN_CHOICE: Final = declare(
    "D112",
    fr=("« {word} » n'est pas un choix de cette colonne.", "{nearest}"),
    en=("“{word}” is no choice of this column.", "{nearest_en}"),
)
SAME_OUTPUT: Final = declare(
    "D113",
    fr=("Deux sorties s'appellent « {word} ».", "Donnez un autre nom à l'une."),
    en=("Two outputs are called “{word}”.", "Give one another name."),
)
NO_AGGREGATE: Final = declare(
    "D114",
    fr=("« {word} » demande une seule sortie, un nombre.", "Changez la première case."),
    en=("“{word}” needs one output, a number.", "Change the first cell."),
)
TOO_LARGE: Final = declare(
    "D115",
    fr=("La table « {name} » est trop grande.", "{limit} signes au plus ; coupez-la en deux."),
    en=("The table “{name}” is too large.", "At most {limit} characters; split it."),
)
OUTPUT_KNOWN: Final = declare(
    "D116",
    fr=("La sortie « {word} » porte un nom déjà pris.", "Donnez-lui un autre nom."),
    en=("The output “{word}” has a name that is taken.", "Give it another name."),
)
SPELLING: Final = declare(
    "D117",
    fr=("« {word} » ne s'écrit pas ainsi dans un tableau.", "Écrivez : {right}"),
    en=("“{word}” is not written so in a table.", "Write: {right}"),
)
