"""Hops through the real endpoints: each is durable, and done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.town import Clock, Phone, ask, founded
from kene.casework.models import Case, CaseEvent, Message
from kene.channels.contract import Channel
from kene.channels.ussd.africastalking import PATH, AfricasTalking
from kene.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

BIRTH = ("1", "1", "Awa", "Traoré", "1", "10/11/2026", "Kati", "1", "Fanta Diarra", "000", "1")


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded()


def declared(phone: Phone) -> str:
    phone.dial()
    for typed in BIRTH:
        answer = phone.type(typed)
    assert "Confirmer" in answer
    return phone.type("1")


def test_a_conversation_opens_a_case_and_posts_its_message() -> None:
    answer = declared(Phone())
    assert answer.startswith("END Demande envoyée.")
    case = Case.objects.get()
    assert f"{case.number[:3]} {case.number[3:6]} {case.number[6:]}" in answer
    assert (case.stage, case.role, str(case.due)) == ("examen", "officier", "2026-11-26")
    kinds = CaseEvent.objects.values_list("public", flat=True)
    assert [kind for public in kinds for kind in ("opened", "decided", "told") if kind in public]
    assert Message.objects.get().state == "waiting"
    assert journal.size() == 1


def test_a_repeated_hop_changes_nothing() -> None:
    phone = Phone()
    phone.dial()
    first = phone.type("1")
    assert [phone.repeat() for _ in range(3)] == [first] * 3
    done = declared(Phone("+22370000009"))
    assert done.startswith("END")


def test_a_repeated_confirmation_gets_the_same_number() -> None:
    phone = Phone()
    answer = declared(phone)
    assert [phone.repeat() for _ in range(3)] == [answer] * 3
    assert Case.objects.count() == 1


def test_a_late_hop_gets_the_last_answer() -> None:
    phone = Phone()
    phone.dial()
    phone.type("1")
    last = phone.type("1")
    phone.said = "1"
    assert phone.repeat() == last


def test_a_hop_of_an_ended_session_opens_nothing() -> None:
    phone = Phone()
    answer = declared(phone)
    phone.dial()
    phone.sessions, phone.said = 1, "1*1*Awa"
    assert phone.repeat() != answer
    assert Case.objects.count() == 1


def test_doubled_hops_at_the_same_instant_open_one_case() -> None:
    phone = Phone()
    phone.dial()
    for typed in BIRTH:
        phone.type(typed)
    phone.said += "*1"
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: phone.repeat(), range(16)))
    assert len(answers) == 1
    assert Case.objects.count() == 1


def test_a_dropped_call_goes_on_where_it_was() -> None:
    phone = Phone()
    phone.dial()
    for typed in BIRTH[:4]:
        phone.type(typed)
    assert "Commencé" in phone.dial()
    assert "Fille ou garçon" in phone.type("1")


def test_a_call_goes_on_by_message() -> None:
    phone = Phone()
    phone.dial()
    for typed in BIRTH[:4]:
        phone.type(typed)
    phone.dial()
    assert "Fille ou garçon" in phone.text("1")
    assert "Date de naissance" in phone.text("fille")


def test_a_message_that_names_a_service_begins_it() -> None:
    assert "Prénoms" in Phone().text("naissance")
    assert "Den tɔgɔ" in Phone("+22370000002").text("Bange")


def test_a_message_may_hold_several_answers() -> None:
    answer = Phone().text("naissance * Awa * Traoré\nfille * 10/11/2026")
    assert "Commune" in answer


def test_a_message_is_read_up_to_the_answer_that_is_refused() -> None:
    phone = Phone()
    answer = phone.text("naissance*Awa*Traoré*fille*jamais*Kati")
    assert "Date de naissance" in answer
    assert "Commune" in phone.text("10/11/2026")


def test_a_message_confirms_nothing_that_was_not_seen() -> None:
    phone = Phone()
    answer = phone.text("naissance*Awa*Traoré*1*10/11/2026*Kati*1*Fanta Diarra*000*1*1")
    assert "Confirmer" in answer
    assert Case.objects.count() == 0
    assert "envoyée" in phone.text("1")


def test_a_long_text_by_message_keeps_its_stars_and_its_lines() -> None:
    answer = Phone().text("reclamation*1*Kati*1*Mairie*Le guichet * fermé\ntrois fois.")
    assert "Le guichet * fermé" in answer


def test_what_is_dialled_after_the_code_is_typed_already() -> None:
    assert "Prénoms de l'enfant" in Phone().dial("1*1")


def test_a_star_in_a_free_text_belongs_to_it() -> None:
    phone = Phone()
    phone.dial("1*2*1*Kati*1")
    phone.type("Mairie")
    assert "Guichet 2 * le matin" in phone.type("Guichet 2 * le matin * personne.")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"sessionId": "", "phoneNumber": "+22376123456"}, "400"),
        ({"sessionId": "a", "phoneNumber": "nobody"}, "400"),
        ({"sessionId": "a", "phoneNumber": "+22376123456", "text": "x" * 3000}, "400"),
        ({"sessionId": "a" * 300, "phoneNumber": "+22376123456"}, "400"),
    ],
)
def test_garbage_gets_a_sentence(fields: dict[str, str], status: str) -> None:
    told, sentence = ask(Channel(AfricasTalking()), PATH, fields)
    assert told.startswith(status)
    assert sentence.endswith(".")


def test_a_gateway_without_the_secret_word_is_refused() -> None:
    fields = {"sessionId": "a", "phoneNumber": "+22376123456", "text": ""}
    assert ask(Channel(AfricasTalking(), "secret"), PATH, fields)[0].startswith("403")
    assert ask(Channel(AfricasTalking(), "secret"), f"{PATH}/secret", fields)[0].startswith("200")


def test_a_draft_is_forgotten_after_a_week() -> None:
    from kene.intake import api as intake

    clock = Clock()
    phone = Phone(clock=clock)
    phone.dial()
    for typed in BIRTH[:4]:
        phone.type(typed)
    clock.pass_(days=9)
    assert intake.expire(clock.now) == 1
    assert "Français" in phone.dial()
