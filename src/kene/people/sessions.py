"""Agents' sessions: ended when an account changes, and forgotten when they are over."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from kene.people.models import Agent


def end_sessions(agent: Agent) -> None:
    """Sign an agent out everywhere. Sessions are few: agents, not citizens, have them."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(agent.pk):
            session.delete()


def expire_sessions(now: datetime) -> int:
    """Forget the sessions that are over; how many there were."""
    gone, _ = Session.objects.filter(expire_date__lt=now).delete()
    return gone
