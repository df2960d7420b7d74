"""The node as a WSGI application: channel hops take a short way, all else is Django."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from django.conf import settings

from kene.channels.sms import kannel
from kene.channels.ussd import africastalking

_hops = {
    africastalking.PATH: africastalking.UssdApplication(settings.KENE.ussd_token),
    kannel.PATH: kannel.SmsApplication(settings.KENE.sms_token),
    kannel.REPORT: kannel.ReportApplication(settings.KENE.sms_token),
}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    path = environ.get("PATH_INFO", "")
    if path.startswith("/channels/"):
        for prefix, hop in _hops.items():
            if path.startswith(prefix):
                return hop(environ, start)
    return _django(environ, start)
