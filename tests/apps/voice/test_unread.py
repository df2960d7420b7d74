"""A language that no voice speaks: heard from recordings, or passed to an agent, as was set."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from apps.api.test_dialects import served
from apps.town import Clock
from apps.voice.exchange import PLACE, Phone, form, heard
from apps.voice.test_spoken import typed
from kene.casework.models import Case
from kene.channels.hops import Asked
from kene.channels.voice import calling, offered, wave
from kene.channels.voice.calls import VoiceChannel
from kene.channels.voice.lines import AFRICASTALKING, CallLine
from kene.channels.voice.recordings import Recordings
from kene.core.casefile.number import show_number
from kene.core.screens.voice import OTHER, Speech
from kene.site import calls
from kene.site.environment import read

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]
SOUND = b"\1\0" * wave.RATE
DECLARED = ("", "2", "1", "Awa", "Traoré", "1", "20/11/2026", "Kati", "1", "Fanta", "000", "1")
"""A birth, typed in Bambara, up to its summary."""
SENT = "Ɔwɔ, a ci kama, "
"""Before the key that confirms."""
BY_AGENTS = {"KENE_VOICE": "africastalking", "KENE_VOICE_MISSING": "agent"}


@pytest.fixture
def by_agents(clock: Clock, tmp_path: Path) -> Phone:
    """Who calls a node whose agents call back for what nobody recorded."""
    kept = Recordings(tmp_path)
    line = CallLine(AFRICASTALKING, PLACE)
    return Phone(VoiceChannel(line, clock=clock, recordings=kept), AFRICASTALKING, kept)


def record(kept: Recordings, *without: str) -> None:
    """Record what is said in Bambara, but for some texts."""
    for each in offered.prompts("bm"):
        if not any(word in each.text for word in without):
            kept.keep(each.text, "bm", SOUND)


def test_a_page_that_nobody_recorded_ends_in_french_and_an_agent_calls(by_agents: Phone) -> None:
    assert "Bamanankan" in by_agents.call()
    said = by_agents.press("2")
    assert said.startswith("Cette page n'est pas encore enregistrée")
    assert by_agents.over
    assert [each.number for each in calling.waiting()] == [by_agents.address]


def test_a_page_that_is_recorded_goes_on_and_the_next_that_is_not_says_so_in_its_language(
    by_agents: Phone,
) -> None:
    record(by_agents.recordings, "Dɔɔni dɔɔni")
    by_agents.call()
    by_agents.press("2")
    assert not by_agents.over and not list(calling.waiting())
    assert by_agents.press("*").startswith("Nin yɔrɔ in ma fɔ")
    assert by_agents.over and list(calling.waiting())


def test_a_french_call_needs_no_recording(by_agents: Phone) -> None:
    by_agents.call()
    assert not by_agents.over
    by_agents.press("1")
    by_agents.press("*")
    assert not by_agents.over and not list(calling.waiting())


def test_answers_are_of_no_language_and_the_line_that_offers_one_is_said(
    clock: Clock, tmp_path: Path
) -> None:
    kept = Recordings(tmp_path)
    page = Speech("bm", "one", ("Tɔgɔ : Mamadou Konaté",))
    assert offered.unread(replace(page, lines=("Aw ka nimɔrɔ 1",)), kept)
    record(kept)
    assert not offered.unread(page, kept)
    assert not offered.unread(Speech("fr", "one", (f"bm{OTHER}Bamanankan kama, 2 digi",)), kept)


def test_a_node_to_try_reads_what_others_leave_to_agents() -> None:
    assert read({}).voice_by_agents
    assert not read({"KENE_VOICE_MISSING": "proche"}).voice_by_agents
    assert not read({**BY_AGENTS, "KENE_DEMO": "yes"}).voice_by_agents
    said = list(calls.missing(read({**BY_AGENTS, "KENE_VOICE_MISSING": "swahili"})))
    assert any("« swahili » est inconnu : agent, proche" in line for line in said)


def test_an_event_loop_ends_the_call_likewise(by_agents: Phone) -> None:
    by_agents.call()
    body = urlencode(form(AFRICASTALKING, by_agents.address, "call-1", "2")).encode()
    path = urlsplit(heard(by_agents.body)[1]).path
    response = served(by_agents.channel.respond(Asked("POST", path, "", len(body), body)))
    assert "<GetDigits" not in response.body and "<Play" in response.body
    assert [each.number for each in calling.waiting()] == [by_agents.address]


def test_who_confirmed_hears_their_number_and_no_agent_calls(
    by_agents: Phone, clock: Clock
) -> None:
    record(by_agents.recordings, "I ka nimɔrɔ")
    for number, said in enumerate(DECLARED):
        typed(by_agents, clock, number, said)
    by_agents.call()
    by_agents.press("1")
    while SENT not in by_agents.words:
        by_agents.press("9")
    ended = by_agents.press(by_agents.words.partition(SENT)[2][0])
    while not by_agents.over:
        ended += by_agents.press("")
    assert f"I ka nimɔrɔ: {show_number(Case.objects.get().number)}." in ended
    assert not list(calling.waiting())


def test_both_rules_are_served(clock: Clock, tmp_path: Path) -> None:
    for missing, over in (("agent", True), ("proche", False)):
        given = {"KENE_VOICE_MISSING": missing, "KENE_DATA": str(tmp_path), "KENE_ADDRESS": PLACE}
        told = read({**BY_AGENTS, **given})
        [channel] = [c for c in calls.applications(told).values() if isinstance(c, VoiceChannel)]
        phone = Phone(channel, AFRICASTALKING, Recordings(tmp_path), address="+22376999999")
        phone.call(session=missing)
        phone.press("2")
        assert phone.over == over
