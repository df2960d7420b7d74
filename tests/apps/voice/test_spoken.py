"""Answers that are said in a call: recorded, heard again, sealed, and written down by an agent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import call_command

from apps.backoffice.world import agent, browser
from apps.town import Clock
from apps.voice.exchange import Phone, dialling, heard, recorded
from apps.voice.test_calls import at_menu, keyed
from kene.casework import api as casework
from kene.casework.models import Case
from kene.channels.voice import synthesis, wave
from kene.channels.voice.lines import AFRICASTALKING
from kene.intake import api as intake
from kene.intake.models import Recording, Spoken
from kene.journal import api as journal

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]


AGAIN = "Redonnez cette réponse."


class _Kept(BaseHTTPRequestHandler):
    """An aggregator's store of recordings: `/fr/Awa.wav` is Awa, said."""

    def do_GET(self) -> None:
        word = self.path.rpartition("/")[2].removesuffix(".wav")
        self.send_response(404 if word == "perdu" else 200)
        self.end_headers()
        self.wfile.write(wave.written(synthesis.said(word, "fr")))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Kept)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def say(phone: Phone, url: str) -> str:
    """Say the answer that is asked, hear it, and keep it."""
    assert "de vive voix, tapez 2" in phone.words
    assert "après le signal" in phone.press("2")
    assert recorded(phone.body)
    assert "Vous avez dit" in phone.say(url)
    assert url in heard(phone.body)[0]
    return phone.press("1")


def told(phone: Phone, store: str) -> str:
    """A whole declaration of a birth, in one call; what is heard last."""
    at_menu(phone)
    phone.press(keyed(phone, "naissance"))
    assert "nom de famille" in say(phone, f"{store}Awa.wav")
    assert "Fille" in say(phone, f"{store}Konate.wav")
    phone.press("1")
    phone.press("20112026")
    while "mère" not in phone.words:
        phone.press("1")
    assert "père" in say(phone, f"{store}Fatou.wav")
    phone.press("")
    summary = phone.press("1")
    assert "Prénoms : dit de vive voix" in summary
    ended = phone.press(keyed(phone, "confirmer et envoyer"))
    while not phone.over:
        ended += phone.press("")
    return ended


def test_a_request_is_made_whole_by_voice_and_opens_once_it_is_written(
    phone: Phone, clock: Clock, store: str
) -> None:
    assert "Un agent écrit ce que vous avez dit" in told(phone, store)
    assert phone.seconds < 6 * 60
    assert not Case.objects.exists()
    [request] = intake.to_write()
    assert [(each.field, each.heard) for each in request.said] == [
        ("prenoms", True),
        ("nom", True),
        ("mere", True),
    ]
    sound = intake.recording(request, "prenoms")
    assert wave.read(sound) == synthesis.said("Awa", "fr")
    assert all(b"RIFF" not in bytes(each.sealed) for each in Recording.objects.all())
    confirmed = request.at
    clock.pass_(days=2)
    refused = intake.write_down(request, {"prenoms": "Awa", "nom": "", "mere": "Fatou Diarra"})
    assert list(refused.refused) == ["nom"] and not refused.number
    texts = {"prenoms": "Awa", "nom": "Konaté", "mere": "Fatou Diarra"}
    written = intake.write_down(request, texts)
    [case] = casework.cases_of(phone.address, casework.moment("ml", clock.now))
    assert case.number == written.number
    assert {name: case.file.answers[name] for name in texts} == texts
    assert case.events[0].at == confirmed
    assert not Recording.objects.exists() and not Spoken.objects.exists()
    assert isinstance(journal.verify(), journal.Verified)
    assert intake.write_down(request, texts) == intake.Written()
    assert Case.objects.count() == 1


def test_what_was_said_is_said_again_or_asked_again_where_it_is_lost(
    phone: Phone, clock: Clock, store: str
) -> None:
    at_menu(phone)
    asked = phone.press(keyed(phone, "naissance"))
    phone.press("2")
    phone.say(f"{store}Awa.wav")
    assert "après le signal" in phone.press("2")
    phone.say(f"{store}perdu.wav")
    assert "Vous avez dit" in phone.press("3")
    assert phone.press("1") == f"Nous n'avons pas reçu ce que vous avez dit. {AGAIN}\n{asked}"
    phone.press("2")
    assert phone.wait() == asked
    assert not Recording.objects.exists()


def test_who_types_later_is_asked_for_what_was_said(phone: Phone, clock: Clock, store: str) -> None:
    at_menu(phone)
    phone.press(keyed(phone, "naissance"))
    say(phone, f"{store}Awa.wav")
    for number, said in enumerate(("", "1", "Traoré", "1", "20/11/2026", "Kati", "1", "Fanta")):
        reply = typed(phone, clock, number, said)
    for number, said in enumerate(("000", "1", "1"), 8):
        reply = typed(phone, clock, number, said)
    assert "Prénoms" in reply.text
    assert not Spoken.objects.exists()


def typed(phone: Phone, clock: Clock, number: int, said: str) -> intake.Reply:
    clock.pass_(seconds=5)
    return intake.hop(
        intake.Arrival(
            channel="ussd",
            address=phone.address,
            session="typed",
            said=said,
            budget=160,
            manner="latest",
            hop=str(number),
            begins=not number,
            opening="" if not number else None,
        ),
        clock.now,
    )


def test_what_nobody_writes_is_destroyed(phone: Phone, clock: Clock, store: str) -> None:
    told(phone, store)
    clock.pass_(days=20)
    intake.expire(clock.now)
    assert len(list(intake.to_write())) == 1
    clock.pass_(days=11)
    intake.expire(clock.now)
    assert not Spoken.objects.exists() and not Recording.objects.exists()


def test_an_agent_of_the_authority_hears_and_writes_which_is_journaled(
    clock: Clock, store: str, tmp_path: Path
) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    told(dialling(AFRICASTALKING, clock, tmp_path), store)
    client = browser(agent("awa"))
    [waiting] = client.get("/agents/voix/ecrire/").context["requests"]
    url = f"/agents/voix/ecrire/{waiting['key']}/"
    page = client.get(url).content.decode()
    assert "Quels sont les prénoms" in page
    assert "+22376123456" in page
    sound = client.get(f"{url}prenoms.son")
    assert sound["Content-Type"] == "audio/wav"
    assert wave.lasting(wave.read(sound.content)) > 0.3
    other = browser(agent("moussa", authority="autorite-de-mediation", role="mediateur"))
    assert other.get("/agents/voix/ecrire/").context["requests"] == []
    assert other.get(url).status_code == other.get(f"{url}nom.son").status_code == 404
    refused = client.post(url, {"prenoms": "Awa", "nom": "", "mere": "Fatou Diarra"})
    assert refused.status_code == 400
    assert 'value="Fatou Diarra"' in refused.content.decode()
    texts = {"prenoms": "Awa", "nom": "Konaté", "mere": "Fatou Diarra"}
    assert client.post(url, texts).status_code == 302
    number = Case.objects.get().number
    for verb, about in (("read", waiting["key"]), ("noted", number)):
        assert ("awa", verb) in {(each.who, each.what) for each in journal.lines_about(about)}
