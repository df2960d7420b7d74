"""Agents to try Kene with: known to all, so they exist in a demonstration alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from kene.people.accounts import create_agent, give_role
from kene.people.factor import was_heard
from kene.people.models import Agent, Membership
from kene.people.roles import NODE, OPERATOR

PASSWORD: Final = "kene-2026-essai"  # noqa: S105 -- printed for whoever tries a demonstration
_PERIOD: Final = 30


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try: what to type, and what it does."""

    username: str
    name: str
    password: str
    code: str


_ROLES: Final = {
    "officier": ("Awa Traoré", "centre-etat-civil", "officier"),
    "mediateur": ("Moussa Keïta", "administration", "mediateur"),
    "inspecteur": ("Fanta Koné", "administration", "inspecteur"),
    "operateur": ("Ibrahim Maïga", NODE, OPERATOR),
}


def create_demo_agents(now: datetime) -> tuple[DemoAccount, ...]:
    """Make the accounts of a demonstration, those that are missing.

    Raises PermissionError where the node is not one.
    """
    if not settings.KENE.demo:
        raise PermissionError("this node is not a demonstration")
    there = set(Agent.objects.filter(username__in=_ROLES).values_list("username", flat=True))
    for username, (name, authority, role) in _ROLES.items():
        if username in there:
            continue
        agent = create_agent(username, name, PASSWORD, now)
        give_role(agent, Membership(authority=authority, role=role), now)
        TOTP.activate(agent, _secret(username))
        RecoveryCodes.activate(agent)
    return demo_accounts(now)


def demo_accounts(now: datetime) -> tuple[DemoAccount, ...]:
    """The accounts of a demonstration with their present codes; none elsewhere."""
    if not settings.KENE.demo:
        return ()
    agents = Agent.objects.filter(username__in=_ROLES, is_active=True).order_by("pk")
    return tuple(
        DemoAccount(agent.username, agent.name, PASSWORD, demo_code(agent.username, now))
        for agent in agents
    )


def demo_code(username: str, now: datetime) -> str:
    """A code that opens a demonstration's account now, one not used yet; "" elsewhere."""
    if not settings.KENE.demo or username not in _ROLES:
        return ""
    agent = Agent.objects.get(username=username)
    counter = int(now.timestamp()) // _PERIOD
    codes = [_code(_secret(username), counter + step) for step in (0, 1, -1)]
    return next((code for code in codes if not was_heard(agent, code)), codes[0])


def _code(secret: str, counter: int) -> str:
    return str(format_hotp_value(hotp_value(secret, counter)))


def _secret(username: str) -> str:
    """The same on every demonstration: it protects nothing."""
    return base64.b32encode(sha256(f"kene demo {username}".encode()).digest()[:20]).decode()
