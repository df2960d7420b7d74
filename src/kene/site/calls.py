"""The calls of a node, from its settings: who carries them, and by which rules they are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from kene.channels.hops import utc_now
from kene.channels.voice import sound, synthesis
from kene.channels.voice.accounts import AfricasTalkingAccount, Signed, TwilioAccount
from kene.channels.voice.calling import Account, Rules
from kene.channels.voice.calls import SoundApplication, VoiceChannel
from kene.channels.voice.carried import of_offered
from kene.channels.voice.lines import DIALECTS, TWILIO, CallLine
from kene.channels.voice.recordings import FOLDER, Recordings
from kene.core.values.tariffs import tariffs
from kene.site.configuration import Configuration
from kene.site.spoken import said

Application = VoiceChannel | Signed | SoundApplication
MISSING: Final = ("agent", "proche")
"""Who says what nobody recorded in a language that no voice speaks (`KENE_VOICE_MISSING`)."""


def recordings(told: Configuration) -> Recordings:
    """What was recorded: what packs carry, and what is beside the data."""
    return Recordings(told.data / FOLDER, of_offered)


def applications(told: Configuration) -> dict[str, Application]:
    """What answers at each address of calls; nothing where no voice is served."""
    if told.voice not in DIALECTS:
        return {}
    line = _line(told)
    kept = recordings(told) if told.voice_by_agents else None
    channel = VoiceChannel(line, told.voice_token, recordings=kept)
    if told.demo:
        return {line.path: channel, **_simulated(told, line)}
    signs = line.dialect is TWILIO
    served = Signed(channel, _key(told), told.address) if signs else channel
    return {line.path: served, sound.PATH: SoundApplication(recordings(told))}


def _simulated(told: Configuration, line: CallLine) -> dict[str, Application]:
    """A second number, which calls back; and sounds where no voice is installed too."""
    from kene.channels.simulator.views import BEEP_PATH

    beep = VoiceChannel(replace(line, beep=True, own=BEEP_PATH), told.voice_token)
    say = synthesis.said if synthesis.is_there() else sound.mute
    return {BEEP_PATH: beep, sound.PATH: SoundApplication(recordings(told), say)}


def account(told: Configuration) -> Account | None:
    """Who makes calls, where the node calls back: simulated phones ring in a demonstration."""
    if told.demo:
        from kene.channels.simulator.calls import SimulatedCalls

        return SimulatedCalls(utc_now)
    if not told.voice_api or told.voice not in DIALECTS:
        return None
    parts = urlsplit(told.voice_api)
    name, key = unquote(parts.username or ""), _key(told)
    if told.voice == TWILIO.name:
        line = _line(told)
        word = f"/{told.voice_token}" if told.voice_token else ""
        answer = f"{told.address}{line.path}{word}"
        return TwilioAccount(name, key, told.voice_number, answer, _place(parts, ""))
    return AfricasTalkingAccount(name, key, told.voice_number, _place(parts, parts.path or "/call"))


def rules(told: Configuration) -> Rules:
    """When the node calls: in the hours of messages, for what a day may cost; a demonstration has
    no night."""
    if told.demo:
        return Rules(evening=time(0), morning=time(0))
    evening, _, morning = told.sms_night.partition("-")
    price = Decimal(told.voice_price) if told.voice_price else None
    return Rules(price, told.voice_ceiling, time(int(evening)), time(int(morning)))


def missing(told: Configuration) -> Iterator[str]:
    """What a node that serves calls lacks."""
    if not told.voice:
        return
    if told.voice not in DIALECTS:
        yield said("voice.unknown", name=told.voice, known=", ".join(DIALECTS))
    if told.voice_missing not in MISSING:
        yield said("voice.missing", name=told.voice_missing, known=", ".join(MISSING))
    if told.demo:  # the simulator says what is missing
        return
    if not synthesis.is_there():
        yield synthesis.MISSING
    if told.voice_beep and not (told.voice_api and told.voice_number):
        yield said("voice.beep")
    if told.voice_api and told.voice_ceiling and not _priced(told):
        yield said("voice.price")
    if told.voice == TWILIO.name and not _key(told):
        yield said("voice.signature")


def _priced(told: Configuration) -> bool:
    """Whether the price of a minute is known: told, or the country's tariff."""
    known = tariffs(told.country).get("voice")
    return bool(told.voice_price or (known and known.price))


def _line(told: Configuration) -> CallLine:
    return CallLine(DIALECTS[told.voice], told.address, told.voice_token, told.voice_beep)


def _key(told: Configuration) -> str:
    return unquote(urlsplit(told.voice_api).password or "")


def _place(parts: SplitResult, path: str) -> str:
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return urlunsplit((parts.scheme, host, path, "", ""))
