"""Chats: exchanges as the platforms have them, on servers that refuse what the platforms would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from apps.channels import chatting
from apps.channels.chatting import (
    Simulated,
    callback,
    graph,
    message,
    picture,
    signed,
    tapped,
    update,
    webhook,
)
from apps.channels.test_sms import ANY_TIME, Carried, state
from apps.town import NOON, PACKS, Clock, founded
from kene.casework import api as casework
from kene.casework.models import Message, Piece
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.channels.messaging import chats, drawing, photos, saying, telegram, whatsapp
from kene.channels.messaging.drawing import Choice, Drawn
from kene.channels.messaging.messenger import Messenger
from kene.channels.messaging.models import Contact, Photo
from kene.channels.messaging.platforms import Platform
from kene.channels.messaging.saying import Chatted
from kene.channels.messaging.telegram import Telegram
from kene.channels.messaging.whatsapp import WhatsApp
from kene.channels.sms import pacing, silence
from kene.channels.sms.models import Day, Reply
from kene.channels.sms.pacing import Rules
from kene.channels.sms.sending import carry_by
from kene.core.casefile import Moment
from kene.intake import api as intake
from kene.privacy import api as privacy
from kene.tasks import api as tasks
from kene.testing.channels import Answered, Asked, Handset, Rig, planned

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

AWA = "+22376123456"
USER = 76123456
AT = Moment(NOON, NOON.date())
PROCHES = Path(__file__).parents[2] / "core" / "services" / "proches"


def told(platform: Platform, asked: Asked) -> Answered:
    """What the node answers a webhook."""
    person = Handset(platform, chatting.WhatsAppNetwork(), AWA, Clock(), serve=Messenger)  # type: ignore[arg-type]
    return person.posted(asked)


def works(now: Any = NOON) -> None:
    """The node does what it has to."""
    tasks.run_due(now)


class Chat:
    """Somebody in a chat of WhatsApp, who reads what the platform took."""

    def __init__(self, platform: Simulated, account: WhatsApp) -> None:
        self.platform, self.account, self.count = platform, account, 0

    def says(self, **content: Any) -> str:
        """A message, and what is read next; "" where nothing comes."""
        self.count += 1
        before = len(self.platform.taken)
        asked = signed(webhook(message(AWA, f"wamid.IN{self.count}", **content)))
        assert told(self.account, asked).status == "200 OK"
        works()
        assert self.platform.refused == []
        return "\n".join(self.platform.texts[before:])

    def taps(self, title: str) -> str:
        """The choice of the last message that is read so."""
        name = next(key for key, label in self.choices.items() if label.startswith(title))
        return self.says(interactive=tapped(title, name))

    @property
    def choices(self) -> dict[str, str]:
        """What the last message offers, by its identifier."""
        interactive = self.platform.taken[-1].get("interactive", {})
        action = interactive.get("action", {})
        buttons = [each["reply"] for each in action.get("buttons", [])]
        rows = [row for part in action.get("sections", []) for row in part["rows"]]
        return {each["id"]: each.get("description", each["title"]) for each in buttons + rows}


@pytest.fixture
def awa() -> Iterator[Chat]:
    founded()
    pacing.follow(ANY_TIME)
    with graph() as (platform, account):
        saying.speak_on((account,))
        yield Chat(platform, account)
    saying.speak_on(())
    pacing.follow(Rules())


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


# -- pictures of papers ----------------------------------------------------------------------------


@pytest.fixture
def asked() -> str:
    """A case of Awa's that waits for pictures of papers: its number."""
    return opened(AWA)


def opened(phone: str, seed: int = 7) -> str:
    """A case of that telephone, in which two papers may be sent as pictures."""
    service = catalogue.publish_folder(PROCHES, NOON)
    answers = {
        "nom": "Fanta",
        "sorte": "neuve",
        "age": 40,
        "prenom.1": "Awa",
        "lien.1": "parent",
        "besoins.1": ("lire", "porter"),
        "passage.1": time(9, 30),
        "proches": 1,
        "langues": ("peul",),
    }
    confirmed = casework.Confirmed(service, answers, "whatsapp", "fr", phone)
    return casework.open_case(confirmed, Random(seed), AT).number


def test_a_photo_is_kept_with_the_case_that_waits_for_it(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1037543291543636"] = picture((4000, 3000))
    shown = awa.says(image={"id": "1037543291543636", "mime_type": "image/jpeg", "sha256": "x"})
    assert "reçue" in shown
    kept = Piece.objects.get()
    assert kept.case_id == asked
    service = casework.cases_of(AWA, casework.moment("ml", NOON))[0].service
    reader = casework.Reader("agent", "1", service.authority, frozenset({"any"}))
    octets = casework.picture(asked, 1, reader, AT)
    with Image.open(io.BytesIO(octets)) as plain:
        assert max(plain.size) == 1800
        assert not plain.getexif()


def test_a_photo_that_comes_twice_is_kept_once(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    came = signed(webhook(message(AWA, "wamid.P", image={"id": "1", "mime_type": "image/jpeg"})))
    for _ in range(3):
        assert told(awa.account, came).status == "200 OK"
    works()
    works(NOON + timedelta(minutes=3))
    assert Piece.objects.count() == 1


@pytest.mark.parametrize(
    "octets", [b"", b"GIF89a", b"<svg/>", picture()[:200]], ids=["empty", "gif", "svg", "cut"]
)
def test_what_is_no_picture_is_not_kept(awa: Chat, asked: str, octets: bytes) -> None:
    awa.platform.pictures["1"] = octets
    shown = awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    assert "pas lisible" in shown
    assert not Piece.objects.exists()


def test_a_photo_that_nobody_waits_for_is_not_fetched(awa: Chat) -> None:
    awa.says(text="naissance")
    assert "n'attend de photo" in awa.says(image={"id": "1", "mime_type": "image/jpeg"})


def test_a_platform_that_is_away_keeps_the_photo_for_later(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    awa.platform.fails = (503, None)
    awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    assert not Piece.objects.exists()
    works(NOON + timedelta(minutes=2))
    assert Piece.objects.count() == 1


def test_the_person_says_which_of_several_papers_a_photo_shows(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    second = opened(AWA, seed=8)
    assert "Que montre" in awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    name = next(key for key in awa.choices if second in key)
    assert "reçue" in awa.says(interactive=tapped("…", name))
    awa.says(interactive=tapped("…", name))
    assert Piece.objects.get().case_id == second


def test_nobody_chooses_for_the_photo_or_the_case_of_another(awa: Chat, asked: str) -> None:
    awa.platform.pictures["1"] = picture()
    theirs = opened("+22370000009", seed=9)
    opened(AWA, seed=8)
    awa.says(image={"id": "1", "mime_type": "image/jpeg"})
    name = next(iter(awa.choices))
    begun = name.split(".")
    forged = ".".join((*begun[:2], theirs, begun[3]))
    assert "n'attend de photo" in awa.says(interactive=tapped("…", forged))
    assert not Piece.objects.exists()
    other = webhook(message("+22370000008", "wamid.X", interactive=tapped("…", name)))
    told(awa.account, signed(other))
    works()
    assert not Piece.objects.exists()


# -- Telegram --------------------------------------------------------------------------------------


@pytest.fixture
def bot() -> Iterator[tuple[Simulated, Telegram]]:
    founded()
    with chatting.bots() as (platform, account):
        saying.speak_on((account,))
        yield platform, account
    saying.speak_on(())


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


# -- all services, all languages -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "bm"])
@pytest.mark.parametrize("chat", ["whatsapp", "telegram"])
@pytest.mark.parametrize("pack", sorted(each.parent.name for each in PACKS.glob("*/service.yaml")))
def test_every_service_is_done_in_each_chat_and_language(
    pack: str, chat: str, language: str
) -> None:
    now = utc_now()
    founded(now)
    service = catalogue.publish_folder(PACKS / pack, now)
    at = casework.moment(service.country, now)
    if language not in service.languages or casework.shut(service, at):
        pytest.skip("not in this language, or not today")
    whats = Rig.of(chatting.account(), chatting.WhatsAppNetwork(), Messenger)
    rig = whats if chat == "whatsapp" else Rig("telegram", chatting.chatter)
    plan = planned(service, language, Random(3), at.today)
    person = rig.newcomer()
    person.begin(plan)
    while person.advance(plan):
        pass
    rig.opened(plan, person.confirm())


# -- what is kept, and how it is drawn -------------------------------------------------------------


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


LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=90)


@given(st.lists(LABELS.map(str.strip).filter(bool), max_size=30), st.integers(0, 1024))
def test_every_message_is_one_that_the_platforms_take(labels: list[str], length: int) -> None:
    labels = [" ".join(each.split()) or "x" for each in labels]
    choices = tuple(Choice(f"{n}.12345678", each) for n, each in enumerate(labels, 1))
    shown = Drawn("x" * max(1, length), choices, "Choisir")
    if len(set(labels)) == len(labels):
        assert chatting.against_whatsapp(whatsapp.told(AWA[1:], shown)) == ""
    assert chatting.against_telegram(telegram.told("1", shown)) == ""


@given(st.lists(LABELS, max_size=8), st.booleans())
def test_a_page_is_split_into_what_is_read_and_what_is_tapped(
    labels: list[str], back: bool
) -> None:
    clean = [" ".join(each.split()) or "x" for each in labels]
    keys = [str(number) for number in range(1, len(clean) + 1)] + ["0"] * back
    lines = [f"{key} {each}" for key, each in zip(keys, [*clean, "Retour"], strict=False)]
    shown = drawing.drawn("\n".join(["Une question ?", *lines]), keys, "m", "Choisir")
    assert shown.body == "Une question ?"
    assert [each.label for each in shown.choices] == [*clean, *["Retour"] * back]
    assert shown.numbered == "\n".join(["Une question ?", *lines])


def test_identifiers_of_papers_fit_behind_a_button() -> None:
    longest = photos.Wanted("9" * 9, "e" * 40, "x")
    [one, _] = photos._choices("f" * 32, (longest, longest))
    assert len(one.id.encode()) <= 64
