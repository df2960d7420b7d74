"""A text that refuses an answer names what it refuses."""

from datetime import date

from core.services.broken_packs import RELATIVES
from kene.core.conversation import View, begin, step
from kene.core.screens.inputs import Choose, Say
from kene.core.services import load

VIEW = View(date(2026, 11, 24), "short")
RELATIVE = (Say("Ami"), Choose("enfant"), Say("1/1/2020"), Say(""), Say(""))


def test_a_list_that_is_refused_says_its_sum() -> None:
    words = RELATIVES["wording/fr.yaml"].decode()
    words = words.replace("Trois enfants au plus.", "Vous en avez {enfants} ; trois au plus.")
    service = load({**RELATIVES, "wording/fr.yaml": words.encode()})
    talk = begin(service, "fr")
    for given in (Say("Awa"), Choose("neuve"), Say("30"), *((Choose("add"), *RELATIVE) * 4)):
        talk, _ = step(service, talk, given, VIEW)
    talk, screen = step(service, talk, Choose("done"), VIEW)
    note = screen.questions[0].note
    assert note is not None and note.text == "Vous en avez 4 ; trois au plus."
