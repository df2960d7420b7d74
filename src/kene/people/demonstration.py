"""Agents to try Kene with: known to all, so they exist in a demonstration alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
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
    _demonstrates()
    there = set(Agent.objects.filter(username__in=_ROLES).values_list("username", flat=True))
    for username, (name, authority, role) in _ROLES.items():
        if username not in there:
            give_role(_made(username, name, now), Membership(authority=authority, role=role), now)
    return demo_accounts(now)


def give_demo_role(role: str, name: str, authority: str, now: datetime) -> DemoAccount | None:
    """The account of a demonstration that is given that role in that authority, `name` if it is a
    new one; None where an agent has it already.

    Raises PermissionError where the node is not a demonstration.
    """
    _demonstrates()
    if Membership.objects.filter(authority=authority, role=role).exists():
        return None
    username = _free(role)
    agent = Agent.objects.filter(username=username).first() or _made(username, name, now)
    give_role(agent, Membership(authority=authority, role=role), now)
    return next(each for each in demo_accounts(now) if each.username == username)


def demo_accounts(now: datetime) -> tuple[DemoAccount, ...]:
    """The accounts of a demonstration with their present codes; none elsewhere."""
    if not settings.KENE.demo:
        return ()
    shown = (agent for agent in Agent.objects.filter(is_active=True).order_by("pk"))
    return tuple(
        DemoAccount(agent.username, agent.name, PASSWORD, demo_code(agent.username, now))
        for agent in shown
        if _known_to_all(agent)
    )


def demo_code(username: str, now: datetime) -> str:
    """A code that opens a demonstration's account now, one not used yet; "" elsewhere."""
    agent = Agent.objects.filter(username=username).first() if settings.KENE.demo else None
    if agent is None or not _known_to_all(agent):
        return ""
    counter = int(now.timestamp()) // _PERIOD
    codes = [_code(_secret(username), counter + step) for step in (0, 1, -1)]
    return next((code for code in codes if not was_heard(agent, code)), codes[0])


def _demonstrates() -> None:
    if not settings.KENE.demo:
        raise PermissionError("this node is not a demonstration")


def _made(username: str, name: str, now: datetime) -> Agent:
    agent = create_agent(username, name, PASSWORD, now)
    TOTP.activate(agent, _secret(username))
    RecoveryCodes.activate(agent)
    return agent


def _known_to_all(agent: Agent) -> bool:
    """Whether it is an account of the demonstration: its second factor is no secret."""
    factor = Authenticator.objects.filter(user=agent, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return False
    return bool(get_adapter().decrypt(factor.data["secret"]) == _secret(agent.username))


def _free(role: str) -> str:
    """What an account of that role is called: its name, unless somebody's own account has it."""
    username = role.lower().replace("_", "-")
    taken = Agent.objects.filter(username=username).first()
    return username if taken is None or _known_to_all(taken) else f"{username}-essai"


def _code(secret: str, counter: int) -> str:
    return str(format_hotp_value(hotp_value(secret, counter)))


def _secret(username: str) -> str:
    """The same on every demonstration: it protects nothing."""
    return base64.b32encode(sha256(f"kene demo {username}".encode()).digest()[:20]).decode()
