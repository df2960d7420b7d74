"""Who may do what: roles in authorities."""

from __future__ import annotations

from typing import Final

from kene.people.models import Agent, Membership

NODE: Final = "node"
"""The authority of whoever runs the node; no service belongs to it."""
OPERATOR: Final = "operator"
"""The role that sees the node's own page: tasks, journal, versions. It opens no case."""


def memberships(agent: Agent) -> tuple[Membership, ...]:
    """The roles of an agent in authorities, but for the node's own; none for a closed account."""
    if not agent.is_active:
        return ()
    return tuple(agent.memberships.exclude(authority=NODE))


def is_operator(agent: Agent) -> bool:
    """Whether an agent runs the node."""
    mine = agent.memberships.filter(authority=NODE, role=OPERATOR)
    return agent.is_active and mine.exists()


def with_role(authority: str, role: str) -> tuple[Agent, ...]:
    """The agents who have a role in an authority, by username."""
    found = Agent.objects.filter(
        is_active=True, memberships__authority=authority, memberships__role=role
    )
    return tuple(found.order_by("username").distinct())
