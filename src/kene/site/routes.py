"""Where the channels of a node answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings

from kene.channels.contract import Channel, outside
from kene.channels.messaging.messenger import Messenger
from kene.channels.sms import africastalking, kannel
from kene.channels.sms.messages import SmsChannel
from kene.channels.ussd import gateways
from kene.site import calls
from kene.site.chats import platforms

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_hops: Mapping[str, Application] = {
    **{
        line.path: Channel(line, settings.KENE.ussd_token)
        for line in (*gateways.lines(settings.KENE.ussd, settings.KENE.code), *outside())
    },
    kannel.PATH: SmsChannel(kannel.KannelLine(), settings.KENE.sms_token),
    africastalking.PATH: SmsChannel(
        africastalking.AfricasTalkingSms(), settings.KENE.sms_token, apart=True
    ),
    africastalking.REPORT: africastalking.ReportApplication(settings.KENE.sms_token),
    kannel.REPORT: kannel.ReportApplication(settings.KENE.sms_token),
    **calls.applications(settings.KENE),
    **{each.path: Messenger(each) for each in platforms(settings.KENE)},
}


def channel_at(path: str) -> Application | None:
    """What answers at an address of the channels, if anything does."""
    if path.startswith("/channels/"):
        for prefix, channel in _hops.items():
            if path.startswith(prefix):
                return channel
    return None
