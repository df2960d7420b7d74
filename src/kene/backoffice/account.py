"""An agent's own page: who they are here, their password, their codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kene.backoffice.desk import Desk, at_desk
from kene.backoffice.words import LANGUAGE
from kene.catalogue import api as catalogue
from kene.people import api as people


@at_desk
def account(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The agent's account."""
    shown = {
        "roles": tuple(_role(each) for each in desk.memberships),
        "codes": people.recovery_codes_left(desk.agent),
    }
    return render(request, "kene_backoffice/account.html", shown)


def _role(membership: people.Membership) -> str:
    """The role in words, as a service of that authority calls it."""
    key = f"roles.{membership.role}"
    for service in catalogue.offered():
        wording = service.wording(LANGUAGE)
        if service.authority == membership.authority and wording.has(key):
            return wording.say(key)
    return membership.role
