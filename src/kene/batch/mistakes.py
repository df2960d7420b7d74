"""What can be wrong with the people that are given, with an address, or with an engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kene.core.problems import declare, nearest

NO_FILE: Final = declare(
    "B201",
    fr=("Aucun fichier ne répond à « {address} ».", "Vérifiez le chemin ; un dossier doit avoir des"
        " fichiers .parquet ou .csv."),
    en=("No file answers to '{address}'.", "Check the path; a folder must have .parquet or .csv"
        " files."),
)  # fmt: skip
NO_FORMAT: Final = declare(
    "B202",
    fr=(
        "« {address} » n'est ni un CSV, ni un Parquet, ni une table.",
        "Donnez un nom en .csv ou .parquet, ou postgresql://machine/base?table=personnes.",
    ),
    en=(
        "'{address}' is no CSV, no Parquet and no table.",
        "Give a name in .csv or .parquet, or postgresql://host/database?table=people.",
    ),
)
NO_TABLE_NAMED: Final = declare(
    "B203",
    fr=("« {address} » ne dit pas quelle table.", "Ajoutez ?table=personnes à la fin."),
    en=("'{address}' does not say which table.", "Add ?table=people at its end."),
)
NO_ENGINE: Final = declare(
    "B204",
    fr=(
        "« {address} » n'est pas un moteur.",
        "Écrivez duckdb, postgresql://machine/base, spark://machine:7077 ou spark:local[2].",
    ),
    en=(
        "'{address}' is no engine.",
        "Write duckdb, postgresql://host/database, spark://host:7077 or spark:local[2].",
    ),
)
OUT_OF_REACH: Final = declare(
    "B205",
    fr=("Le moteur {engine} ne lit ni n'écrit « {address} ».", "Il lui faut {wanted}."),
    en=("The engine {engine} neither reads nor writes '{address}'.", "It needs {wanted_en}."),
)
NOT_INSTALLED: Final = declare(
    "B206",
    fr=("Le moteur {engine} n'est pas installé.", "Installez-le : pip install {package}."),
    en=("The engine {engine} is not installed.", "Install it: pip install {package}."),
)
UNREADABLE: Final = declare(
    "B207",
    fr=("« {address} » ne se lit pas : {reason}", "Vérifiez qu'il est entier et au bon format."),
    en=("'{address}' cannot be read: {reason}", "Check that it is whole, in the right format."),
)
NOT_UTF8: Final = declare(
    "B214",
    fr=("« {address} » n'est pas en UTF-8.", "Enregistrez-le en « CSV UTF-8 »."),
    en=("'{address}' is not in UTF-8.", "Save it as 'CSV UTF-8'."),
)
UNWRITABLE: Final = declare(
    "B213",
    fr=("« {address} » ne s'écrit pas : {reason}", "Vérifiez les droits et la place qui reste."),
    en=("'{address}' cannot be written: {reason}", "Check permissions and the space left."),
)
OTHER_HEADER: Final = declare(
    "B215",
    fr=(
        "« {address} » n'a pas les mêmes colonnes que {first}, dans le même ordre.",
        "Décidez ces fichiers à part, ou rangez leurs colonnes de même.",
    ),
    en=(
        "'{address}' does not have the same columns as {first}, in the same order.",
        "Decide these files apart, or put their columns alike.",
    ),
)
SAME_COLUMN: Final = declare(
    "B216",
    fr=("« {address} » a deux colonnes « {name} ».", "Renommez-en une."),
    en=("'{address}' has two columns '{name}'.", "Rename one of them."),
)
NO_ANSWER: Final = declare(
    "B208",
    fr=("« {address} » ne répond pas : {reason}", "Vérifiez l'adresse, et que le serveur marche."),
    en=("'{address}' does not answer: {reason}", "Check the address, and that the server runs."),
)
NO_TABLE: Final = declare(
    "B209",
    fr=("La table « {name} » n'est pas dans {address}.", "{hint_fr}"),
    en=("The table '{name}' is not in {address}.", "{hint_en}"),
)
THERE_ALREADY: Final = declare(
    "B210",
    fr=("« {address} » existe déjà.", "Choisissez un autre nom, ou ajoutez --overwrite."),
    en=("'{address}' exists already.", "Choose another name, or add --overwrite."),
)
NO_FOLDER: Final = declare(
    "B211",
    fr=("Le dossier de « {address} » n'existe pas.", "Créez-le d'abord."),
    en=("The folder of '{address}' does not exist.", "Create it first."),
)
SAME_PLACE: Final = declare(
    "B212",
    fr=("« {address} » est lu et écrit à la fois.", "Écrivez le résultat ailleurs."),
    en=("'{address}' is both read and written.", "Write the result elsewhere."),
)
MISSING_COLUMN: Final = declare(
    "B221",
    fr=(
        "La colonne « {name} » manque ; la décision « {decision} » la lit.",
        "{hint_fr} Une colonne vide dit que rien n'est connu.",
    ),
    en=(
        "The column '{name}' is missing; the decision '{decision}' reads it.",
        "{hint_en} An empty column says that nothing is known.",
    ),
)
MISREAD: Final = declare(
    "B223",
    fr=(
        "Lignes dont la colonne « {name} » n'est pas {wanted} : {count}. Exemple : {row}.",
        "Écrivez {example}, laissez vide ce qui manque, ou écartez ces lignes avec --where.",
    ),
    en=(
        "Rows whose column '{name}' is not {wanted_en}: {count}. For instance: {row}.",
        "Write {example}, leave empty what is missing, or set these rows aside with --where.",
    ),
)
NOT_AN_OPTION: Final = declare(
    "B224",
    fr=(
        "Lignes dont la colonne « {name} » n'est pas une des options : {count}. Exemple : {row}.",
        "Options : {options}. Corrigez, ou écartez ces lignes avec --where.",
    ),
    en=(
        "Rows whose column '{name}' is none of the options: {count}. For instance: {row}.",
        "Options: {options}. Correct, or set these rows aside with --where.",
    ),
)
BEYOND: Final = declare(
    "B225",
    fr=(
        "Lignes dont la colonne « {name} » sort de {low} à {high} : {count}. Exemple : {row}.",
        "Corrigez, laissez vide ce qui n'est pas connu, ou écartez ces lignes avec --where.",
    ),
    en=(
        "Rows whose column '{name}' is not from {low} to {high}: {count}. For instance: {row}.",
        "Correct, leave empty what is not known, or set these rows aside with --where.",
    ),
)
UNKNOWN_COLUMN: Final = declare(
    "B226",
    fr=("« {name} » n'est pas une colonne des données.", "{hint_fr}"),
    en=("'{name}' is not a column of the data.", "{hint_en}"),
)


def hints(name: str, known: Iterable[str]) -> dict[str, str]:
    """What may have been meant, in both languages: the nearest name, or all of them."""
    names = sorted(known)
    near = nearest(name, names)
    if near:
        return {"hint_fr": f"Vouliez-vous dire « {near} » ?", "hint_en": f"Did you mean '{near}'?"}
    some = ", ".join(names) or "—"
    return {"hint_fr": f"Connues : {some}.", "hint_en": f"Known: {some}."}
