"""`kene decide`: try one decision of a pack on given inputs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import Json, Lang, Pack, Tongue

if TYPE_CHECKING:
    from kene.core.services import Service

Inputs = Annotated[
    list[str], typer.Option("--input", help="Ce qui est connu, nom=valeur ; plusieurs fois.")
]
Explain = Annotated[bool, typer.Option("--explain", help="Dire pourquoi.")]
Name = Annotated[str, typer.Argument(help="Le nom de la décision.", metavar="DECISION")]


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(decide)


def decide(  # noqa: PLR0913 -- each is an option of the command line
    pack: Pack,
    decision: Name,
    inputs: Inputs = [],  # noqa: B006 -- Typer copies it
    explain: Explain = False,
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Essayer une décision sur ce qui est donné."""
    from kene.cli import terminal
    from kene.cli.explaining import told
    from kene.cli.packs import loaded
    from kene.core.decisions import decide as taken_by
    from kene.testing.examples import known_of, shown

    service = loaded(pack, lang)
    if decision not in service.decisions:
        terminal.wrong(_unknown(decision, tuple(service.decisions), "une décision"))
    known = known_of({"today": _today(), **_read(inputs, service)}, service)
    taken = taken_by(service.decisions[decision], known)
    explanation = taken.explanation
    if json:
        terminal.data(explanation.to_json())
        return
    terminal.say(shown(taken.outcome))
    if explain or explanation.missing:
        for line in told(service, explanation):
            terminal.say(line)


def _read(inputs: list[str], service: Service) -> dict[str, object]:
    from kene.cli import terminal
    from kene.core.values import Setting
    from kene.testing.examples import value

    names = (*service.fields, *service.facts, *service.decisions, "today")
    setting = Setting("fr", service.country, _today())
    given: dict[str, object] = {}
    for each in inputs:
        name, sign, text = (part.strip() for part in each.partition("="))
        if not sign:
            terminal.wrong(f"« {each} » : écrivez nom=valeur.")
        if name not in names:
            terminal.wrong(_unknown(name, names, "un champ, un fait ou une décision"))
        try:
            given[name] = value(name, text, service, setting)
        except ValueError as error:
            terminal.wrong(f"« {text} » n'est pas une valeur de « {name} ». Exemple : {error}.")
    return given


def _today() -> date:
    return datetime.now(UTC).date()


def _unknown(name: str, known: tuple[str, ...], what: str) -> str:
    from kene.core.problems import nearest

    near = nearest(name, known)
    hint = f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {', '.join(known)}."
    return f"« {name} » n'est pas {what} de ce service. {hint}"
