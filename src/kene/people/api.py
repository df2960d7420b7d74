"""The door of this room: agents' accounts, their second factor, their roles; partners' keys."""

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
from kene.people.demonstration import (
    DemoAccount,
    create_demo_agents,
    demo_accounts,
    demo_code,
    give_demo_role,
)
from kene.people.factor import has_second_factor, recovery_codes_left
from kene.people.models import Agent, Membership, Partner
from kene.people.partners import (
    RATE,
    NoPartner,
    TooOften,
    add_partner,
    close_partner,
    partner_of,
    renew_partner,
)
from kene.people.roles import NODE, OPERATOR, is_operator, memberships, with_role
from kene.people.sessions import expire_sessions
from kene.people.signing import changed_own

__all__ = [
    "NODE",
    "OPERATOR",
    "RATE",
    "Agent",
    "AlreadyThere",
    "DemoAccount",
    "Membership",
    "NoPartner",
    "Partner",
    "TooOften",
    "Unknown",
    "add_partner",
    "change_password",
    "changed_own",
    "close_partner",
    "create_agent",
    "create_demo_agents",
    "deactivate",
    "demo_accounts",
    "demo_code",
    "give_demo_role",
    "expire_sessions",
    "find",
    "give_role",
    "has_second_factor",
    "is_operator",
    "memberships",
    "names",
    "partner_of",
    "recovery_codes_left",
    "renew_partner",
    "reset_totp",
    "take_role",
    "with_role",
]
