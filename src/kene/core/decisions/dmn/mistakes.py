"""The kinds of problems that a DMN file can have."""

from __future__ import annotations

from typing import Final

from kene.core.problems import declare

NOT_XML: Final = declare(
    "D201",
    fr=("Ce fichier n'est pas du XML : {reason}.", "Ouvrez-le dans un éditeur DMN."),
    en=("This file is not XML: {reason}.", "Open it in a DMN editor."),
)
UNSAFE: Final = declare(
    "D202",
    fr=("Ce fichier déclare un DOCTYPE ou des entités.", "Ôtez-les : DMN n'en a pas besoin."),
    en=("This file declares a DOCTYPE or entities.", "Remove them: DMN needs none."),
)
TOO_LARGE: Final = declare(
    "D203",
    fr=("Ce fichier est trop grand ou trop emboîté.", "{limit} signes au plus."),
    en=("This file is too large or too deep.", "At most {limit} characters."),
)
NOT_DMN: Final = declare(
    "D204",
    fr=("Ce fichier n'est pas un modèle DMN.", "Sa racine est « definitions »."),
    en=("This file is no DMN model.", "Its root is “definitions”."),
)
UNKNOWN_IMPORT: Final = declare(
    "D205",
    fr=("Le modèle importé « {name} » manque.", "Donnez aussi son fichier."),
    en=("The imported model “{name}” is missing.", "Give its file too."),
)
UNKNOWN_ELEMENT: Final = declare(
    "D206",
    fr=("« {name} » ne mène à aucun élément.", "Corrigez le lien (href)."),
    en=("“{name}” leads to no element.", "Correct the link (href)."),
)
UNKNOWN_TYPE: Final = declare(
    "D207",
    fr=("Le type « {name} » est inconnu.", "Déclarez-le (itemDefinition)."),
    en=("The type “{name}” is unknown.", "Declare it (itemDefinition)."),
)
NO_LOGIC: Final = declare(
    "D208",
    fr=("« {name} » n'a pas de logique que Kene sache lire.", "Donnez-lui une expression."),
    en=("“{name}” has no logic that Kene can read.", "Give it an expression."),
    warning=True,
)
NO_EQUIVALENT: Final = declare(
    "D209",
    fr=("« {name} » : « {part} » n'a pas d'équivalent dans un service.", "Écrivez-le autrement."),
    en=("“{name}”: “{part}” has no equivalent in a service.", "Write it in another way."),
    warning=True,
)
NEEDS: Final = declare(
    "D211",
    fr=("« {name} » n'est pas importé : il lui faut « {other} ».", "Écrivez d'abord « {other} »."),
    en=("“{name}” is not imported: it needs “{other}”.", "Write “{other}” first."),
    warning=True,
)
CONVERTED: Final = declare(
    "D212",
    fr=("« {name} » donne {found} et déclare {wanted} : DMN convertirait.", "Corrigez le type."),
    en=("“{name}” gives {found} and declares {wanted}: DMN would convert.", "Correct the type."),
    warning=True,
)
NOT_TAKEN: Final = declare(
    "D210",
    fr=("« {name} » n'est pas importé : {reason}", "Corrigez le fichier, ou écrivez la règle."),
    en=("“{name}” is not imported: {reason_en}", "Correct the file, or write the rule."),
    warning=True,
)
