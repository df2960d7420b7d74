"""What an operator's tools ask a node: alive, ready, and its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import prometheus_client
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kene.catalogue import api as catalogue
from kene.privacy import api as privacy
from kene.tasks import api as tasks

_waiting = prometheus_client.Gauge("kene_tasks", "Background tasks by state", ("state",))
_RELAYED: Final = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")
_oldest = prometheus_client.Gauge("kene_tasks_oldest_seconds", "Age of the oldest waiting task")
_figure = prometheus_client.Gauge("kene_figure", "What the operator watches", ("name",))
_alarm = prometheus_client.Gauge("kene_alarm", "1 where something has to be done", ("name",))


@csrf_exempt
@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
@never_cache
def readyz(_: HttpRequest) -> HttpResponse:
    """200 when hops can be kept: databases, keys, services; else 503 and what is missing."""
    checks: dict[str, Callable[[], object]] = {
        "database": lambda: _reachable("default"),
        "keys": lambda: _reachable("keys"),
        "node-key": lambda: privacy.node_mac("ready", b""),
        "services": _serves,
    }
    states = {name: _state(check) for name, check in checks.items()}
    ready = all(state == "ok" for state in states.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", "checks": states},
        status=200 if ready else 503,
    )


@csrf_exempt
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format; to this machine, or to whoever has KENE_METRICS_TOKEN."""
    token = settings.KENE.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if given != token if token else not _is_near(request):
        return HttpResponse("Jeton manquant ou faux.", status=403, content_type="text/plain")
    overview = tasks.overview(datetime.now(UTC))
    for state in ("waiting", "running", "failed"):
        _waiting.labels(state).set(getattr(overview, state))
    _oldest.set(overview.oldest_waiting_seconds)
    for figure in tasks.watched(datetime.now(UTC)):
        _figure.labels(figure.name).set(figure.value)
        _alarm.labels(figure.name).set(figure.alarm)
    body = prometheus_client.generate_latest()
    return HttpResponse(body, content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _is_near(request: HttpRequest) -> bool:
    """Whether this machine asks for itself, and not as a proxy for somebody else."""
    relayed = any(name in request.headers for name in _RELAYED)
    return not relayed and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except (DatabaseError, privacy.NoNodeKey, LookupError, OSError) as error:
        return type(error).__name__
    return "ok"


def _reachable(alias: str) -> None:
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _serves() -> None:
    if not catalogue.offered():
        raise LookupError("services")
