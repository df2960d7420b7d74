"""What agents enter with an action: typed, checked, kept by purpose, and named afterwards."""

import pytest

from core.casefile.process_pack import AGENT, ANSWERS, AT
from core.services.broken_packs import GOOD
from kene.core.casefile import (
    Acted,
    Event,
    Given,
    Misentered,
    acting,
    decode,
    details,
    encode,
    fold,
    known_of,
    opening,
)
from kene.core.services import Naming, Service, load
from kene.core.services.checks import check
from kene.core.values import Setting
from kene.testing.api import play, read_transcript

ENTER = """\
enter:
  numero: {type: text, min: 3, max: 20, for: repondre}
  feuillet: {type: whole, max: 200, optional: yes, valid: "feuillet > 0", for: repondre}
evidence:
"""
SETTING = Setting("fr", "ml", AT.today, "short")


def entering_pack() -> dict[str, bytes]:
    """The good pack whose agent enters where the card is in the register."""
    process = GOOD["service.yaml"].decode().replace("evidence:\n", ENTER)
    process = process.replace("issue: carte", "enter: [numero, feuillet], issue: carte")
    process = process.replace("claims: [nom, age]", "claims: [nom, majeur], shows: [numero, droit]")
    words = GOOD["wording/fr.yaml"].decode()
    words = words.replace(
        "votre carte est prête.", "carte {numero}, {majeur}, {age F}, {feuillet}."
    )
    asks = (
        "  numero: {ask: Quel numéro ?}\n  feuillet: {ask: Quel feuillet ?, invalid: De 1 à 200.}\n"
    )
    words = words.replace("fields:\n", f"fields:\n{asks}", 1)
    return {**GOOD, "service.yaml": process.encode(), "wording/fr.yaml": words.encode()}


SERVICE = load(entering_pack())


def done(service: Service, **entries: str) -> list[Event]:
    """What happens when an agent delivers with these entries."""
    events = opening(service, ANSWERS, "ussd", "fr", AT)
    return acting(service, fold(service, events), "delivrer", AGENT, Given(entries=entries), AT)


def test_the_pack_has_no_problem() -> None:
    assert check(SERVICE) == ()


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ({}, {"numero"}),
        ({"numero": "1"}, {"numero"}),
        ({"numero": "12/26", "feuillet": "dix"}, {"feuillet"}),
        ({"numero": "1", "feuillet": "dix"}, {"numero", "feuillet"}),
        ({"numero": "12/26", "feuillet": "0"}, {"feuillet"}),
    ],
)
def test_what_cannot_be_kept_is_told_entry_by_entry(
    entries: dict[str, str], wrong: set[str]
) -> None:
    with pytest.raises(Misentered) as caught:
        done(SERVICE, **entries)
    assert caught.value.why.keys() == wrong


def test_an_entry_is_personal_and_kept_for_its_purpose() -> None:
    [acted] = done(SERVICE, numero="12/26", feuillet="7")
    assert isinstance(acted, Acted) and acted.answers == {"numero": "12/26", "feuillet": 7}
    encoded = encode(SERVICE, acted)
    assert encoded.personal == {"repondre": {"answers": {"numero": "12/26", "feuillet": 7}}}
    assert "answers" not in encoded.public
    assert decode(SERVICE, encoded.public, encoded.personal) == acted
    erased = decode(SERVICE, encoded.public, {})
    assert isinstance(erased, Acted) and erased.answers == {}


def test_messages_name_entries_facts_and_amounts_and_what_is_not_known() -> None:
    opened = opening(SERVICE, ANSWERS, "ussd", "fr", AT)
    [acted] = done(SERVICE, numero="12/26")
    case = fold(SERVICE, [*opened, acted])
    text = SERVICE.wording("fr").say(
        "messages.prete", number="1", **details(SERVICE, case, acted, SETTING)
    )
    assert text == "1 : carte 12/26, oui, 30 FCFA, ?."


def test_documents_show_entries_facts_and_outcomes() -> None:
    opened = opening(SERVICE, ANSWERS, "ussd", "fr", AT)
    case = fold(SERVICE, [*opened, *done(SERVICE, numero="12/26")])
    known, naming = known_of(SERVICE, case, AT.today), Naming(SERVICE, SETTING)
    document = SERVICE.documents["carte"]
    shown = {name: naming.shown(name, known[name]) for name in document.shows}
    assert shown == {"numero": "12/26", "droit": "oui"}
    assert document.claims == ("nom", "majeur")


def test_a_conversation_writes_what_an_agent_enters_under_the_action() -> None:
    head = "# Une carte.\n# language: fr\n# today: 2026-11-24\n\n"
    talk = "> *1#\n…\n> 1\n…\n> Awa\n…\n> 1\n…\n> 30\n…\n> 1\n…\n"
    opened = "= case open · carte@2026.1\n= stage examen, until 2026-12-09\n"
    opened += "= decision droit: oui (Une loi)\n= fee 500\n"
    wrong = "@ agent delivrer\n« refusé, numero : Cette valeur est nécessaire.\n"
    right = "@ agent delivrer\n  numero=12/26\n= case closed\n= document carte\n"
    right += "= message prete\n= answer numero: 12/26\n"
    transcript = read_transcript(head + talk + opened + wrong + right, "x.txt")
    assert play(transcript, SERVICE).passed
