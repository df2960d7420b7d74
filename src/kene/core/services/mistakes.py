"""The kinds of problem that a pack's names and references can have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from kene.core.problems import Kind, Problem, Where, declare, nearest
from kene.core.services.reading import Located

NO_FILE = declare(
    "S120",
    fr=(
        "Le fichier « {name} » manque dans le dossier du service.",
        "{hint_fr}",
    ),
    en=("The file '{name}' is missing from the pack.", "{hint_en}"),
)


def _unknown(code: str, fr: str, en: str) -> Kind:
    return declare(
        code,
        fr=(f"« {{name}} » n'est pas {fr} de ce service.", "{hint_fr}"),
        en=(f"'{{name}}' is not {en} of this service.", "{hint_en}"),
    )


UNKNOWN_LAW: Final = _unknown("S121", "un texte de loi (law)", "a law")
UNKNOWN_PURPOSE: Final = _unknown("S122", "une finalité (purposes)", "a purpose")
UNKNOWN_FIELD: Final = _unknown("S123", "un champ (ask)", "a field")
UNKNOWN_STAGE: Final = _unknown("S124", "une étape (process)", "a stage")
UNKNOWN_DOCUMENT: Final = _unknown("S125", "un document (documents)", "a document")
UNKNOWN_LANGUAGE: Final = _unknown("S126", "une langue connue", "a known language")
UNKNOWN_CHANNEL: Final = _unknown("S127", "un canal connu", "a known channel")
UNKNOWN_DECISION: Final = _unknown("S128", "une décision (decide)", "a decision")
UNKNOWN_COLUMN: Final = _unknown("S129", "une colonne de la décision", "a column of the decision")
UNKNOWN_APPOINTMENT: Final = _unknown("S148", "un rendez-vous (appointments)", "an appointment")
UNKNOWN_ENTRY: Final = _unknown("S149", "une saisie (enter)", "an entry (enter)")
UNKNOWN_ACTION: Final = _unknown(
    "S135", "une action (actions) de cette étape", "an action of this stage"
)

BAD_SPAN = declare(
    "S130",
    fr=(
        "« {name} » n'est pas une durée.",
        "Écrivez par exemple « 30 days », « 2 working days », « 1 year after close ».",
    ),
    en=(
        "'{name}' is not a length of time.",
        "Write for instance '30 days', '2 working days', '1 year after close'.",
    ),
)
BAD_NAME = declare(
    "S131",
    fr=(
        "« {name} » ne peut pas servir de nom.",
        "Un nom commence par une lettre ; lettres sans accent, chiffres, « _ » ou « - ».",
    ),
    en=(
        "'{name}' cannot be a name.",
        "A name begins with a letter; plain letters, digits, '_' or '-'.",
    ),
)
NAME_TAKEN = declare(
    "S132",
    fr=("Le nom « {name} » désigne déjà autre chose.", "Choisissez un autre nom."),
    en=("The name '{name}' already stands for something else.", "Choose another name."),
)
NEWER_LANGUAGE = declare(
    "S133",
    fr=(
        "Ce service est écrit dans la version {name} du langage ; ce nœud lit la version 1.",
        "Mettez « kene: 1 », ou installez un Kene plus récent.",
    ),
    en=(
        "This pack is written in version {name} of the language; this node reads version 1.",
        "Set 'kene: 1', or install a newer Kene.",
    ),
)
APPLICANT_ONLY = declare(
    "S134",
    fr=(
        "L'étape « {name} » attend le demandeur sans délai.",
        "Ajoutez « within: 30 days » et « late: ».",
    ),
    en=(
        "The stage '{name}' waits for the applicant without a deadline.",
        "Add 'within: 30 days' and 'late:'.",
    ),
)
ENTER_ALONE = declare(
    "S150",
    fr=(
        "« {name} » demande une saisie (enter), et peut se faire sans agent.",
        "Enlevez « enter », ou faites faire cette action par un agent : ni « automatic », ni "
        "« grant », ni une étape du demandeur.",
    ),
    en=(
        "'{name}' asks for an entry (enter), and may be done without an agent.",
        "Take 'enter' out, or let an agent do it: not 'automatic', 'grant', nor a stage of the "
        "applicant.",
    ),
)
FEE_EITHER = declare(
    "S136",
    fr=(
        "Le prix (fee) est un montant, ou le résultat d'une décision.",
        "Écrivez « amount: 750 » ou « decision: tarif » ; « unsure: … » seul, s'il est inconnu.",
    ),
    en=(
        "The fee is an amount, or the outcome of a decision.",
        "Write 'amount: 750' or 'decision: tarif'; or 'unsure: …' alone, where it is not known.",
    ),
)
FEE_NOT_NUMBER = declare(
    "S137",
    fr=(
        "La décision « {name} » ne donne pas un nombre : elle ne peut pas fixer un prix.",
        "Donnez le type « number » à sa colonne de résultat.",
    ),
    en=(
        "The decision '{name}' does not give a number: it cannot set a fee.",
        "Give its output column the type 'number'.",
    ),
)
LATE_EITHER = declare(
    "S138",
    fr=(
        "Un délai passé mène à une étape (to), ou accorde une action (grant).",
        "Écrivez « to: closed » ou « grant: etablir », l'un des deux.",
    ),
    en=(
        "A deadline that passes leads to a stage (to), or grants an action (grant).",
        "Write 'to: closed' or 'grant: etablir', one of them.",
    ),
)
REMIND_DAYS = declare(
    "S139",
    fr=("Un rappel part un nombre de jours avant l'échéance.", "Écrivez « before: 3 days »."),
    en=("A reminder leaves a number of days before the deadline.", "Write 'before: 3 days'."),
)
BAD_DAY = declare(
    "S140",
    fr=("« {name} » n'est pas une date.", "Écrivez l'année, le mois, le jour : {day}."),
    en=("'{name}' is not a date.", "Write the year, the month, the day: {day}."),
)
CALL_DAYS = declare(
    "S141",
    fr=("Les demandes se ferment avant de s'ouvrir.", "Mettez « closes » après « opens »."),
    en=("Requests close before they open.", "Put 'closes' after 'opens'."),
)
CALL_PLACES = declare(
    "S142",
    fr=(
        "Rien ne dit combien de demandes peuvent être accordées.",
        "Écrivez « places: » et un nombre, 1 ou plus.",
    ),
    en=(
        "Nothing says how many requests can be granted.",
        "Write 'places:' and a number from 1 up.",
    ),
)
RANK_ALONE = declare(
    "S143",
    fr=(
        "« {name} » ne peut pas se faire pour tout un classement : elle demande une personne.",
        "Enlevez « reason », « enter », « payment », « second » et « automatic » de cette action.",
    ),
    en=(
        "'{name}' cannot be done for a whole ranking: it needs a person.",
        "Take 'reason', 'enter', 'payment', 'second' and 'automatic' out of that action.",
    ),
)
NO_PART = declare(
    "S161",
    fr=(
        "Le dossier « {name} », dont ce service est fait, n'est pas là.",
        "{hint_fr}Mettez-le à côté de ce service, avec son fichier {file}, ou corrigez son nom.",
    ),
    en=(
        "The folder '{name}', that this pack is made of, is not there.",
        "{hint_en}Put it beside this pack, with its file {file}, or correct its name.",
    ),
)
NOT_INHERITED = declare(
    "S162",
    fr=("« {name} » n'est pas dans « {base} », que ce service étend.", "{hint_fr}"),
    en=("'{name}' is not in '{base}', which this pack extends.", "{hint_en}"),
)
EXTENDS_TWICE = declare(
    "S163",
    fr=(
        "« {name} » étend déjà un autre service.",
        "Étendez un service entier : écrit sans « extends ».",
    ),
    en=("'{name}' extends another pack already.", "Extend a whole pack: one without 'extends'."),
)
OTHER_COUNTRY = declare(
    "S164",
    fr=(
        "« {name} » est pour un autre pays ({country}) que ce service.",
        "Utilisez (use) la partie commune de ce pays, ou changez « country ».",
    ),
    en=(
        "'{name}' is for another country ({country}) than this pack.",
        "Use the shared part of that country, or change 'country'.",
    ),
)
UNKNOWN_AUTHORITY = declare(
    "S165",
    fr=(
        "Aucune partie utilisée (use) n'a l'autorité « {name} », et aucun texte ne la nomme.",
        "{hint_fr} Ou écrivez le texte « authority ».",
    ),
    en=(
        "No part that is used has the authority '{name}', and no text names it.",
        "{hint_en} Or write the text 'authority'.",
    ),
)


def unknown(kind: Kind, name: Located, known: Iterable[str]) -> Problem:
    """The problem of a reference that leads nowhere, with the nearest known name."""
    names = sorted(known)
    near = nearest(name.text, names)
    some = ", ".join(names) or "—"
    hint_fr = f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {some}."
    hint_en = f"Did you mean '{near}'?" if near else f"Known: {some}."
    details = {"name": name.text, "near": near, "hint_fr": hint_fr, "hint_en": hint_en}
    return Problem(kind, name.where, details)


def without_bad_names(problems: Collection[Problem]) -> Iterator[Problem]:
    """The problems, without those of uses that are near a name that cannot be one: once it is
    written otherwise, as it is where it is used, they are none."""
    bad = {each.details["name"] for each in problems if each.kind is BAD_NAME}
    for each in problems:
        used = each.details.get("word") or each.details.get("name", "")
        if each.kind is BAD_NAME or not nearest(used, bad):
            yield each


def no_file(name: str, where: Where, files: Iterable[str] = ()) -> Problem:
    """The problem of a file that is not among those of a pack, with the one that was meant."""
    names = {_bare(each): each for each in files}
    # One language's file is always near another's.
    others = () if name.startswith("wording/") else names.values()
    near = names.get(_bare(name)) or nearest(name, others)
    details = {
        "name": name,
        "near": near,
        "hint_fr": f"Vouliez-vous dire « {near} » ?" if near else "Créez-le, ou corrigez son nom.",
        "hint_en": f"Did you mean '{near}'?" if near else "Create it, or correct its name.",
    }
    return Problem(NO_FILE, where, details)


def _bare(name: str) -> str:
    """A file's name, whatever its capitals and its extension."""
    return name.rpartition(".")[0].casefold()


def no_part(name: Located, file: str, around: Iterable[str]) -> Problem:
    """The problem of a folder that is not there, with the nearest of those that are around."""
    hints = {"near": "", "hint_fr": "", "hint_en": ""}
    if known := {*around}:
        found = unknown(NO_PART, name, known).details
        hints = {key: f"{found[key]} " for key in ("hint_fr", "hint_en")}
        hints["near"] = found["near"]
    return Problem(NO_PART, name.where, {"name": name.text, "file": file, **hints})
