"""The kinds of problems that an expression can have."""

from __future__ import annotations

from typing import Final

from kene.core.problems import declare

UNEXPECTED: Final = declare(
    "F101",
    fr=("« {found} » n'est pas attendu ici.", "Écrivez {expected}."),
    en=("“{found}” is not expected here.", "Write {expected}."),
)
NO_VALUE: Final = declare(
    "F102",
    fr=("Il manque une valeur devant « {found} ».", "Écrivez un nom, un nombre, un texte…"),
    en=("A value is missing before “{found}”.", "Write a name, a number, a text…"),
)
TOO_LONG: Final = declare(
    "F103",
    fr=("L'expression est trop longue ({length} signes).", "Coupez-la : {limit} signes au plus."),
    en=("The expression is too long ({length} characters).", "Split it: at most {limit}."),
)
TOO_DEEP: Final = declare(
    "F104",
    fr=("L'expression s'emboîte trop.", "Donnez un nom à une partie ; {limit} niveaux au plus."),
    en=("The expression is nested too deeply.", "Give a part a name; at most {limit} levels."),
)
WRONG_SIGN: Final = declare(
    "F105",
    fr=("Le signe « {found} » n'a pas de sens ici.", "Un texte s'écrit entre deux guillemets."),
    en=("The sign “{found}” means nothing here.", "A text stands between two quote marks."),
)
NO_NAME: Final = declare(
    "F106",
    fr=("Il manque un nom devant « {found} ».", "Écrivez un nom."),
    en=("A name is missing before “{found}”.", "Write a name."),
)
WRONG_LITERAL: Final = declare(
    "F107",
    fr=("« {found} » n'est ni une date, ni une heure, ni une durée.", 'Par exemple @"2026-03-15".'),
    en=("“{found}” is no date, time or duration.", 'For example @"2026-03-15".'),
)
TOO_GREAT: Final = declare(
    "F108",
    fr=("« {found} » sort des nombres possibles.", "Restez sous 10 puissance 6144."),
    en=("“{found}” is beyond the possible numbers.", "Stay below 10 to the power of 6144."),
)
UNKNOWN_NAME: Final = declare(
    "F201",
    fr=("Le nom « {name} » est inconnu.", "{nearest}"),
    en=("The name “{name}” is unknown.", "{nearest_en}"),
)
UNKNOWN_OPTION: Final = declare(
    "F202",
    fr=("« {option} » n'est pas une réponse possible.", "{nearest}"),
    en=("“{option}” is no possible answer.", "{nearest_en}"),
)
WRONG_TYPE: Final = declare(
    "F203",
    fr=("Ceci est de type {given}.", "Le type {wanted} est attendu."),
    en=("This is of type {given}.", "Type {wanted} is expected."),
)
NOT_COMPARABLE: Final = declare(
    "F204",
    fr=(
        "{one} et {other} ne se comparent pas.",
        "Comparez des valeurs de même type ; un jour s'écrit date('2026-03-15').",
    ),
    en=(
        "{one} and {other} cannot be compared.",
        "Compare values of the same type; a day is written date('2026-03-15').",
    ),
)
NO_OPERATION: Final = declare(
    "F205",
    fr=("« {op} » ne se fait pas entre {one} et {other}.", "Convertissez l'une des valeurs."),
    en=("“{op}” cannot be done between {one} and {other}.", "Convert one of the values."),
)
NO_NULL: Final = declare(
    "F206",
    fr=("« null » n'existe pas ici.", "Une réponse qui manque rend le résultat indéterminé."),
    en=("There is no “null” here.", "A missing answer makes the result undetermined."),
)
WRONG_ARGUMENTS: Final = declare(
    "F207",
    fr=("« {name} » ne s'appelle pas ainsi.", "Écrivez {usage}."),
    en=("“{name}” is not called like that.", "Write {usage}."),
)
NOT_A_FUNCTION: Final = declare(
    "F208",
    fr=("Ceci n'est pas une fonction, mais de type {given}.", "Ôtez les parenthèses."),
    en=("This is no function, but of type {given}.", "Remove the parentheses."),
)
NOT_HERE: Final = declare(
    "F209",
    fr=("« {what} » ne s'emploie pas dans un dossier de service.", "Écrivez-le autrement."),
    en=("“{what}” is not for packs.", "Write it another way."),
)
