"""Calls keep the contract of channels, in both forms of call control."""

from __future__ import annotations

import pytest

from apps.town import founded
from apps.voice.exchange import DIALECTS, PLACE, CallNetwork
from kene.channels.hops import utc_now
from kene.channels.voice.calls import VoiceChannel
from kene.channels.voice.lines import CallLine, Dialect
from kene.testing.channels import CHECKS, Check, Rig
from kene.testing.channels.caller import Caller

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(utc_now())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_calls_keep_the_contract(check: Check, dialect: Dialect) -> None:
    line, network = CallLine(dialect, PLACE), CallNetwork(dialect)
    check(
        Rig(
            "voice",
            lambda who, clock: Caller(line, network, who, clock, serve=VoiceChannel),
        )
    )
