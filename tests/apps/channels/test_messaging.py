"""WhatsApp: exchanges as the platform has them, on a server that refuses what it would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from apps.channels import chatting
from apps.channels.chat_people import AWA, Chat, told, works
from apps.channels.chatting import (
    message,
    signed,
    tapped,
    webhook,
)
from apps.channels.test_sms import Carried, state
from apps.town import NOON
from kene.casework import api as casework
from kene.casework.models import Message
from kene.channels.messaging import saying
from kene.channels.messaging.saying import Chatted
from kene.channels.sms import silence
from kene.channels.sms.models import Day, Reply
from kene.channels.sms.sending import carry_by
from kene.testing.channels import Asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def declared(chat: Chat) -> str:
    """A birth, by taps and words: what the node says last."""
    chat.says(text="bonjour")
    chat.taps("Français")
    chat.taps("Naissance")
    chat.says(text="Awa")
    chat.says(text="Traoré")
    chat.taps("Fille")
    chat.says(text="10/11/2026")
    chat.says(text="Kati")
    chat.taps("Kati")
    chat.says(text="Fanta Diarra")
    chat.taps("Passer")
    chat.taps("Sa mère")
    return chat.taps("Confirmer")


def test_a_birth_is_declared_by_taps_and_words(awa: Chat) -> None:
    answer = declared(awa)
    [case] = casework.cases_of(AWA, casework.moment("ml", NOON))
    assert case.number in "".join(filter(str.isdigit, answer))
    assert case.events[0].channel == "whatsapp"
    kinds = {each.get("interactive", {}).get("type", "text") for each in awa.platform.taken}
    assert kinds == {"text", "button", "list"}


def test_the_address_is_proved_once(awa: Chat) -> None:
    query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    assert told(awa.account, Asked(query=f"{query}verify-me", method="GET")).body == "1158201444"
    assert told(awa.account, Asked(query=f"{query}guess", method="GET")).status.startswith("403")


@pytest.mark.parametrize("secret", ["", "another"])
def test_what_is_not_signed_is_not_read(awa: Chat, secret: str) -> None:
    asked = signed(webhook(message(AWA, "wamid.1", text="bonjour")), secret)
    assert told(awa.account, asked).status.startswith("403")
    bare = Asked(asked.body)
    assert told(awa.account, bare).status.startswith("403")
    assert not Reply.objects.exists()


def test_a_signature_covers_every_octet(awa: Chat) -> None:
    asked = signed(webhook(message(AWA, "wamid.1", text="bonjour")))
    changed = Asked(asked.body.replace(b"bonjour", b"bonsoir"), headers=asked.headers)
    assert told(awa.account, changed).status.startswith("403")


def test_a_webhook_that_comes_again_after_days_changes_nothing(awa: Chat) -> None:
    first = signed(webhook(message(AWA, "wamid.IN1", text="bonjour")))
    declared(awa)
    before = len(awa.platform.taken)
    for _ in range(3):
        assert told(awa.account, first).status == "200 OK"
    works()
    assert len(awa.platform.taken) == before


def test_one_webhook_brings_the_messages_of_several_people(awa: Chat) -> None:
    other = "+22370000001"
    both = webhook(message(AWA, "wamid.1", text="bonjour"), message(other, "wamid.2", text="salut"))
    assert told(awa.account, signed(both)).status == "200 OK"
    works()
    assert {each["to"] for each in awa.platform.taken} == {AWA[1:], other[1:]}


def test_another_number_s_messages_are_not_ours(awa: Chat) -> None:
    asked = webhook(message(AWA, "wamid.1", text="bonjour"))
    asked["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "1"
    assert told(awa.account, signed(asked)).status == "200 OK"
    works()
    assert awa.platform.taken == []


def test_an_old_button_answers_no_later_question(awa: Chat) -> None:
    awa.says(text="bonjour")
    awa.taps("Français")
    [old] = [key for key, label in awa.choices.items() if label.startswith("Naissance")]
    awa.taps("Naissance")
    awa.says(text="Awa")
    now = awa.platform.texts[-1]
    assert awa.says(interactive=tapped("Naissance", old)) == now


def test_a_double_tap_is_one_answer(awa: Chat) -> None:
    awa.says(text="bonjour")
    awa.taps("Français")
    [name] = [key for key, label in awa.choices.items() if label.startswith("Naissance")]
    first = awa.says(interactive=tapped("Naissance", name))
    assert awa.says(interactive=tapped("Naissance", name)) == first


def test_stop_and_help_are_answered_and_the_conversation_stays(awa: Chat) -> None:
    awa.says(text="naissance")
    assert "REPRENDRE" in awa.says(text="STOP") or silence.is_kept(AWA)
    assert silence.is_kept(AWA)
    assert "STOP" in awa.says(text="aide")
    awa.says(text="reprendre")
    assert not silence.is_kept(AWA)
    assert "Nom de famille" in awa.says(text="Awa")


@pytest.mark.parametrize("kind", ["audio", "sticker", "location", "unsupported"])
def test_what_is_not_read_is_said_so(awa: Chat, kind: str) -> None:
    assert "photo" in awa.says(**{kind: {"id": "1"}})


def test_a_reaction_is_no_message(awa: Chat) -> None:
    assert awa.says(reaction={"message_id": "wamid.1", "emoji": "👍"}) == ""


@pytest.mark.parametrize(
    ("status", "told_", "after"),
    [
        (429, {"error": {"code": 130429, "message": "Rate limit hit"}}, "waiting"),
        (400, {"error": {"code": 131026, "message": "Message undeliverable"}}, "failed"),
        (401, {"error": {"code": 190, "message": "expired"}}, "waiting"),
        (500, {"error": {"code": 131000, "message": "Something went wrong"}}, "waiting"),
        (502, None, "unknown"),
        (200, None, "unknown"),
    ],
)
def test_an_answer_leaves_once_or_is_marked_unknown(
    awa: Chat, status: int, told_: dict[str, Any] | None, after: str
) -> None:
    awa.platform.fails = (status, told_)
    assert awa.says(text="bonjour") == ""
    assert Reply.objects.get().state == after
    works(NOON + timedelta(minutes=2))
    assert len(awa.platform.taken) == (1 if after == "waiting" else 0)


def test_a_platform_that_is_away_loses_nothing(awa: Chat) -> None:
    saying.speak_on((chatting.account(),))
    assert awa.says(text="bonjour") == ""
    saying.speak_on((awa.account,))
    works(NOON + timedelta(minutes=2))
    assert len(awa.platform.taken) == 1


def test_news_of_a_case_comes_in_the_chat_and_costs_nothing(awa: Chat) -> None:
    sms = Carried()
    carry_by(Chatted(sms, lambda: NOON))
    assert "Code" in declared(awa)
    assert sms.texts == []
    assert not Day.objects.exists()
    sent = Message.objects.get()
    assert sent.state == "sent"
    place = next(n for n, text in enumerate(awa.platform.texts, 1) if "Code" in text)
    name = f"wamid.OUT{place}"
    for status in ("sent", "delivered", "read"):
        report = {"id": name, "status": status, "timestamp": "1", "recipient_id": AWA[1:]}
        assert told(awa.account, signed(webhook(statuses=(report,)))).status == "200 OK"
    assert state(sent.reference) == "delivered"
    carry_by(None)


def news(chat: Chat) -> str:
    """The platform's name for the message that carries the code of the case."""
    return f"wamid.OUT{next(n for n, text in enumerate(chat.platform.texts, 1) if 'Code' in text)}"


def reported(chat: Chat, name: str, status: str) -> str:
    """What the node answers a report of that message."""
    told_ = {"id": name, "status": status, "timestamp": "1", "recipient_id": AWA[1:]}
    return told(chat.account, signed(webhook(statuses=(told_,)))).status


@pytest.fixture
def sms() -> Iterator[Carried]:
    carried = Carried()
    carry_by(Chatted(carried, lambda: NOON))
    yield carried
    carry_by(None)


def test_what_the_platform_took_and_did_not_bring_comes_by_sms_once(
    awa: Chat, sms: Carried
) -> None:
    declared(awa)
    name, text = news(awa), next(each for each in awa.platform.texts if "Code" in each)
    taken = len(awa.platform.taken)
    for _ in range(2):
        assert reported(awa, name, "failed") == "200 OK"
        works(NOON + timedelta(minutes=1))
    assert reported(awa, name, "delivered") == "200 OK"
    assert sms.texts == [text]  # the code is in it
    assert len(awa.platform.taken) == taken
    sent = Message.objects.get()
    assert (sent.state, sent.secret) == ("sent", None)


def test_a_report_that_comes_before_the_answer_is_asked_again(awa: Chat, sms: Carried) -> None:
    declared(awa)
    Message.objects.update(state="unknown")
    assert reported(awa, news(awa), "failed").startswith("503")
    Message.objects.update(state="sent")
    assert reported(awa, news(awa), "failed") == "200 OK"
    works(NOON + timedelta(minutes=1))
    assert len(sms.texts) == 1


@pytest.mark.parametrize("how", ["it came", "three days passed"])
def test_the_code_of_a_message_is_kept_until_it_came_or_for_three_days(
    awa: Chat, sms: Carried, how: str
) -> None:
    declared(awa)
    casework.expire(NOON + timedelta(hours=71))
    assert Message.objects.get().secret is not None
    if how == "it came":
        reported(awa, news(awa), "delivered")
    else:
        casework.expire(NOON + timedelta(hours=72))
        Message.objects.update(changed=NOON - timedelta(hours=72))
    assert Message.objects.get().secret is None
    reported(awa, news(awa), "failed")
    works(NOON + timedelta(minutes=1))
    assert sms.texts == []
    assert Message.objects.get().state == ("delivered" if how == "it came" else "failed")


def test_a_day_later_news_comes_by_sms(awa: Chat) -> None:
    declared(awa)
    sms = Carried()
    carry_by(Chatted(sms, lambda: NOON + timedelta(hours=24)))
    works(NOON + timedelta(hours=24))
    assert len(sms.texts) == 1
    carry_by(None)


def test_what_the_platform_refuses_comes_by_sms(awa: Chat) -> None:
    declared(awa)
    awa.platform.fails = (400, {"error": {"code": 131047, "message": "Re-engagement message"}})
    sms = Carried()
    carry_by(Chatted(sms, lambda: NOON))
    works(NOON + timedelta(minutes=1))
    assert len(sms.texts) == 1
    carry_by(None)
