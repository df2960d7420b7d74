"""An agent at work: which cases are theirs to see, and to act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kene.casework import api as casework
from kene.core.casefile import Moment
from kene.people import api as people


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent and the roles that they have in authorities, some within a place."""

    agent: people.Agent
    memberships: tuple[people.Membership, ...]

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities that the agent works for, in order."""
        return tuple(dict.fromkeys(each.authority for each in self.memberships))

    def roles(self, authority: str, place: str | None = None) -> frozenset[str]:
        """The roles of the agent in an authority, or those that reach the place of a case.

        A case that has no place ("") is only for roles that are kept to none.
        """
        mine = (each for each in self.memberships if each.authority == authority)
        return frozenset(each.role for each in mine if place is None or _reaches(each.place, place))

    def places(self, authority: str) -> tuple[str, ...]:
        """The places that the agent is kept to in an authority; none means everywhere."""
        mine = [each.place for each in self.memberships if each.authority == authority]
        return () if "" in mine else tuple(mine)

    def reader(self, authority: str, place: str) -> casework.Reader:
        """The agent as casework knows them."""
        return casework.Reader(
            "agent",
            self.agent.username,
            authority,
            self.roles(authority, place),
            self.agent.name,
        )


View = Callable[..., HttpResponse]


def at_desk(view: View) -> View:
    """Only for an agent who signed in with both factors; the view is given their Desk."""

    @wraps(view)
    def guarded(request: HttpRequest, **captured: str) -> HttpResponse:
        agent = request.user
        if not isinstance(agent, people.Agent):
            return redirect_to_login(request.get_full_path())
        if not people.has_second_factor(agent):
            return redirect("mfa_activate_totp")
        return view(request, Desk(agent, people.memberships(agent)), **captured)

    return guarded


def now_in(country: str) -> Moment:
    """The present moment in a country."""
    return casework.moment(country, timezone.now())


def _reaches(mine: str, place: str) -> bool:
    """Whether a place (its code) is `mine` or inside it; a role kept to no place is everywhere."""
    return not mine or place == mine or place.startswith(f"{mine}-")
