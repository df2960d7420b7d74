"""What an XLSForm says and a pack does not, or says otherwise: each with its sheet and row."""

from __future__ import annotations

from typing import Final

from kene.core.problems import Kind, Problem, declare


def _kind(code: str, fr: tuple[str, str], en: tuple[str, str]) -> Kind:
    return declare(code, fr=fr, en=en, warning=True)


# X1: left out, for want of an equivalent.
NO_TYPE: Final = _kind(
    "X101",
    ("« {name} » : le type « {type} » n'a pas d'équivalent.", "La question n'est pas importée."),
    ("'{name}': the type '{type}' has no equivalent.", "The question is not imported."),
)
NO_OPTIONS: Final = _kind(
    "X102",
    (
        "« {name} » : la liste « {list} » n'a pas d'option.",
        "La question n'est pas importée.",
    ),
    (
        "'{name}': the list '{list}' has no option.",
        "The question is not imported.",
    ),
)
WITHIN: Final = _kind(
    "X111",
    ("« {name} » n'est pas importé, avec son groupe « {group} ».", "Lisez pourquoi à ce groupe."),
    ("'{name}' is not imported, with its group '{group}'.", "Read why at that group."),
)
BAD_EXPRESSION: Final = _kind(
    "X103",
    ("« {name} », {column} : « {at} » ne se lit pas comme du XPath.", "Expression : {text}"),
    ("'{name}', {column}: '{at}' cannot be read as XPath.", "Expression: {text}"),
)
NO_EXPRESSION: Final = _kind(
    "X104",
    ("« {name} », {column} : {why}.", "Expression non importée : {text}"),
    ("'{name}', {column}: {why_en}.", "Expression not imported: {text}"),
)
NO_REPEAT: Final = _kind(
    "X105",
    ("« {name} » se répète : {why}.", "Le groupe et ses questions ne sont pas importés."),
    ("'{name}' repeats: {why_en}.", "The group and its questions are not imported."),
)
NO_LANGUAGE: Final = _kind(
    "X106",
    (
        "Les textes en « {name} » ne sont pas importés : Kene ne parle pas cette langue.",
        "Langues possibles : {known}.",
    ),
    (
        "The texts in '{name}' are not imported: Kene does not speak that language.",
        "Possible languages: {known}.",
    ),
)
NO_SHEET: Final = _kind(
    "X107",
    ("La feuille « {name} » n'est pas importée.", "Rien dans un service ne lui correspond."),
    ("The sheet '{name}' is not imported.", "Nothing in a service corresponds to it."),
)
NO_CELL: Final = _kind(
    "X108",
    ("« {name} » : la colonne « {column} » n'a pas d'équivalent.", "Non importé : {text}"),
    ("'{name}': the column '{column}' has no equivalent.", "Not imported: {text}"),
)
NO_STRUCTURE: Final = _kind(
    "X109",
    ("« {name} » ferme ou ouvre un groupe de travers.", "Corrigez la feuille survey."),
    ("'{name}' opens or closes a group wrongly.", "Mend the survey sheet."),
)

# X2: imported, but not the same.
ALL_SHOWN: Final = _kind(
    "X201",
    (
        "« {name} » montre toutes ses options ; celle qui ne va pas avec les réponses est refusée.",
        "Filtre : {text}",
    ),
    (
        "'{name}' shows all its options; one that does not go with the answers is refused.",
        "Filter: {text}",
    ),
)
UNANSWERED: Final = _kind(
    "X202",
    (
        "« {name} », {column} : tant que {inputs} reste sans réponse, Kene attend au lieu de dire "
        "oui.",
        "Expression : {text}",
    ),
    (
        "'{name}', {column}: while {inputs} has no answer, Kene waits instead of saying yes.",
        "Expression: {text}",
    ),
)
NO_DEFAULT: Final = _kind(
    "X203",
    ("« {name} » n'est pas rempli d'avance.", "Valeur par défaut : {text}"),
    ("'{name}' is not filled in beforehand.", "Default: {text}"),
)
OPTIONAL: Final = _kind(
    "X204",
    (
        "« {name} » est facultatif : une réponse obligatoire selon d'autres n'existe pas.",
        "Condition : {text}",
    ),
    (
        "'{name}' is optional: an answer needed only by others' answers does not exist.",
        "Condition: {text}",
    ),
)
NAMED: Final = _kind(
    "X205",
    (
        "« {name} » : la réponse « {reference} » n'est pas reprise dans le texte ; son nom l'est.",
        "Relisez la phrase.",
    ),
    (
        "'{name}': the answer '{reference}' is not put into the text; its name is.",
        "Read the sentence again.",
    ),
)
RENAMED: Final = _kind(
    "X206",
    ("« {name} » devient « {new} ».", "Un nom de Kene : lettres sans accent, chiffres et « _ »."),
    ("'{name}' becomes '{new}'.", "A name in Kene: unaccented letters, digits and '_'."),
)
NOTE_MOVED: Final = _kind(
    "X207",
    ("La note « {name} » devient l'aide de « {next} ».", "Relisez-la."),
    ("The note '{name}' becomes the help of '{next}'.", "Read it again."),
)
NO_TEXT: Final = _kind(
    "X208",
    ("« {name} » n'a pas de texte en {language}.", "Son nom, ou une autre langue, est montré."),
    ("'{name}' has no text in {language}.", "Its name, or another language, is shown."),
)
NO_PHONE: Final = _kind(
    "X209",
    (
        "Le service n'est offert que sur internet : des options ne tiennent pas sur un téléphone.",
        "Donnez une forme « short » à : {names}. Puis ajoutez ussd et sms à « channels ».",
    ),
    (
        "The service is on the web only: some options do not fit a phone.",
        "Give a 'short' form to: {names}. Then add ussd and sms to 'channels'.",
    ),
)
LITERAL: Final = _kind(
    "X210",
    ("« {name} », {column} : « {value} » n'est pas une option de « {field} ».", "Lu : jamais."),
    ("'{name}', {column}: '{value}' is not an option of '{field}'.", "Read as: never."),
)
ONE_LANGUAGE: Final = _kind(
    "X211",
    (
        "« {name} », {column} : le texte d'une option est pris dans une seule langue.",
        "Expression : {text}",
    ),
    ("'{name}', {column}: an option's text is taken in one language.", "Expression: {text}"),
)
RECOMPUTED: Final = _kind(
    "X212",
    (
        "« {name} » est recalculé dès que change ce qu'il lit, et pas seulement avec « {text} ».",
        "Rien à faire, sauf si l'ancienne valeur devait rester.",
    ),
    (
        "'{name}' is computed again as soon as what it reads changes, not with '{text}' alone.",
        "Nothing to do, unless the old value had to stay.",
    ),
)
SPLIT: Final = _kind(
    "X213",
    ("« {name} » devient deux questions : le jour, puis l'heure (« {other} »).", "Relisez-les."),
    ("'{name}' becomes two questions: the day, then the time ('{other}').", "Read them again."),
)
FIRST: Final = _kind(
    "X214",
    ("« {name} » est obligatoire : il nomme chaque élément de « {group} ».", "Relisez l'ordre."),
    ("'{name}' must be answered: it names each item of '{group}'.", "Read the order again."),
)
TEXT_NUMBER: Final = _kind(
    "X215",
    (
        "« {name} », {column} : un texte y est lu comme un nombre ; s'il n'en est pas un, Kene "
        "attend au lieu de dire non.",
        "Expression : {text}",
    ),
    (
        "'{name}', {column}: a text is read as a number; if it is none, Kene waits instead of "
        "saying no.",
        "Expression: {text}",
    ),
)
PAPER: Final = _kind(
    "X216",
    ("« {name} » devient une pièce à joindre à la demande.", "Dites qui l'exige, et pourquoi."),
    ("'{name}' becomes a paper to attach to the request.", "Say who requires it, and why."),
)
ONE_OPTION: Final = _kind(
    "X217",
    (
        "« {name} » n'a qu'une option, « {option} » : on y répond par oui ou par non.",
        "Relisez la question.",
    ),
    (
        "'{name}' has one option alone, '{option}': it is answered by yes or no.",
        "Read the question again.",
    ),
)
READ_APART: Final = _kind(
    "X218",
    (
        "La note « {name} » n'accompagne aucune question posée aux mêmes conditions : elle en "
        "devient une, à laquelle on répond oui quand on l'a lue.",
        "Relisez-la.",
    ),
    (
        "The note '{name}' goes with no question asked under the same conditions: it becomes one, "
        "answered by yes once read.",
        "Read it again.",
    ),
)
UNTAKEN: Final = _kind(
    "X219",
    (
        "« {name} », {column} : Kene ne prend rien du téléphone ; {inputs} y est toujours vide.",
        "Expression : {text}",
    ),
    (
        "'{name}', {column}: Kene takes nothing of the phone; {inputs} is always empty there.",
        "Expression: {text}",
    ),
)

TO_RECORD: Final = _kind(
    "X220",
    (
        "« {name} » : le son « {text} » n'est pas dans le classeur ; Kene lit le texte lui-même.",
        "Pour une vraie voix, enregistrez-le dans le studio.",
    ),
    (
        "'{name}': the sound '{text}' is not in the workbook; Kene reads the text itself.",
        "For a real voice, record it in the studio.",
    ),
)
RANKED: Final = _kind(
    "X221",
    (
        "« {name} » devient {count} questions, une pour chaque rang : la réponse à chacune est "
        "autre.",
        "Relisez-les.",
    ),
    (
        "'{name}' becomes {count} questions, one for each rank: each has another answer.",
        "Read them again.",
    ),
)
POSITION: Final = _kind(
    "X222",
    (
        "« {name} » est une position : sa latitude et sa longitude sont gardées, au mètre près, et "
        "non l'altitude ni la précision ; la question peut être passée.",
        "Par USSD, par SMS et en appelant, personne ne connaît sa position. Là où la commune "
        "suffit, demandez un lieu (type: place).",
    ),
    (
        "'{name}' is a position: its latitude and longitude are kept, to a metre, not its altitude "
        "nor its accuracy; the question may be passed.",
        "By USSD, SMS and in a call, nobody knows their position. Where the commune is enough, ask "
        "for a place (type: place).",
    ),
)
DAY_ALONE: Final = _kind(
    "X223",
    (
        "« {name} » est un jour et une heure : le jour est gardé, et non l'heure.",
        "Kene note lui-même l'heure de la demande.",
    ),
    (
        "'{name}' is a day and a time: the day is kept, not the time.",
        "Kene itself notes the time of the case.",
    ),
)
GATED: Final = _kind(
    "X224",
    (
        "« {name} » devient deux questions : peut-on y répondre (« {gate} »), puis la réponse.",
        "Le formulaire dit autre chose quand elle manque ; Kene doit savoir si on l'attend encore.",
    ),
    (
        "'{name}' becomes two questions: whether one can answer ('{gate}'), then the answer.",
        "The form says something else without it; Kene must know whether to wait for it.",
    ),
)
NESTED: Final = _kind(
    "X225",
    (
        "« {name} » se répète dans « {group} » : c'est demandé après ; chaque élément dit d'abord "
        "duquel il est, par son numéro (« {of} »).",
        "Relisez l'ordre des questions.",
    ),
    (
        "'{name}' repeats within '{group}': it is asked afterwards, and each item first says of "
        "which one it is, by its number ('{of}').",
        "Read the order of the questions again.",
    ),
)
NUMBERED: Final = _kind(
    "X226",
    (
        "« {name} » n'est pas calculé : Kene montre lui-même le numéro de chaque « {group} ».",
        "Relisez les textes où il était repris.",
    ),
    (
        "'{name}' is not computed: Kene itself shows the number of each item of '{group}'.",
        "Read the texts again that repeated it.",
    ),
)

# X3: left out on purpose.
METADATA: Final = _kind(
    "X301",
    (
        "« {name} » ({type}) n'est pas demandé : Kene date et numérote lui-même la demande.",
        "Rien d'autre n'est gardé du téléphone de la personne.",
    ),
    (
        "'{name}' ({type}) is not asked: Kene itself dates and numbers the case.",
        "Nothing else of the person's phone is kept.",
    ),
)
LOOK: Final = _kind(
    "X302",
    ("« {name} », {column} : « {text} » est une présentation propre à ODK.", "Rien à faire."),
    ("'{name}', {column}: '{text}' is a presentation of ODK's own.", "Nothing to do."),
)
SETTING: Final = _kind(
    "X303",
    ("Le réglage « {name} » est propre à ODK.", "Valeur : {text}"),
    ("The setting '{name}' is ODK's own.", "Value: {text}"),
)
PASSED: Final = _kind(
    "X304",
    (
        "« {name} » vient d'une autre application : rien n'est demandé à la personne.",
        "Ce que l'administration sait déjà ne se demande pas de nouveau.",
    ),
    (
        "'{name}' comes from another application: nothing is asked of the person.",
        "What the administration knows already is not asked again.",
    ),
)
BESIDE: Final = _kind(
    "X305",
    ("La feuille « {name} » n'est pas une feuille de formulaire.", "Elle reste dans le classeur."),
    ("The sheet '{name}' is no sheet of a form.", "It stays in the workbook."),
)
DECLARED: Final = _kind(
    "X306",
    (
        "« {name} » ({type}) déclare un autre fichier, et ne demande rien.",
        "Ce qui lit ce fichier est dit à sa ligne.",
    ),
    (
        "'{name}' ({type}) declares another file, and asks nothing.",
        "What reads that file is told at its row.",
    ),
)


def is_lost(problem: Problem) -> bool:
    """Whether something of the form is left out for want of an equivalent."""
    return problem.code.startswith("X1")


def is_changed(problem: Problem) -> bool:
    """Whether something was imported that does not do quite the same."""
    return problem.code.startswith("X2")
