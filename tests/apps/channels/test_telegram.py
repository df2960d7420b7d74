"""Telegram: a bot's exchanges, and what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from apps.channels import chatting
from apps.channels.chat_people import AWA, USER, opened, told, works
from apps.channels.chatting import (
    Simulated,
    callback,
    message,
    picture,
    signed,
    update,
    webhook,
)
from apps.channels.test_sms import ANY_TIME, Carried
from apps.town import NOON
from kene.casework.models import Message, Piece
from kene.catalogue import api as catalogue
from kene.channels.messaging import chats
from kene.channels.messaging.models import Contact, Photo
from kene.channels.messaging.saying import Chatted
from kene.channels.messaging.telegram import Telegram
from kene.channels.sms import pacing
from kene.channels.sms.models import Reply
from kene.channels.sms.pacing import Rules
from kene.channels.sms.sending import carry_by
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.testing.channels import Asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_a_bot_hears_what_brings_its_word_alone(bot: tuple[Simulated, Telegram]) -> None:
    _, account = bot
    asked = update(1, USER, text="/start")
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
        assert told(account, Asked(asked.body, headers=headers)).status.startswith("403")
    assert told(account, asked).status == "200 OK"


def test_a_stranger_may_share_their_number_and_goes_on_where_they_were(
    bot: tuple[Simulated, Telegram],
) -> None:
    platform, account = bot
    for number, text in enumerate(("/start", "1", "naissance", "Awa")):
        told(account, update(number, USER, text=text))
        works()
    keyboard = next(each for each in platform.taken if "keyboard" in each.get("reply_markup", {}))
    assert keyboard["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    assert "Nom de famille" in platform.texts[-1]
    contact = {"phone_number": AWA[1:], "first_name": "Awa", "user_id": USER}
    told(account, update(9, USER, contact=contact))
    works()
    assert "Nom de famille" in platform.texts[-1]
    kept = intake.look(intake.person_of(AWA)).visit.conversation
    assert kept is not None
    assert kept.answers["prenoms"] == "Awa"
    assert intake.look(intake.person_of(f"telegram:{USER}")) == intake.Kept()


def test_the_contact_of_somebody_else_is_not_one_s_own(bot: tuple[Simulated, Telegram]) -> None:
    _, account = bot
    told(account, update(1, USER, contact={"phone_number": AWA[1:], "user_id": USER + 1}))
    told(account, update(2, USER, contact={"phone_number": AWA[1:]}))
    assert not Contact.objects.exists()


def test_what_a_telephone_began_elsewhere_comes_before(bot: tuple[Simulated, Telegram]) -> None:
    platform, account = bot
    whats = chatting.account()
    for number, text in enumerate(("bonjour", "1", "reclamation")):
        told(whats, signed(webhook(message(AWA, f"wamid.{number}", text=text))))
    contact = {"phone_number": AWA[1:], "user_id": USER}
    told(account, update(1, USER, contact=contact))
    works()
    talk = intake.look(intake.person_of(AWA)).visit
    assert catalogue.service(talk.service).name == "reclamation"


def test_a_button_is_answered_at_once_and_once(bot: tuple[Simulated, Telegram]) -> None:
    platform, account = bot
    told(account, update(1, USER, text="/start"))
    works()
    [shown] = [each for each in platform.taken if "inline_keyboard" in each.get("reply_markup", {})]
    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answers = {told(account, callback(2, USER, data)).body for _ in range(3)}
    assert len(answers) == 1
    assert "answerCallbackQuery" in answers.pop()
    works()
    assert len(platform.taken) == 3
    assert platform.refused == []


def test_groups_and_the_rest_are_not_heard(bot: tuple[Simulated, Telegram]) -> None:
    _, account = bot
    group = update(1, USER, text="bonjour").body.replace(b'"private"', b'"group"')
    header = {"X-Telegram-Bot-Api-Secret-Token": chatting.HEADER}
    assert told(account, Asked(group, headers=header)).status == "200 OK"
    edited = b'{"update_id": 5, "edited_message": {"text": "a"}}'
    assert told(account, Asked(edited, headers=header)).status == "200 OK"
    assert not Reply.objects.exists()


def test_a_photo_by_telegram_is_kept_too(bot: tuple[Simulated, Telegram]) -> None:
    platform, account = bot
    opened(AWA)
    opened(AWA, seed=8)
    platform.pictures["AgACAgQAAxkBAAM"] = picture()
    sizes = [
        {"file_id": "small", "file_unique_id": "a", "width": 90, "height": 67, "file_size": 1},
        {"file_id": "AgACAgQAAxkBAAM", "file_unique_id": "b", "width": 640, "height": 480},
    ]
    told(account, update(1, USER, photo=sizes))
    works()
    assert "partagez" in platform.texts[-1]
    told(account, update(2, USER, contact={"phone_number": AWA[1:], "user_id": USER}))
    told(account, update(3, USER, photo=sizes))
    works()
    data = platform.taken[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    told(account, callback(4, USER, data))
    works()
    assert platform.refused == []
    assert "reçue" in platform.texts[-1]
    assert Piece.objects.get().case_id == data.split(".")[2]


@pytest.mark.parametrize(
    ("status", "told_", "after"),
    [
        (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}, "waiting"),
        (403, {"ok": False, "error_code": 403, "description": "bot was blocked"}, "failed"),
        (502, None, "unknown"),
    ],
)
def test_an_answer_of_the_bot_leaves_once(
    bot: tuple[Simulated, Telegram], status: int, told_: dict[str, Any] | None, after: str
) -> None:
    platform, account = bot
    told(account, update(1, USER, contact={"phone_number": AWA[1:], "user_id": USER}))
    platform.fails = (status, told_)
    works()
    assert Reply.objects.get().state == after


@pytest.mark.parametrize(
    ("status", "why"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
def test_news_that_the_bot_may_not_bring_comes_by_sms_once(
    bot: tuple[Simulated, Telegram], status: int, why: str
) -> None:
    platform, account = bot
    told(account, update(1, USER, contact={"phone_number": AWA[1:], "user_id": USER}))
    told(account, update(2, USER, text="/start"))
    works()
    assert chats.recent(AWA, NOON) == ("telegram", str(USER))
    opened(AWA)
    sms = Carried()
    carry_by(Chatted(sms, lambda: NOON))
    pacing.follow(ANY_TIME)
    platform.fails = (status, {"ok": False, "error_code": status, "description": why})
    for minutes in range(3):
        works(NOON + timedelta(minutes=minutes))
    [text] = sms.texts
    assert "Code" in text
    sent = Message.objects.get()
    assert (sent.state, sent.secret) == ("sent", None)
    carry_by(None)
    pacing.follow(Rules())


def test_what_is_kept_of_chats_is_forgotten(bot: tuple[Simulated, Telegram]) -> None:
    _, account = bot
    told(account, update(1, USER, contact={"phone_number": AWA[1:], "user_id": USER}))
    assert chats.address_of(f"telegram:{USER}") == AWA
    assert AWA.encode() not in bytes(Contact.objects.get().sealed)
    privacy.expire_drafts((NOON + timedelta(days=1)).date())
    assert chats.address_of(f"telegram:{USER}") == f"telegram:{USER}"
    chats.expire((NOON + timedelta(days=1)).date())
    assert not Contact.objects.exists()
    assert not Photo.objects.exists()
