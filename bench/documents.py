"""A signed document: making it, its octets, and verifying its code as anybody does."""

import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from bench.references import microseconds
from bench.rows import Row
from kene.documents import code, pdf, signing, trust
from kene.documents.claims import Claims
from kene.documents.keys import Issuer
from kene.documents.offline import verify

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)
ISSUER = Issuer("ml", "centre-etat-civil", "Centre principal d'état civil")
TEMPLATE = "documents/acte.typ"
PACK = Path(__file__).resolve().parents[1] / "packs" / "naissance"
NUMBER = "2600012345"
TITLE = "Acte de naissance"
FIELDS = {
    "prenoms": "Aminata",
    "nom": "Coulibaly",
    "sexe": "Fille",
    "date_naissance": date(2026, 3, 15),
    "lieu": "Commune III",
    "pere": "Modibo Coulibaly",
    "mere": "Kadiatou Traoré",
    "lien": "Père",
}


def rows() -> Iterable[Row]:
    """A record of eight fields, of the real pack's template."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        signing.ensure(data / trust.KEYS, ISSUER, NOW)
        key = signing.signing(data / trust.KEYS, ISSUER)
        template = pdf.Template(TEMPLATE, {TEMPLATE: (PACK / TEMPLATE).read_bytes()})

        def sealed() -> str:
            return code.seal(Claims("ml", bytes(8), NUMBER, TITLE, NOW, None, FIELDS), key)

        def made() -> bytes:
            return pdf.compose(template, page(), sealed(), NOW)

        text = sealed()
        yield Row("document signed and drawn", microseconds(made) / 1000, "ms")
        yield Row("document, size", len(made()) / 1000, "kB")
        yield Row("code sealed", microseconds(sealed), "µs", "json")
        yield Row("code, length", len(text), "letters")
        yield Row("code verified", microseconds(lambda: verify(text, data, NOW)), "µs", "json")


def page() -> pdf.Page:
    """What is printed."""
    lines = tuple(pdf.Line(name, name, str(value)) for name, value in FIELDS.items())
    return pdf.Page(
        title=TITLE,
        number=NUMBER,
        authority=ISSUER.name,
        requested="16 mars 2026",
        issued="18 mars 2026",
        expires="",
        agent="Seydou Diarra",
        lines=lines,
        law=("Loi",),
    )
