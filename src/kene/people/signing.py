"""Signing in and out: what allauth is told to do here, and the journal of it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kene.journal import api as journal
from kene.people.models import Agent

FRESH: Final = 300
"""Seconds after signing in during which nothing sensitive asks for a password or code again."""


class SigningIn(DefaultAccountAdapter):
    """How agents sign in: no sign-up, no e-mail, every try journaled."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "L'identifiant ou le mot de passe n'est pas le bon.",
        "too_many_login_attempts": "Trop d'essais. Attendez cinq minutes, puis recommencez.",
        "incorrect_password": "Ce mot de passe n'est pas le bon.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by whoever runs the node."""
        return False

    def add_message(self, *arguments: Any, **options: Any) -> None:
        """Nothing: pages say themselves what they did."""

    def post_login(self, request: HttpRequest, user: Agent, **options: Any) -> HttpResponse:
        """Go on where the agent wanted to go, once the sign-in is journaled."""
        _journal(user.username, "signed-in", "", timezone.now())
        response: HttpResponse = super().post_login(request, user, **options)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and journal it."""
        if isinstance(request.user, Agent):
            _journal(request.user.username, "signed-out", "", timezone.now())
        super().logout(request)

    def set_password(self, user: Agent, password: str) -> None:
        """Keep an agent's new password, and journal that there is one."""
        super().set_password(user, password)
        changed_own(user, "password", timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a wrong password."""
        failed(str(credentials.get("username", "")), "password", timezone.now())

    def get_reauthentication_methods(self, user: Agent) -> list[dict[str, Any]]:
        """The code alone once it is set up: a password that was seen is not enough."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        codes = [method for method in methods if method["id"] == "mfa_reauthenticate"]
        return codes or methods

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not just after signing in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < FRESH for record in records)


def changed_own(agent: Agent, what: str, now: datetime) -> None:
    """Journal that an agent changed what they sign in with: `password`, `totp`, or `codes`."""
    _journal(agent.username, "agent-changed", what, now, agent.username)


def failed(username: str, how: str, now: datetime) -> None:
    """Journal a wrong password or code.

    An unknown username is not kept: it may be a password typed in the wrong place.
    """
    known = Agent.objects.filter(username=username).exists()
    _journal(username if known else "unknown", "signed-in-failed", how, now)


def _journal(who: str, what: str, detail: str, now: datetime, about: str = "") -> None:
    with transaction.atomic():
        journal.append(journal.Entry(who=who, what=what, about=about, detail=detail), now)
