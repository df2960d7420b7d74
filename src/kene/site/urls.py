"""The node's addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kene.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/", include("kene.channels.api.urls")),
    path("agents/voix/", include("kene.channels.voice.urls")),
    path("", include("kene.backoffice.urls")),
    path("", include("kene.channels.web.urls")),
]
if settings.KENE.demo:
    urlpatterns.append(path("simulateur/", include("kene.channels.simulator.urls")))

handler400 = "kene.channels.web.trouble.bad_request"
handler403 = "kene.channels.web.trouble.forbidden"
handler404 = "kene.channels.web.trouble.not_found"
handler500 = "kene.channels.web.trouble.broken"
