"""`kene partners`: which administrations' software may send requests through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import Json
from kene.cli.spoken import said
from kene.cli.words import Words

partners = Words()

Name = Annotated[str, typer.Argument(metavar="NAME")]
Label = Annotated[str, typer.Option("--name")]
Services = Annotated[list[str] | None, typer.Option("--service")]
Rate = Annotated[int, typer.Option("--rate", min=1)]


def register(app: Words) -> None:
    """Add the words to the command."""
    app.add_typer(partners, name="partners")


@partners.word()
def add(name: Name, label: Label, service: Services = None, rate: Rate = 60) -> None:
    """Give a partner a key, which is shown once: the node keeps its digest alone."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from django.core.exceptions import ValidationError

        from kene.people import api as people

        given = people.Partner(name=name, label=label, services=" ".join(service or ()), rate=rate)
        _known(service or [])
        try:
            key = people.add_partner(given, datetime.now(UTC))
        except people.AlreadyThere:
            terminal.wrong(said("partners.exists", name=name))
        except ValidationError as error:
            terminal.wrong(" ".join(error.messages))
    _shown(key)


@partners.word()
def renew(name: Name) -> None:
    """Give a partner another key; the one before is worth nothing more."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        try:
            key = people.renew_partner(name, datetime.now(UTC))
        except people.NoPartner:
            terminal.wrong(_unknown(name))
    _shown(key)


@partners.word()
def close(name: Name) -> None:
    """Hear a partner no more."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        try:
            people.close_partner(name, datetime.now(UTC))
        except people.NoPartner:
            terminal.wrong(_unknown(name))
    terminal.say(said("partners.closed", name=name))


@partners.word("list")
def listing(json: Json = False) -> None:
    """Show the partners."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        found = list(people.Partner.objects.order_by("name"))
    if json:
        terminal.data(
            [
                {
                    "name": each.name,
                    "label": each.label,
                    "services": each.services.split(),
                    "rate": each.rate,
                    "open": each.closed is None,
                }
                for each in found
            ]
        )
        return
    terminal.table(
        said("partners.columns").split(";"),
        [
            (
                each.name,
                each.label,
                each.services or said("partners.all"),
                str(each.rate),
                said("partners.valid" if each.closed is None else "partners.over"),
            )
            for each in found
        ],
    )


def _known(services: list[str]) -> None:
    """Refuse the name of a service that the node does not offer through the API."""
    from kene.catalogue import api as catalogue
    from kene.cli import terminal

    served = [each.name for each in catalogue.offered() if "api" in each.channels]
    for name in services:
        if name not in served:
            terminal.wrong(said("partners.unserved", name=name, known=", ".join(served) or "—"))


def _unknown(name: str) -> str:
    return said("partners.unknown", name=name)


def _shown(key: str) -> None:
    """Say the key, alone on the standard output."""
    typer.echo(key)
    typer.echo(said("partners.keep"), err=True)
