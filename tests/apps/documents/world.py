"""An authority, its keys and its documents, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kene.documents import code, pdf, signing, trust
from kene.documents.claims import Claims
from kene.documents.keys import Issuer
from kene.documents.pdf import Line, Page, Template

START = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)
LATER = datetime(2026, 9, 1, tzinfo=UTC)

CENTRE = Issuer("ml", "centre-etat-civil", "Centre principal d'état civil, Commune III")
MAIRIE = Issuer("bf", "mairie", "Mairie de Bobo-Dioulasso")

PACKS = Path(__file__).parents[3] / "packs"

BIRTH = {
    "prenoms": "Aminata",
    "nom": "Coulibaly",
    "sexe": "Fille",
    "date_naissance": date(2026, 3, 15),
    "heure_naissance": "14 h 20",
    "lieu_naissance": "Commune III",
    "pere": "Modibo Coulibaly",
    "mere": "Ɲɛlɛ Traoré",
    "lien": "Père",
    "date_declaration": date(2026, 3, 17),
    "centre": "Bamako III",
    "officier": "Seydou Diarra",
}
"""Twelve fields of a birth."""


def claims(**changes: object) -> Claims:
    """What the code of a birth record says."""
    said = {
        "country": "ml",
        "identity": bytes(range(8)),
        "number": "2600012345",
        "title": "Acte de naissance",
        "issued": NOW,
        "expires": None,
        "fields": BIRTH,
    }
    return Claims(**{**said, **changes})


@dataclass(frozen=True)
class World:
    """A data folder, and the key of the centre in it."""

    data: Path
    key: signing.SigningKey

    @property
    def trust(self) -> trust.Trust:
        return trust.load(self.data)

    def seal(self, **changes: object) -> str:
        return code.seal(claims(**changes), self.key)


def world(data: Path) -> World:
    """A node's folder at its first start."""
    signing.ensure(data / trust.KEYS, CENTRE, START)
    return World(data, signing.signing(data / trust.KEYS, CENTRE))


def template() -> Template:
    path = "documents/acte.typ"
    return Template(path, {path: (PACKS / "naissance" / path).read_bytes()})


def page(number: str = "2600012345") -> Page:
    lines = (
        Line("prenoms", "Prénoms", "Aminata Kɔrɔtimi"),
        Line("nom", "Nom", "Coulibaly"),
        Line("date_naissance", "Date de naissance", "15 mars 2026"),
        Line("mere", "Mère", "Ɲɛlɛ Ŋana Traoré"),
        Line("poids", "Poids à la naissance", "3 100 grammes"),
    )
    return Page(
        "Acte de naissance",
        number,
        CENTRE.name,
        "16 mars 2026",
        "18 mars 2026",
        "",
        "Seydou Diarra, officier de l'état civil",
        lines,
        ("Loi n° 2011-087 du 30 décembre 2011, Code des personnes et de la famille",),
    )


def composed(made: World) -> bytes:
    return pdf.compose(template(), page(), made.seal(), NOW)
