"""The node's addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kene.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("", include("kene.backoffice.urls")),
]
