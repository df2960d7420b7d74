"""Agents record what is said, and call who asked for it."""

from __future__ import annotations

import io
import math
import shutil
import struct
import wave
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.backoffice.world import agent, browser
from apps.town import founded
from kene.casework.models import Case
from kene.channels.voice import calling, script, sound
from kene.channels.voice import wave as kept
from kene.channels.voice.recordings import Recordings
from kene.core.screens.voice import Speech

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    founded(timezone.now())
    shutil.rmtree(Path(settings.KENE.data) / "voice", ignore_errors=True)


def tone(seconds: float, rate: int = 44_100, voices: int = 2) -> bytes:
    """A WAV file of a tone, as a telephone records."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(voices)
        file.setsampwidth(2)
        file.setframerate(rate)
        for number in range(int(seconds * rate)):
            height = int(12_000 * math.sin(2 * math.pi * 440 * number / rate))
            file.writeframesraw(struct.pack("<h", height) * voices)
    return made.getvalue()


def first(client: Client, language: str = "bm") -> script.Prompt:
    """What the studio asks to record first."""
    return client.get(f"/agents/voix/?langue={language}").context["left"][0]


def test_a_recording_is_used_by_the_next_call() -> None:
    client = browser(agent("awa"))
    prompt = first(client)
    page = client.get(f"/agents/voix/bm/{prompt.key}/")
    assert prompt.text in page.content.decode()
    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "'unsafe" not in page["Content-Security-Policy"]
    file = SimpleUploadedFile("voix.wav", tone(1.5), "audio/wav")
    after = client.post(f"/agents/voix/bm/{prompt.key}/", {"son": file})
    assert after.status_code == 302
    assert prompt.key not in after["Location"]
    assert client.get(f"/agents/voix/bm/{prompt.key}.wav").content[:4] == b"RIFF"
    recordings = Recordings(Path(settings.KENE.data) / "voice")
    speech = Speech("bm", "none", (f"{prompt.text}.",))
    played = kept.lasting(sound.played(sound.Clip(speech), recordings))
    assert played == pytest.approx(1.5 + 0.35, abs=0.01)
    client.post(f"/agents/voix/bm/{prompt.key}/", {"effacer": "1"})
    assert not recordings.has(prompt.text, "bm")


@pytest.mark.parametrize(
    "octets",
    [b"", b"RIFF", b"not a sound at all", tone(31, 8_000, 1), tone(1)[:50]],
    ids=["nothing", "cut", "other", "long", "head"],
)
def test_what_is_no_sound_is_refused_with_what_is_expected(octets: bytes) -> None:
    client = browser(agent("awa"))
    prompt = first(client)
    file = SimpleUploadedFile("voix.wav", octets, "audio/wav")
    refused = client.post(f"/agents/voix/bm/{prompt.key}/", {"son": file})
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()


def test_the_studio_counts_what_no_voice_speaks() -> None:
    page = browser(agent("awa")).get("/agents/voix/?langue=bm")
    assert page.context["near"] == {"bm": len(page.context["left"])}
    assert "un agent rappelle" in page.content.decode()
    page = browser(agent("moussa")).get("/agents/voix/?langue=fr")
    assert "dit par une voix de synthèse" in page.content.decode()


def test_the_studio_is_for_agents_alone() -> None:
    for path in ("", "rappels/"):
        assert Client().get(f"/agents/voix/{path}").status_code == 302


def test_an_agent_calls_back_and_completes_the_request() -> None:
    calling.want("+22376123456", "agent", timezone.now())
    client = browser(agent("awa"))
    [waiting] = client.get("/agents/voix/rappels/").context["callers"]
    url = f"/agents/voix/rappels/{waiting.key}/"
    page = client.get(url)
    assert "+22376123456" in page.content.decode()
    answers = ("1", "1", "Awa", "Traoré", "1", "hier", "Kati", "1", "Fanta Diarra", "000", "1")
    for said in (*answers, "1"):
        shown = page.context
        told = {"appel": shown["call"], "pas": shown["number"], "dit": said}
        page = client.post(url, told)
    assert Case.objects.count() == 1
    assert client.post(url, {"rappele": "1"}).status_code == 302
    assert client.get("/agents/voix/rappels/").context["callers"] == ()


def test_a_demonstration_without_a_voice_plays_what_was_recorded_and_pauses(
    tmp_path: Path,
) -> None:
    recordings = Recordings(tmp_path)
    recordings.keep("Pour fille", "fr", kept.read(tone(0.5)))
    clip = sound.Clip(Speech("fr", "one", ("Pour Fille, tapez 1.",)))
    samples = sound.played(clip, recordings, sound.mute)
    assert any(samples[:8_000]) and not any(samples[8_000:])
    assert kept.lasting(samples) > 1.2


def test_recordings_compose_a_sentence_from_its_longest_parts(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    for text in ("Pour", "Pour fille", "tapez", "un"):
        recordings.keep(text, "fr", kept.silence(0.5))
    runs = list(recordings.runs("Pour Fille, tapez un. Au revoir !", "fr"))
    assert [run.text for run in runs] == ["Pour Fille", "tapez", "un", ". Au revoir !"]
    assert [run.file is not None for run in runs] == [True, True, True, False]
