"""`kene new`: a first pack, to be changed into a real one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.spoken import asked, said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.testing.starter import Wishes

Name = Annotated[str, typer.Argument(metavar="NAME")]
In = Annotated[Path, typer.Option("--in")]
Title = Annotated[str, typer.Option("--title")]
Summary = Annotated[str, typer.Option("--summary")]
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
    summary: Summary = "",
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
        summary=summary,
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
        terminal.wrong(said("new.name", name=name))
    except FileExistsError:
        terminal.wrong(said("new.there", folder=folder))
    terminal.say(said("new.next", folder=folder))


def _asked(given: Wishes, folder: Path) -> Wishes:
    """The same, once each question was answered; an empty answer leaves it for later."""
    extends = _said("extends", "")
    country = _said("country", given.country)
    known = _parts(folder, country)
    use = ",".join(given.use or known)
    placed = replace(
        given,
        extends=extends,
        country=country,
        use=_listed(_said("reuse" if known else "use", use)),
    )
    return placed if extends else _described(placed)


def _described(given: Wishes) -> Wishes:
    """What a service that is written from nothing is."""
    title = _said("title", given.title)
    summary = _said("summary", given.summary)
    authority = _said("authority", given.authority)
    law = _said("law", given.law)
    return replace(
        given,
        title=title,
        summary=summary,
        authority=authority,
        law=law,
        article=_said("article", given.article) if law else "",
        fee=_francs(given.fee),
        languages=_listed(_said("languages", ",".join(given.languages))),
        channels=_listed(_said("channels", ",".join(given.channels))),
    )


def _said(question: str, default: str) -> str:
    return asked(said(f"new.{question}"), default).removeprefix("-")


def _francs(default: int) -> int:
    """A whole number of francs, asked again until it is one."""
    while True:
        answer = asked(said("new.fee"), str(default))
        if answer.isdecimal():
            return int(answer)
        typer.echo(said("misuse.whole"), err=True)


def _parts(folder: Path, country: str) -> tuple[str, ...]:
    """The shared parts of a country that are around."""
    from kene.catalogue.packing import parts_around

    return tuple(name for name in parts_around(folder) if name == country)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _known(wishes: Wishes, folder: Path) -> None:
    """Stop with 2 at a language, a channel, a country or a folder that is not there."""
    from kene.catalogue.packing import parts_around
    from kene.cli import terminal
    from kene.cli.inputs import hinted
    from kene.core.problems import nearest
    from kene.core.services import CHANNELS, COUNTRIES, LANGUAGES
    from kene.core.services.composing import SERVICE

    services = parts_around(folder, SERVICE) if wishes.extends else {}
    bases = (wishes.extends,) if wishes.extends else ()
    for given, known, what in (
        (wishes.languages or ("",), LANGUAGES, "language"),
        (wishes.channels or ("",), CHANNELS, "channel"),
        ((wishes.country,), COUNTRIES, "country"),
        (wishes.use, parts_around(folder), "part"),
        (bases, services, "service"),
    ):
        for name in given:
            if name not in known:
                told = said("new.unknown", name=name, what=said(f"new.what.{what}"))
                terminal.wrong(f"{told} {hinted(nearest(name, known), sorted(known))}")
