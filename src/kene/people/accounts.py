"""Agents' accounts: each change is journaled, in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kene.journal import api as journal
from kene.people.models import SIGNED, Agent, Membership, Partner
from kene.people.sessions import end_sessions


class Unknown(LookupError):
    """No agent has that username."""


class AlreadyThere(ValueError):
    """An agent has, or had, that username: it is never given twice."""


def find(username: str) -> Agent:
    """The agent of that username, closed accounts too. Raises Unknown."""
    try:
        return Agent.objects.get(username=username)
    except Agent.DoesNotExist as error:
        raise Unknown(username) from error


def names(signatures: Iterable[str]) -> dict[str, str]:
    """The name of each agent or partner, by what signs what they do; others are left out."""
    wanted = set(signatures)
    agents = Agent.objects.filter(username__in=wanted).values_list("username", "name")
    keys = [each.removeprefix(SIGNED) for each in wanted if each.startswith(SIGNED)]
    partners = Partner.objects.filter(name__in=keys) if keys else ()
    return dict(agents) | {each.signature: each.label for each in partners}


def create_agent(username: str, name: str, password: str, now: datetime, by: str = "node") -> Agent:
    """A new agent, who sets up the second factor when first signing in.

    Raises AlreadyThere, or Django's ValidationError for a username or password that will not do.
    """
    agent = Agent(username=username, name=name, created=now)
    agent.set_password(password)
    agent.clean_fields()
    validate_password(password, agent)
    with transaction.atomic():
        if Agent.objects.filter(username=username).exists():
            raise AlreadyThere(username)
        agent.save(force_insert=True)
        _journal(by, "agent-added", username, "", now)
    return agent


def deactivate(username: str, now: datetime, by: str = "node") -> None:
    """Close an account, its sessions at once. Its name stays on what it did. Raises Unknown."""
    with transaction.atomic():
        agent = find(username)
        agent.is_active = False
        agent.save(update_fields=["is_active"])
        _journal(by, "agent-closed", username, "", now)


def reset_totp(username: str, now: datetime, by: str = "node") -> None:
    """Forget an agent's second factor, for a lost telephone: the next sign-in sets up a new one.

    Ends the agent's sessions. Raises Unknown.
    """
    with transaction.atomic():
        agent = find(username)
        Authenticator.objects.filter(user=agent).delete()
        end_sessions(agent)
        _journal(by, "agent-changed", username, "totp", now)


def change_password(username: str, password: str, now: datetime, by: str = "node") -> None:
    """Give an agent another password, which ends their sessions.

    Raises Unknown, or Django's ValidationError for a password that will not do.
    """
    with transaction.atomic():
        agent = find(username)
        validate_password(password, agent)
        agent.set_password(password)
        agent.save(update_fields=["password"])
        _journal(by, "agent-changed", username, "password", now)


def give_role(agent: Agent, membership: Membership, now: datetime, by: str = "node") -> None:
    """Give an agent the role of an unsaved membership; giving it again changes nothing."""
    with transaction.atomic():
        _, new = Membership.objects.get_or_create(
            agent=agent,
            authority=membership.authority,
            role=membership.role,
            place=membership.place,
        )
        if new:
            _journal(by, "role-given", agent.username, _told(membership), now)


def take_role(agent: Agent, membership: Membership, now: datetime, by: str = "node") -> None:
    """Take a role from an agent; taking it again changes nothing."""
    with transaction.atomic():
        gone, _ = Membership.objects.filter(
            agent=agent,
            authority=membership.authority,
            role=membership.role,
            place=membership.place,
        ).delete()
        if gone:
            _journal(by, "role-taken", agent.username, _told(membership), now)


def _told(membership: Membership) -> str:
    parts = (membership.authority, membership.role, membership.place)
    return "/".join(part for part in parts if part)


def _journal(by: str, what: str, about: str, detail: str, now: datetime) -> None:
    journal.append(journal.Entry(who=by, what=what, about=about, detail=detail), now)
