"""The node as a WSGI application: channel hops take a short way, all else is Django."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")

from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()

from django.conf import settings

from kene.channels.ussd.africastalking import PATH as USSD
from kene.channels.ussd.africastalking import UssdApplication

_ussd = UssdApplication(settings.KENE.ussd_token)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    if environ.get("PATH_INFO", "").startswith(USSD):
        return _ussd(environ, start)
    return _django(environ, start)
