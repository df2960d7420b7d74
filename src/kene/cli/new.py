"""`kene new`: a first pack, to be changed into a real one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kene.testing.starter import Wishes

Name = Annotated[str, typer.Argument(help="Le nom du service, en minuscules.", metavar="NAME")]
In = Annotated[Path, typer.Option("--in", help="Le dossier des services.")]
Title = Annotated[str, typer.Option("--title", help="Ce que les personnes lisent dans le menu.")]
Authority = Annotated[str, typer.Option("--authority", help="Qui en est responsable.")]
Law = Annotated[str, typer.Option("--law", help="Le texte de loi qui le fonde.")]
Article = Annotated[str, typer.Option("--article", help="Son article.")]
Fee = Annotated[int, typer.Option("--fee", help="Ce qu'il coûte, en francs entiers.", min=0)]
Languages = Annotated[str, typer.Option("--languages", help="Ses langues : fr,bm.")]
Channels = Annotated[str, typer.Option("--channels", help="Ses canaux : ussd,sms,web.")]
Ask = Annotated[
    bool | None,
    typer.Option("--ask/--no-ask", help="Poser les questions, ou non ; sinon, dans un terminal."),
]


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(new)


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
    ask: Ask = None,
) -> None:
    """Écrire un petit service, à modifier."""
    from kene.cli import terminal
    from kene.testing.starter import Wishes, write

    folder = parent / name
    given = Wishes(title, authority, law, article, fee, _listed(languages), _listed(channels))
    asks = sys.stdin.isatty() and given == Wishes() if ask is None else ask
    wishes = _asked(given) if asks else given
    _known(wishes)
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


def _asked(given: Wishes) -> Wishes:
    """The same, once each question was answered; an empty answer leaves it for later."""
    from kene.testing.starter import Wishes

    def said(question: str, default: str) -> str:
        answer: str = typer.prompt(question, default=default, show_default=bool(default))
        return answer.strip()

    title = said("Que lisent les personnes dans le menu ? (vide : plus tard)", given.title)
    authority = said("Qui en est responsable ? (vide : plus tard)", given.authority)
    law = said("Quel texte de loi le fonde ? (vide : plus tard)", given.law)
    return Wishes(
        title=title,
        authority=authority,
        law=law,
        article=said("Quel article ? (vide : plus tard)", given.article) if law else "",
        fee=typer.prompt("Combien coûte-t-il, en francs ?", default=given.fee, type=int),
        languages=_listed(said("Dans quelles langues ?", ",".join(given.languages))),
        channels=_listed(said("Sur quels canaux ?", ",".join(given.channels))),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))


def _known(wishes: Wishes) -> None:
    """Stop with 2 at a language or a channel that Kene has not."""
    from kene.cli import terminal
    from kene.core.services import CHANNELS, LANGUAGES

    for given, known, what in (
        (wishes.languages, LANGUAGES, "une langue"),
        (wishes.channels, CHANNELS, "un canal"),
    ):
        wrong = [each for each in given if each not in known]
        if wrong or not given:
            name = ", ".join(wrong) or "rien"
            terminal.wrong(f"« {name} » n'est pas {what} connu. Connus : {', '.join(known)}.")
