"""The door of this room: agents' accounts, their second factor, and their roles."""

from kene.people.accounts import (
    AlreadyThere,
    Unknown,
    change_password,
    create_agent,
    deactivate,
    find,
    give_role,
    names,
    reset_totp,
    take_role,
)
from kene.people.demonstration import DemoAccount, create_demo_agents, demo_accounts, demo_code
from kene.people.factor import has_second_factor, recovery_codes_left
from kene.people.models import Agent, Membership
from kene.people.roles import NODE, OPERATOR, is_operator, memberships, with_role
from kene.people.sessions import expire_sessions
from kene.people.signing import changed_own

__all__ = [
    "NODE",
    "OPERATOR",
    "Agent",
    "AlreadyThere",
    "DemoAccount",
    "Membership",
    "Unknown",
    "change_password",
    "changed_own",
    "create_agent",
    "create_demo_agents",
    "deactivate",
    "demo_accounts",
    "demo_code",
    "expire_sessions",
    "find",
    "give_role",
    "has_second_factor",
    "is_operator",
    "memberships",
    "names",
    "recovery_codes_left",
    "reset_totp",
    "take_role",
    "with_role",
]
