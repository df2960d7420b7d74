"""Every bundled channel, and one of somebody else's, keeps the contract."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.management import call_command

from apps.channels import chatting, networks
from apps.channels.chat_networks import WhatsAppNetwork, chatter, stranger
from apps.channels.networks import CODE
from apps.town import founded
from kene.channels.contract import Limits, Line
from kene.channels.hops import utc_now
from kene.channels.messaging.messenger import Messenger
from kene.channels.sms.africastalking import AfricasTalkingSms
from kene.channels.sms.kannel import KannelLine
from kene.channels.sms.messages import SmsChannel
from kene.channels.ussd.africastalking import AfricasTalking
from kene.channels.ussd.flares import Flares
from kene.channels.ussd.infobip import Infobip
from kene.channels.ussd.jsonform import JsonForm
from kene.channels.ussd.xmlform import XmlForm
from kene.core.screens.alphabets import ALPHABETS
from kene.testing.channels import CHECKS, Browser, Check, Network, Rig, Software

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

LINES: dict[str, tuple[Line, Network]] = {
    "africastalking": (AfricasTalking(), networks.AfricasTalkingNetwork()),
    "small": (AfricasTalking(Limits(octets=120)), networks.AfricasTalkingNetwork()),
    "flares": (Flares(CODE), networks.FlaresNetwork()),
    "infobip": (Infobip(CODE), networks.InfobipNetwork()),
    "json": (JsonForm(CODE), networks.JsonNetwork()),
    "xml": (
        XmlForm(CODE, limits=Limits(140, ALPHABETS["portuguese"])),
        networks.XmlNetwork(),
    ),
}
RIGS = {
    **{name: Rig.of(*pair) for name, pair in LINES.items()},
    "kannel": Rig.of(KannelLine(), networks.KannelNetwork(), SmsChannel),
    "aggregator": Rig.of(
        AfricasTalkingSms(), networks.AggregatorNetwork(), partial(SmsChannel, apart=True)
    ),
    "whatsapp": Rig.of(chatting.account(), WhatsAppNetwork(), Messenger),
    "telegram": Rig("telegram", chatter),
    "telegram-unknown": Rig("telegram", stranger),
    "web": Rig("web", lambda _, clock: Browser(clock)),
    "api": Rig("api", Software),
}


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded(utc_now())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", RIGS)
def test_a_bundled_channel_keeps_the_contract(name: str, check: Check) -> None:
    check(RIGS[name])
