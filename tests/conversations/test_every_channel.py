"""Every service that comes with Kene, on every channel and in every language: the same case.

People answer at random through the real endpoints of a node: each run takes every service through
one channel in one language, which the day chooses; a campaign takes all of them, several times.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import product
from random import Random
from zlib import crc32

import pytest
from django.core.management import call_command

from apps.channels.test_contract import RIGS
from apps.town import PACKS, founded
from apps.voice.exchange import DIALECTS, PLACE, CallNetwork
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.channels.hops import utc_now
from kene.channels.voice.calls import VoiceChannel
from kene.channels.voice.lines import CallLine
from kene.core.services import Service
from kene.testing.channels import Rig, planned
from kene.testing.channels.caller import Caller
from kene.testing.channels.checks import same_case

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

CAMPAIGN = bool(os.environ.get("KENE_CAMPAIGN"))
TIMES = 5 if CAMPAIGN else 1
NAMES = sorted(path.parent.name for path in PACKS.glob("*/service.yaml"))
LINE, NETWORK = CallLine(DIALECTS[0], PLACE), CallNetwork(DIALECTS[0])
CHANNELS = {
    "ussd": RIGS["africastalking"],
    "sms": RIGS["kannel"],
    "voice": Rig("voice", lambda who, at: Caller(LINE, NETWORK, who, at, serve=VoiceChannel)),
    "web": RIGS["web"],
    "whatsapp": RIGS["whatsapp"],
    "telegram": RIGS["telegram"],
    "api": RIGS["api"],
}


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def walks(service: Service, today: date) -> list[tuple[str, str]]:
    """The channels and languages in which a service is asked for."""
    served = sorted({*CHANNELS} & {*service.channels})
    every = list(product(served, service.languages))
    chosen = (today.toordinal() + crc32(service.name.encode())) % len(every)
    return every if CAMPAIGN else [every[chosen]]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answers_make_the_same_case_on_every_channel(name: str) -> None:
    now = utc_now()
    founded(now)
    service = catalogue.publish_folder(PACKS / name, now)
    today = casework.moment(service.country, now).today
    if casework.shut(service, casework.moment(service.country, now)):
        pytest.skip("its call is not open today")
    for channel, language in walks(service, today):
        for seed in range(TIMES):
            way = f"{name}/{channel}/{language}/{seed}"
            try:
                same_case(CHANNELS[channel], planned(service, language, Random(way), today))
            except AssertionError as error:
                error.add_note(way)
                raise
            for case in Case.objects.filter(closed=None):  # a service may have few places
                casework.withdraw(case.number, channel, casework.moment(service.country, utc_now()))
