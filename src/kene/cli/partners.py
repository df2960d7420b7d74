"""`kene partners`: which administrations' software may send requests through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import Json

partners = typer.Typer(
    help="Les administrations dont le logiciel envoie des demandes par l'API.", no_args_is_help=True
)

Named = Annotated[str, typer.Argument(help="L'identifiant du partenaire.", metavar="NOM")]
Label = Annotated[str, typer.Option("--name", help="Ce que lisent les demandeurs et les agents.")]
Services = Annotated[
    list[str] | None,
    typer.Option("--service", help="Un service qu'il peut envoyer ; à répéter. Aucun : tous."),
]
Rate = Annotated[int, typer.Option("--rate", min=1, help="Les requêtes permises par minute.")]


def register(app: typer.Typer) -> None:
    """Add the words to the command."""
    app.add_typer(partners, name="partners")


@partners.command()
def add(name: Named, label: Label, service: Services = None, rate: Rate = 60) -> None:
    """Donner une clé à un partenaire. Elle est montrée une fois : le nœud n'en garde que
    l'empreinte."""
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
            terminal.wrong(f"« {name} » existe déjà. Pour une autre clé : kene partners renew.")
        except ValidationError as error:
            terminal.wrong(" ".join(error.messages))
    _shown(key)


@partners.command()
def renew(name: Named) -> None:
    """Donner une autre clé à un partenaire ; celle d'avant ne vaut plus rien."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        try:
            key = people.renew_partner(name, datetime.now(UTC))
        except people.NoPartner:
            terminal.wrong(_unknown(name))
    _shown(key)


@partners.command()
def close(name: Named) -> None:
    """Ne plus écouter un partenaire."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.people import api as people

        try:
            people.close_partner(name, datetime.now(UTC))
        except people.NoPartner:
            terminal.wrong(_unknown(name))
    terminal.say(f"{name} n'est plus écouté. Pour le rouvrir : kene partners renew {name}")


@partners.command(name="list")
def listing(json: Json = False) -> None:
    """Montrer les partenaires."""
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
        ("partenaire", "nom", "services", "par minute", "clé"),
        [
            (
                each.name,
                each.label,
                each.services or "tous",
                str(each.rate),
                "valable" if each.closed is None else "fermée",
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
            listed = ", ".join(served) or "aucun"
            terminal.wrong(f"« {name} » n'est pas servi par l'API (canal « api ») : {listed}.")


def _unknown(name: str) -> str:
    return f"Aucun partenaire ne s'appelle « {name} ». kene partners list"


def _shown(key: str) -> None:
    """Say the key, alone on the standard output."""
    typer.echo(key)
    typer.echo("Gardez-la : le nœud ne pourra plus la montrer.", err=True)
