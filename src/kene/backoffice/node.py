"""The node's own page, for whoever runs it: tasks, journal, versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib.metadata import PackageNotFoundError, version

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kene.backoffice.desk import Desk, at_desk
from kene.backoffice.views import missing
from kene.backoffice.words import LANGUAGE, clock
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.journal import api as journal
from kene.people import api as people
from kene.tasks import api as tasks

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Served:
    """A service that is served, and what its authority still has to confirm."""

    title: str
    name: str
    reference: str
    digest: str
    doubts: int


def operators_only(view: View) -> View:
    """Only for whoever runs the node; for others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, desk: Desk, **captured: str) -> HttpResponse:
        if not people.is_operator(desk.agent):
            return missing(request)
        return view(request, desk, **captured)

    return at_desk(guarded)


@operators_only
def node(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How the node is."""
    return _page(request)


@operators_only
@require_POST
def verify(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Read the whole journal again: a few seconds for a million lines."""
    return _page(request, journal.verify())


@operators_only
@require_POST
def retry(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Have a failed task tried again."""
    key = request.POST.get("tache", "")
    with transaction.atomic():
        if tasks.retry(key):
            who = desk.agent.username
            journal.append(journal.Entry(who, "retried", "", key[:200]), timezone.now())
            messages.success(request, "La tâche va être reprise.")
    return redirect("kene_backoffice:node")


@operators_only
@require_POST
def message(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say of a message that may have left: that it left, or that it is to be sent again."""
    reference, now = request.POST.get("message", "")[:32], timezone.now()
    again = request.POST.get("faire") == "renvoyer"
    with transaction.atomic():
        done = casework.resend(reference, now) if again else casework.mark(reference, "sent", now)
        if done:
            what = "resent" if again else "noted"
            journal.append(journal.Entry(desk.agent.username, what, "", reference), now)
            told = "Le SMS va être renvoyé." if again else "Le SMS est noté comme parti."
            messages.success(request, told)
    return redirect("kene_backoffice:node")


def _page(
    request: HttpRequest, verified: journal.Verified | tuple[journal.Fault, ...] | None = None
) -> HttpResponse:
    now = timezone.now()
    try:
        size = journal.size()
    except journal.BrokenJournal:
        size = -1
    shown = {
        "overview": tasks.overview(now),
        "figures": tasks.watched(now),
        "unsure": tuple(
            (each, clock(each.since, catalogue.home())) for each in casework.unsure(now)
        ),
        "failed": tuple((each, clock(each.at, catalogue.home())) for each in tasks.failed_tasks()),
        "size": size,
        "whole": verified if isinstance(verified, journal.Verified) else None,
        "faults": _sentences(verified) if isinstance(verified, tuple) else (),
        "services": tuple(
            Served(
                each.wording(LANGUAGE).say("title"),
                each.name,
                each.reference,
                each.digest,
                len(each.marks),
            )
            for each in catalogue.offered()
        ),
        "version": _version(),
    }
    return render(request, "kene_backoffice/node.html", shown)


def _sentences(faults: tuple[journal.Fault, ...]) -> tuple[str, ...]:
    return tuple(each.sentence["fr"] for each in faults)


def _version() -> str:
    """The version of Kene; a checkout that was not installed has none."""
    try:
        return version("kene")
    except PackageNotFoundError:
        return "sources non installées"
