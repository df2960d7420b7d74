"""The pure core alone: a step of a whole conversation, with the drawing and reading of a phone."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bench.references import microseconds
from bench.rows import Row
from kene.catalogue.packing import read_folder
from kene.core.conversation import View, begin, show, step
from kene.core.screens.encoding import USSD_OCTETS
from kene.core.screens.inputs import Choose, Say
from kene.core.screens.phone import pages, words
from kene.core.services import Service, load

PACK = Path(__file__).resolve().parents[1] / "packs" / "naissance"
TODAY = date(2026, 11, 24)
VIEW = View(TODAY, "short")
KATI = "a place among those that are offered"
TYPED = ("Awa", "Traoré", "Fille", "15/11/2026", "Kat", KATI, "Mariam Diarra", "", "Sa mère")


def rows() -> Iterable[Row]:
    """Microseconds of a step, and of drawing its screen for a phone."""
    service = load(read_folder(PACK))
    yield Row("step", microseconds(lambda: walk(service)) / len(TYPED), "µs", "json")
    screen = show(service, begin(service, "fr"), VIEW)
    drawn = microseconds(lambda: pages(screen, USSD_OCTETS, words("fr")))
    yield Row("screen drawn for a phone", drawn, "µs", "json")


def walk(service: Service) -> None:
    """A whole declaration of a birth, up to its summary."""
    conversation, shown = begin(service, "fr"), None
    for typed in TYPED:
        given = Choose(shown.questions[0].options[0].key) if shown and typed is KATI else Say(typed)
        conversation, shown = step(service, conversation, given, VIEW)
    assert shown is not None and shown.kind == "summary", shown
