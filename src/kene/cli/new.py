"""`kene new`: a first pack, to be changed into a real one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.testing.starter import Wishes

Name = Annotated[str, typer.Argument(metavar="NAME")]
In = Annotated[Path, typer.Option("--in")]
Title = Annotated[str, typer.Option("--title")]
Authority = Annotated[str, typer.Option("--authority")]
Law = Annotated[str, typer.Option("--law")]
Article = Annotated[str, typer.Option("--article")]
Fee = Annotated[int, typer.Option("--fee", min=0)]
Languages = Annotated[str, typer.Option("--languages")]
Channels = Annotated[str, typer.Option("--channels")]
Country = Annotated[str, typer.Option("--country")]
Use = Annotated[str, typer.Option("--use")]
Extends = Annotated[str, typer.Option("--extends")]
Ask = Annotated[bool | None, typer.Option("--ask/--no-ask")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(new)


def new(  # noqa: PLR0913 -- each is an option of the command line
    name: Name,
    parent: In = Path("packs"),
    title: Title = "",
    authority: Authority = "",
    law: Law = "",
    article: Article = "",
    fee: Fee = 0,
    languages: Languages = "fr",
    channels: Channels = "ussd,sms,web",
    country: Country = "ml",
    use: Use = "",
    extends: Extends = "",
    ask: Ask = None,
) -> None:
    """Write a small service, to be changed; or what differs from another one elsewhere."""
    from kene.cli import terminal
    from kene.testing.starter import Wishes, write

    given = Wishes(
        title=title,
        authority=authority,
        law=law,
        article=article,
        fee=fee,
        languages=_listed(languages),
        channels=_listed(channels),
        country=country,
        use=_listed(use),
        extends=extends,
    )
    asks = sys.stdin.isatty() and given == Wishes() if ask is None else ask
    wishes = _asked(given, parent / name) if asks else given
    folder = parent / wishes.extends / wishes.country if wishes.extends else parent / name
    _known(wishes, folder)
    try:
        for path in write(name, folder, wishes):
            terminal.say(str(path))
    except ValueError:
        terminal.wrong(
            f"« {name} » ne peut pas être un nom : lettres minuscules sans accent, chiffres, « - »."
        )
    except FileExistsError:
        terminal.wrong(f"{folder} existe déjà.")
    terminal.say(f"Et maintenant : kene check {folder} && kene test {folder}")


def _asked(given: Wishes, folder: Path) -> Wishes:
    """The same, once each question was answered; an empty answer leaves it for later."""
    extends = _said("Part-il d'un service qui existe, pour un autre pays ? (vide : non)", "")
    country = _said("Pour quel pays ?", given.country)
    known = _parts(folder, country)
    use = ",".join(given.use or known)
    placed = replace(
        given,
        extends=extends,
        country=country,
        use=_listed(_said(f"De quelles parties communes se sert-il ?{_some(known)}", use)),
    )
    return placed if extends else _described(placed)


def _described(given: Wishes) -> Wishes:
    """What a service that is written from nothing is."""
    title = _said("Que lisent les personnes dans le menu ? (vide : plus tard)", given.title)
    authority = _said("Qui en est responsable ? (vide : plus tard)", given.authority)
    law = _said("Quel texte de loi le fonde ? (vide : plus tard)", given.law)
    return replace(
        given,
        title=title,
        authority=authority,
        law=law,
        article=_said("Quel article ? (vide : plus tard)", given.article) if law else "",
        fee=typer.prompt("Combien coûte-t-il, en francs ?", default=given.fee, type=int),
        languages=_listed(_said("Dans quelles langues ?", ",".join(given.languages))),
        channels=_listed(_said("Sur quels canaux ?", ",".join(given.channels))),
    )


def _said(question: str, default: str) -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default))
    return answer.strip().removeprefix("-")


def _parts(folder: Path, country: str) -> tuple[str, ...]:
    """The shared parts of a country that are around."""
    from kene.catalogue.packing import parts_around

    return tuple(name for name in parts_around(folder) if name == country)


def _some(known: tuple[str, ...]) -> str:
    return " (« - » : aucune)" if known else " (vide : aucune)"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _known(wishes: Wishes, folder: Path) -> None:
    """Stop with 2 at a language, a channel, a country or a folder that is not there."""
    from kene.catalogue.packing import parts_around
    from kene.cli import terminal
    from kene.core.problems import nearest
    from kene.core.services import CHANNELS, COUNTRIES, LANGUAGES
    from kene.core.services.composing import SERVICE

    services = parts_around(folder, SERVICE) if wishes.extends else {}
    bases = (wishes.extends,) if wishes.extends else ()
    for given, known, what in (
        (wishes.languages or ("rien",), LANGUAGES, "une langue"),
        (wishes.channels or ("rien",), CHANNELS, "un canal"),
        ((wishes.country,), COUNTRIES, "un pays"),
        (wishes.use, parts_around(folder), "une partie commune"),
        (bases, services, "un service"),
    ):
        for name in given:
            if name not in known:
                near = nearest(name, known)
                hint = f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {_all(known)}."
                terminal.wrong(f"« {name} » n'est pas {what} que Kene connaît ici. {hint}")


def _all(known: Iterable[str]) -> str:
    return ", ".join(sorted(known)) or "aucun"
