"""Calls by a simulated call control: every sound is downloaded, played and measured."""

from __future__ import annotations

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest

from apps.town import NOON, Clock
from apps.voice.exchange import DIALECTS, NUMBER, PLACE, Phone, dialling, form, heard
from kene.casework.models import Case
from kene.channels.voice import calling, sound, spending
from kene.channels.voice.accounts import Signed, signature
from kene.channels.voice.calling import Made, Rules
from kene.channels.voice.calls import VoiceChannel
from kene.channels.voice.lines import AFRICASTALKING, TWILIO, CallLine, Dialect
from kene.channels.voice.recordings import Recordings
from kene.core.screens.voice import SECONDS
from kene.intake import api as intake
from kene.tasks import api as tasks

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]
WHO = "+22376123456"


def at_menu(phone: Phone) -> str:
    """French, then the menu."""
    phone.call()
    return phone.press("1")


def agent(clock: Clock, *answers: str) -> None:
    """An agent calls back, hears answers, and types them from where the person was."""
    [wanted] = calling.waiting()
    assert wanted.number == WHO
    for number, said in enumerate(("", "1", *answers)):
        clock.pass_(seconds=5)
        hop = intake.Arrival(
            channel="voice",
            address=wanted.number,
            session=f"agent-{answers}",
            said=said,
            budget=4_000,
            manner="latest",
            hop=str(number),
            begins=not number,
            opening="" if not number else None,
        )
        intake.hop(hop, clock.now)
    assert calling.done(wanted.key)
    clock.pass_(minutes=6)


def keyed(phone: Phone, word: str) -> str:
    """The key of the option that holds a word, on whichever page it is said."""
    for _ in range(5):
        for line in phone.words.split("\n"):
            if word in line.lower() and "tapez" in line:
                return line[-2]
        phone.press("9")
    raise AssertionError(word)


def test_a_request_is_made_by_voice_alone_but_for_what_an_agent_asks(
    phone: Phone, clock: Clock
) -> None:
    at_menu(phone)
    assert "un agent vous rappelle" in phone.press(keyed(phone, "naissance"))
    assert "vous rappeler" in phone.press("1")
    assert phone.over
    agent(clock, "Awa", "Traoré")
    phone.call(session="call-2")
    assert "Fille" in phone.press("1")
    assert "chiffres pour le jour" in phone.press("1")
    assert "Dans quelle commune" in phone.press("20112026")
    while "mère" not in phone.words:
        phone.press("1")
    phone.press("1")
    agent(clock, "Fatou Diarra")
    phone.call(session="call-3")
    assert "père" in phone.press("1")
    assert "Qui êtes-vous" in phone.press("")
    summary = phone.press("1")
    assert "Prénoms : Awa" in summary
    assert "vingt novembre deux mille vingt-six" in summary
    assert not Case.objects.exists()
    ended = phone.press(keyed(phone, "confirmer et envoyer"))
    while not phone.over:
        ended += phone.press("")
    case = Case.objects.get()
    number = case.number
    assert f"{number[:3]} {number[3:6]} {number[6:]}".replace(" ", "") in "".join(
        ended.replace("\u00a0", "").replace("\u202f", "").split()
    )
    for expected, heard_for in phone.paces:
        assert 0.6 * expected < heard_for < 1.3 * expected
    assert phone.longest < SECONDS + 10
    assert phone.seconds < 6 * 60


def test_silence_is_said_again_slower_twice_and_then_goodbye(phone: Phone, clock: Clock) -> None:
    said = at_menu(phone)
    once = phone.seconds
    assert phone.wait() == said
    twice = phone.seconds - once
    assert twice > 0
    slow = [sound.opened(url.rpartition("/")[2][:-4]).slow for url in heard(phone.body)[0]]
    assert slow == [True]
    assert phone.wait() == said
    assert "rappelez" in phone.wait()
    assert phone.over


def test_slower_takes_longer_and_the_menu_leads_back(phone: Phone, clock: Clock) -> None:
    said = at_menu(phone)
    before = phone.seconds
    assert "étoile" in said
    assert "lentement" in phone.press("*")
    start = phone.seconds
    assert phone.press("2") == said
    slower = phone.seconds - start
    phone.press("*")
    start = phone.seconds
    assert phone.press("0") == said
    assert before > 0
    assert phone.seconds - start == pytest.approx(slower)
    assert slower > 1.2 * _pace(phone, said)


def _pace(phone: Phone, said: str) -> float:
    """How long the same page takes at the usual pace."""
    from apps.voice.exchange import played

    clip = sound.opened(heard(phone.body)[0][0].rpartition("/")[2][:-4])
    assert "\n".join(clip.speech.lines) == said
    return played(sound.address(PLACE, sound.Clip(clip.speech)), phone.recordings).seconds


def test_whoever_hangs_up_goes_on_where_they_were(phone: Phone, clock: Clock) -> None:
    said = at_menu(phone)
    key = next(line[-2] for line in said.split("\n") if "naissance" in line.lower())
    asked = phone.press(key)
    said = phone.call(session="call-2")
    assert "Vous aviez commencé" in said
    assert phone.press("1") == asked


class Noted:
    """An account that notes whom it was asked to call."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def call(self, to: str) -> Made:
        """Note a call."""
        self.called.append(to)
        return "sent"


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_whoever_lets_it_ring_is_called_back_once(
    dialect: Dialect, clock: Clock, tmp_path: Path
) -> None:
    phone, account = dialling(dialect, clock, tmp_path, beep=True), Noted()
    calling.call_by(account, Rules())
    for number in range(3):
        phone.call(session=f"ring-{number}")
        assert "<Reject" in phone.body
        tasks.run_due(clock.now)
    assert account.called == [WHO]
    assert "Français" in phone.call(direction="outbound-api", session="back")
    clock.pass_(minutes=6)
    phone.call(session="ring-4")
    tasks.run_due(clock.now)
    assert account.called == [WHO, WHO]


def test_nobody_is_called_by_night_nor_when_the_money_of_the_day_is_spent(
    clock: Clock, tmp_path: Path
) -> None:
    phone, account = dialling(AFRICASTALKING, clock, tmp_path, beep=True), Noted()
    calling.call_by(account, Rules(Decimal(60), ceiling=spending.USUAL))
    clock.now = NOON.replace(hour=23)
    phone.call()
    tasks.run_due(clock.now)
    assert account.called == []
    clock.now = NOON.replace(hour=8) + timedelta(days=1)
    tasks.run_due(clock.now)
    assert account.called == [WHO]
    phone.address = "+22366000000"
    phone.call(session="other")
    tasks.run_due(clock.now)
    assert account.called == [WHO]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_a_call_is_paid_by_how_long_it_lasted_told_once(
    dialect: Dialect, clock: Clock, tmp_path: Path
) -> None:
    phone, account = dialling(dialect, clock, tmp_path, beep=True), Noted()
    calling.call_by(account, Rules(Decimal(60), ceiling=spending.USUAL))

    def cost() -> tasks.Figure:
        [found] = [each for each in calling.figures(clock.now) if each.name == "voice_cost_today"]
        return found

    phone.call()
    tasks.run_due(clock.now)
    assert account.called == [WHO]
    assert (cost().value, cost().alarm) == (spending.USUAL, True)
    paid = 60 if dialect is TWILIO else 30  # by the minute begun, or as it is told
    for _ in range(2):
        assert phone.over_after(30, session="back") == ""
    assert (cost().value, cost().alarm) == (paid, False)
    if dialect is TWILIO:
        phone.over_after(0, session="busy", CallStatus="busy", CallDuration="")
        assert cost().value == paid
    # What the citizen pays is none of the node's money.
    assert phone.over_after(300, session="theirs", direction="inbound") == ""
    assert cost().value == paid
    phone.address = "+22366000000"
    phone.call(session="other")
    tasks.run_due(clock.now)
    assert account.called == [WHO, phone.address]
    assert cost().value == 60


def test_a_call_that_nobody_signed_is_refused(clock: Clock, tmp_path: Path) -> None:
    channel = VoiceChannel(CallLine(TWILIO, PLACE), clock=clock)
    phone = Phone(Signed(channel, "word", PLACE), TWILIO, Recordings(tmp_path))
    url = f"{PLACE}/channels/voice/twilio"
    body = urlencode(form(TWILIO, WHO, "call-1")).encode()
    right = signature("word", url, body)
    assert phone.posted(url, "", {"HTTP_X_TWILIO_SIGNATURE": right})[0] == "200 OK"
    for wrong in (
        "",
        right[::-1],
        signature("other", url, body),
        signature("word", url + "/", body),
    ):
        assert phone.posted(url, "", {"HTTP_X_TWILIO_SIGNATURE": wrong})[0].startswith("403")


def test_the_signature_is_the_one_of_twilios_documentation() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"
    made = signature("12345", url, urlencode(fields).encode())
    assert made == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_a_sound_has_an_address_that_nobody_guesses(phone: Phone, clock: Clock) -> None:
    at_menu(phone)
    key = heard(phone.body)[0][0].rpartition("/")[2].removesuffix(".wav")
    assert sound.sealed(sound.opened(key)) == key
    other = ("A" if key[0] != "A" else "B") + key[1:]
    with pytest.raises(LookupError):
        sound.opened(other)
    assert NUMBER not in key
