"""What people write in French for a key of the language, and the key that they meant."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kene.core.problems import folded, nearest

_KEYS: Final = {
    "amount": "montant prix",
    "ask": "demander question questions",
    "authority": "autorite",
    "basis": "base",
    "because": "car motif raison fondement",
    "before": "avant devant",
    "by": "par",
    "channels": "canal canaux",
    "claims": "affirme atteste mentions dit",
    "contest": "contester recours",
    "country": "pays",
    "decide": "decider decision decisions",
    "decisions": "decision",
    "documents": "document papiers",
    "enter": "saisie saisies saisir",
    "evidence": "preuve preuves piece pieces",
    "facts": "fait faits",
    "fee": "frais prix tarif",
    "fields": "champ champs",
    "for": "pour finalite",
    "from": "de depuis",
    "group": "groupe",
    "groups": "groupes",
    "help": "aide",
    "invalid": "invalide",
    "issue": "delivre delivrer document",
    "keep": "conservation conserver duree garder",
    "label": "libelle nom etiquette",
    "languages": "langue langues",
    "late": "retard",
    "law": "loi lois texte",
    "max": "maximum",
    "messages": "message",
    "min": "minimum",
    "optional": "facultatif optionnel",
    "options": "choix option",
    "outcomes": "issue issues resultats",
    "process": "etape etapes processus procedure",
    "purposes": "finalite finalites but buts",
    "actions": "action faire",
    "reason": "motif raison",
    "repeat": "repeter",
    "roles": "role",
    "service": "prestation nom",
    "shows": "montre montrer",
    "stages": "etape etapes",
    "statistics": "statistique statistiques",
    "summary": "resume",
    "tell": "dire message",
    "template": "gabarit modele",
    "text": "texte",
    "title": "titre",
    "to": "a vers",
    "type": "genre sorte",
    "types": "genres",
    "valid": "valable valide",
    "when": "quand si",
    "within": "delai dans",
}
"""Each key, and the words that people write for it, without accents."""


def meant(name: str, known: Collection[str]) -> str:
    """The known key that a word of French stands for, or the nearest; "" when there is none."""
    word = folded(name)
    said = (key for key, words in _KEYS.items() if key in known and word in words.split())
    return next(said, "") or nearest(name, known)
