"""Messages: what anybody may send at any time, when messages leave, and what they cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest

from apps.intake.test_hops import declared
from apps.town import NOON, Clock, Phone, ask, founded
from kene.casework import api as casework
from kene.casework.models import Message
from kene.channels.sms import africastalking, pacing, silence
from kene.channels.sms.africastalking import (
    AfricasTalkingCarrier,
    AfricasTalkingSms,
    ReportApplication,
)
from kene.channels.sms.carriers import Sent
from kene.channels.sms.kannel import KannelLine
from kene.channels.sms.messages import SmsChannel
from kene.channels.sms.models import Day, Reply
from kene.channels.sms.pacing import Rules
from kene.channels.sms.sending import Counted, carry_by
from kene.intake import api as intake
from kene.tasks import api as tasks
from node.listening import listening

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

ANY_TIME = Rules(price=Decimal(10), evening=time(0), morning=time(0))
AWA = "+22376123456"


@dataclass
class Carried:
    """A carrier that tells what it was given, and answers as it is told."""

    outcome: Sent = "sent"
    texts: list[str] = field(default_factory=list)

    def send(self, message: casework.Outgoing) -> Sent:
        if self.outcome != "unreachable":
            self.texts.append(message.text)
        return self.outcome


@pytest.fixture
def carried() -> Iterator[Carried]:
    founded()
    carrier = Carried()
    carry_by(carrier)
    pacing.follow(ANY_TIME)
    yield carrier
    carry_by(None)
    pacing.follow(Rules())


def sms(text: str, name: str, phone: str = AWA, clock: Clock | None = None) -> str:
    channel = SmsChannel(KannelLine(), clock=clock or Clock())
    return ask(channel, KannelLine.path, {"from": phone, "id": name, "text": text})[1]


def completed(phone: Phone) -> str:
    """A case of that phone with an optional message, whose text is returned."""
    declared(phone)
    case = casework.cases_of(phone.number, casework.moment("ml", NOON))[0]
    casework.withdraw(case.number, "sms", casework.moment("ml", NOON))
    message = casework.messages(case.number)[-1]
    assert message.key == "withdrawn"
    return message.reference


def state(reference: str) -> str:
    return Message.objects.get(reference=reference).state


@pytest.mark.parametrize("word", ["STOP", "stop.", "Arrêter", "ARRET", "a jɔ"])
def test_stop_is_recorded_and_answered_in_any_language(carried: Carried, word: str) -> None:
    assert "STOP" in sms(word, "1") or "REPRENDRE" in sms(word, "1")
    assert silence.is_kept(AWA)
    sms("REPRENDRE", "2")
    assert not silence.is_kept(AWA)


def test_stop_silences_optional_messages_alone(carried: Carried) -> None:
    sms("STOP", "1")
    reference = completed(Phone(AWA))
    tasks.run_due(NOON)
    assert state(reference) == "silenced"
    assert any("Code" in text for text in carried.texts)


def test_stop_alone_always_stops_and_the_request_goes_on(carried: Carried) -> None:
    sms("naissance", "1")
    told = sms("STOP", "2")  # a name is asked, and it could be one
    assert "REPRENDRE" in told
    assert "Votre demande continue" in told
    assert silence.is_kept(AWA)
    assert "tous les SMS" in sms("reprendre", "3")
    assert not silence.is_kept(AWA)
    assert "Nom de famille" in sms("Awa", "4")


def test_a_word_among_other_answers_is_an_answer(carried: Carried) -> None:
    sms("naissance", "1")
    assert "Fille ou garçon" in sms("STOP*Traoré", "2")
    assert not silence.is_kept(AWA)


@pytest.mark.parametrize("name", ["Deme", "END", "Quit", "Arrêt", "Segin"])
def test_a_word_that_no_message_promises_is_an_answer_where_it_is_one(
    carried: Carried, name: str
) -> None:
    sms("naissance", "1")
    for _ in range(2):  # the operator repeats it
        assert "Nom de famille" in sms(name, "2")
    assert "Fille ou garçon" in sms(name, "3")
    assert "Fille" not in sms(name, "4")  # neither is called so: the word is heard
    assert silence.is_kept(AWA) == (name not in ("Deme", "Segin"))


def test_help_answers_and_leaves_the_conversation_where_it_is(carried: Carried) -> None:
    sms("naissance", "1")
    assert "STOP" in sms("Aide", "2")
    assert "Nom de famille" in sms("Awa", "3")


def test_a_message_repeated_by_the_operator_is_counted_once(carried: Carried) -> None:
    for _ in range(3):
        sms("naissance", "1")
    assert Day.objects.get().messages == 1


def test_an_optional_message_waits_for_the_morning(carried: Carried) -> None:
    pacing.follow(Rules(price=Decimal(10)))
    reference = completed(Phone(AWA))
    night = NOON.replace(hour=23)
    tasks.run_due(night)
    assert state(reference) == "waiting"
    assert any("Code" in text for text in carried.texts)
    tasks.run_due(night + timedelta(hours=7, minutes=59))
    assert state(reference) == "waiting"
    tasks.run_due(night + timedelta(hours=8, seconds=1))
    assert state(reference) == "sent"


@pytest.mark.parametrize(
    ("hour", "waits"), [(6, 3600), (7, 0), (20, 0), (21, 36_000), (23, 28_800), (0, 25_200)]
)
def test_the_night_is_the_country_s(carried: Carried, hour: int, waits: int) -> None:
    pacing.follow(Rules())
    message = casework.Outgoing("r", AWA, "a", 1, optional=True)
    assert pacing.wait(message, NOON.replace(hour=hour)) == waits


def test_a_ceiling_holds_optional_messages_back_and_loses_none(carried: Carried) -> None:
    pacing.follow(Rules(Decimal(10), ceiling=10, evening=time(0), morning=time(0)))
    # Opened before it is withdrawn: what is due at one instant is sent in any order.
    reference = completed(Phone(AWA, Clock(NOON - timedelta(seconds=1))))
    tasks.run_due(NOON)
    assert state(reference) == "waiting"
    assert any("Code" in text for text in carried.texts)
    [cost] = [each for each in pacing.figures(NOON) if each.name == "sms_cost_today"]
    assert cost.alarm
    tasks.run_due(NOON + timedelta(hours=12, seconds=1))
    assert state(reference) == "sent"


def test_the_operator_s_rate_is_kept_over_workers(carried: Carried) -> None:
    pacing.follow(Rules(rate=2))
    turns = [pacing.take_turn(NOON) for _ in range(5)]
    assert turns == [0, 0.5, 1.0, 1.5, 1.5]
    assert pacing.take_turn(NOON + timedelta(seconds=10)) == 0


def test_a_message_leaves_once_over_retries_and_workers(carried: Carried) -> None:
    carried.outcome = "unreachable"
    declared(Phone(AWA))
    tasks.run_due(NOON)
    assert carried.texts == []
    carried.outcome = "sent"
    for minute in range(1, 4):
        tasks.run_due(NOON + timedelta(minutes=minute))
    assert len(carried.texts) == 1


def test_a_message_that_may_have_left_waits_for_the_operator(carried: Carried) -> None:
    carried.outcome = "unknown"
    declared(Phone(AWA))
    tasks.run_due(NOON)
    later = NOON + timedelta(minutes=10)
    assert casework.unsure(NOON) == ()
    [doubt] = casework.unsure(later)
    [figure] = [each for each in pacing.figures(later) if each.name == "sms_unknown"]
    assert (figure.value, figure.alarm) == (1, True)
    carried.outcome = "sent"
    assert casework.resend(doubt.reference, later)
    assert not casework.resend(doubt.reference, later)
    tasks.run_due(later)
    assert state(doubt.reference) == "sent"
    assert len(carried.texts) == 2


def test_a_code_that_is_waited_for_is_counted_too(carried: Carried) -> None:
    assert Counted(carried).send(casework.Outgoing("r", AWA, "a", 2)) == "sent"
    assert Day.objects.get().segments == 2


class _Aggregator(BaseHTTPRequestHandler):
    """Africa's Talking's API, as it documents its answers."""

    got: list[dict[str, list[str]]] = []
    code = 101

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.got.append({**parse_qs(body), "key": [str(self.headers["apiKey"])]})
        recipient = {
            "statusCode": self.code,
            "number": AWA,
            "status": "Success",
            "cost": "XOF 10.0000",
            "messageId": f"ATXid_{len(self.got)}",
        }
        told = {"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [recipient]}}
        answer = json.dumps(told).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def account(carried: Carried) -> Iterator[AfricasTalkingCarrier]:
    _Aggregator.got, _Aggregator.code = [], 101
    with listening(_Aggregator) as address:
        url = f"{address}/version1/messaging"
        carrier = AfricasTalkingCarrier("kene", "word", "KENE", url, lambda: NOON)
        carry_by(carrier)
        yield carrier


def arrives(text: str, name: str) -> tuple[str, str]:
    fields = {"from": AWA, "to": "36000", "text": text, "id": name, "linkId": "l", "date": "d"}
    channel = SmsChannel(AfricasTalkingSms(), clock=Clock(), apart=True)
    return ask(channel, africastalking.PATH, fields)


def test_an_aggregator_s_message_is_answered_by_a_message_once(
    account: AfricasTalkingCarrier,
) -> None:
    assert [arrives("naissance", "m1") for _ in range(3)] == [("200 OK", "")] * 3
    tasks.run_due(NOON)
    tasks.run_due(NOON + timedelta(minutes=5))
    [told] = _Aggregator.got
    assert told["to"] == [AWA]
    assert "Prénoms" in told["message"][0]
    assert told["key"] == ["word"]
    assert Reply.objects.get().state == "sent"


def test_an_aggregator_s_report_is_recorded(account: AfricasTalkingCarrier) -> None:
    declared(Phone(AWA))
    tasks.run_due(NOON)
    message = Message.objects.get()
    assert message.state == "sent"
    form = {"id": "ATXid_1", "status": "Success", "phoneNumber": AWA, "networkCode": "61002"}
    report = ReportApplication(clock=Clock())
    assert ask(report, africastalking.REPORT, {**form, "id": "other"})[0] == "200 OK"
    assert state(message.reference) == "sent"
    assert ask(report, africastalking.REPORT, form)[0] == "200 OK"
    assert state(message.reference) == "delivered"


@pytest.mark.parametrize(("code", "after"), [(405, "waiting"), (403, "failed"), (501, "waiting")])
def test_what_an_aggregator_did_not_take_waits_or_fails(
    account: AfricasTalkingCarrier, code: int, after: str
) -> None:
    _Aggregator.code = code
    declared(Phone(AWA))
    tasks.run_due(NOON)
    assert Message.objects.get().state == after


def test_an_aggregator_that_is_away_loses_nothing(carried: Carried) -> None:
    carry_by(AfricasTalkingCarrier("kene", "word", "", "http://127.0.0.1:9/", lambda: NOON))
    declared(Phone(AWA))
    tasks.run_due(NOON)
    assert Message.objects.get().state == "waiting"


def test_what_is_kept_of_messages_is_forgotten_with_the_drafts(
    account: AfricasTalkingCarrier,
) -> None:
    from kene.channels.sms import replies

    arrives("naissance", "m1")
    replies.expire(date(2027, 1, 1))
    assert not Reply.objects.exists()
    assert intake.look(intake.person_of(AWA)).visit.conversation is not None


def test_the_clock_of_a_figure_is_a_day() -> None:
    founded()
    pacing.count(3, datetime.combine(NOON.date(), time(23, 59), NOON.tzinfo))
    assert pacing.spent(NOON.date()) == 30
    assert pacing.spent(NOON.date() + timedelta(days=1)) == 0
