"""`kene agents`: who may handle cases, and in which role of which authority."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import PROBLEMS, Json
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.people.api import Membership

agents = Words()

Username = Annotated[str, typer.Argument(metavar="NAME")]
Name = Annotated[str, typer.Option("--name")]
Authority = Annotated[str, typer.Option("--authority")]
Role = Annotated[str, typer.Option("--role")]
Place = Annotated[str, typer.Option("--place")]
Take = Annotated[bool, typer.Option("--take")]
Password = Annotated[bool, typer.Option("--password")]


def register(app: Words) -> None:
    """Add the words to the command."""
    app.add_typer(agents, name="agents")


@agents.word()
def add(
    username: Username, name: Name, authority: Authority, role: Role, place: Place = ""
) -> None:
    """Create an agent; the password is asked, or read on the input."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from django.core.exceptions import ValidationError

        from kene.people import api as people

        now = datetime.now(UTC)
        try:
            agent = people.create_agent(username, name, _password(), now)
        except people.AlreadyThere:
            terminal.wrong(said("agents.exists", name=username))
        except ValidationError as error:
            terminal.wrong(" ".join(error.messages))
        given = people.Membership(agent=agent, authority=authority, role=role, place=place)
        people.give_role(agent, given, now)
    terminal.say(said("agents.is", name=username, role=role, authority=authority))
    terminal.say(said("agents.second"))


@agents.word()
def role(
    username: Username, authority: Authority, role: Role, place: Place = "", take: Take = False
) -> None:
    """Give a role to an agent, or take it away."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        try:
            agent = people.find(username)
        except people.Unknown:
            terminal.wrong(said("agents.unknown", name=username))
        told = people.Membership(agent=agent, authority=authority, role=role, place=place)
        change = people.take_role if take else people.give_role
        change(agent, told, datetime.now(UTC))
    key = "agents.was" if take else "agents.is"
    terminal.say(said(key, name=username, role=role, authority=authority))


@agents.word("list")
def listing(json: Json = False) -> None:
    """Show the agents and their roles."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        found = [
            (
                agent,
                people.has_second_factor(agent),
                [_told(each) for each in agent.memberships.all()],
            )
            for agent in people.Agent.objects.order_by("username")
        ]
    if json:
        terminal.data(
            [
                {
                    "username": agent.username,
                    "name": agent.name,
                    "active": agent.is_active,
                    "second_factor": second,
                    "roles": roles,
                }
                for agent, second, roles in found
            ]
        )
        return
    terminal.table(
        [said(f"agents.{each}") for each in ("agent", "name", "account", "factor", "roles")],
        [
            (
                agent.username,
                agent.name,
                said("agents.active" if agent.is_active else "agents.closed"),
                said("agents.yes" if second else "agents.no"),
                ", ".join(roles),
            )
            for agent, second, roles in found
        ],
    )


@agents.word()
def reset(username: Username, password: Password = False) -> None:
    """Forget the second factor of an agent, for a lost phone; the agent's sessions are closed."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from django.core.exceptions import ValidationError

        from kene.people import api as people

        now = datetime.now(UTC)
        try:
            people.reset_totp(username, now)
            if password:
                people.change_password(username, _password(), now)
        except people.Unknown as error:
            terminal.say(said("agents.unknown", name=username))
            raise typer.Exit(PROBLEMS) from error
        except ValidationError as error:
            terminal.wrong(" ".join(error.messages))
    terminal.say(said("agents.reset", name=username))


def _told(membership: Membership) -> str:
    parts = (membership.authority, membership.role, membership.place)
    return "/".join(part for part in parts if part)


def _password() -> str:
    """A password typed unseen, or the first line of the standard input: never an argument."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        first, again = (getpass(f"{said(f'agents.{each}')} : ") for each in ("password", "again"))
        if first and first == again:
            return first
        typer.echo(said("agents.differ"), err=True)
