"""The node as a WSGI application: channel hops take a short way, all else is Django.

The process that imports it does the node's background work too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from multiprocessing import util
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from django.conf import settings
from django.db import close_old_connections

from kene.channels.contract import Channel, outside
from kene.channels.hops import utc_now
from kene.channels.sms import africastalking, kannel
from kene.channels.sms.messages import SmsChannel
from kene.channels.ussd import gateways
from kene.intake import api as intake
from kene.site import background
from kene.tasks import api as tasks

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
}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    path = environ.get("PATH_INFO", "")
    if path.startswith("/channels/"):
        for prefix, hop in _hops.items():
            if path.startswith(prefix):
                try:
                    return hop(environ, start)
                finally:
                    # Back to the pool, as Django does after its own requests: there are fewer
                    # connections than threads.
                    close_old_connections()
    return _django(environ, start)


def _work() -> None:
    """Start the background work, and end it with the process, after what was accepted is done."""
    background.declare(settings.KENE)
    worker = tasks.Worker(utc_now)
    worker.start()
    # A server's process ends through multiprocessing, which does not run atexit's functions.
    util.Finalize(None, worker.stop, exitpriority=20)
    util.Finalize(None, intake.stop, exitpriority=10)


_work()
