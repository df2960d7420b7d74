"""The kit tries what somebody else wrote, and finds what is broken."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from apps.channels.networks import AfricasTalkingNetwork
from apps.channels.outsider import Yate, YateNetwork
from apps.town import founded
from kene.channels.contract import Arrival, Limits, Reply, Request, Response, outside
from kene.channels.hops import utc_now
from kene.channels.ussd.africastalking import AfricasTalking
from kene.testing.channels import CHECKS, Check, Rig

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(utc_now())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_channel_of_somebody_else_keeps_the_contract(check: Check) -> None:
    check(Rig.of(Yate(), YateNetwork()))


class _TooLong(AfricasTalking):
    """Draws pages for a larger display than its gateway has."""

    def read(self, request: Request) -> Arrival:
        return replace(super().read(request), budget=400)


class _Forgetful(AfricasTalking):
    """Takes each repeat for another session."""

    seen = 0

    def read(self, request: Request) -> Arrival:
        type(self).seen += 1
        arrival = super().read(request)
        return replace(arrival, session=f"{arrival.session}-{self.seen}")


class _Deaf(AfricasTalking):
    """Hears capitals alone."""

    def read(self, request: Request) -> Arrival:
        arrival = super().read(request)
        return replace(arrival, said=arrival.said.upper())


class _Mute(AfricasTalking):
    """Ends the session when it goes on."""

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        return super().write(replace(reply, more=False), arrival)


@pytest.mark.parametrize("broken", [_TooLong, _Forgetful, _Deaf, _Mute])
def test_the_kit_finds_a_channel_that_breaks_the_contract(broken: type[AfricasTalking]) -> None:
    rig = Rig.of(broken(Limits()), AfricasTalkingNetwork())
    assert any(_is_broken(check, rig) for check in CHECKS)


def _is_broken(check: Check, rig: Rig) -> bool:
    try:
        check(rig)
    except AssertionError:
        return True
    return False


def test_a_package_brings_its_channel_by_an_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "yate-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: yate\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(
        "[kene.channels]\nyate = apps.channels.outsider:Yate\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert [line.path for line in outside()] == ["/channels/yate"]
