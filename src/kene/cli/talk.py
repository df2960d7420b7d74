"""`kene talk`: hold a conversation with a pack, on a channel, from the terminal or a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.inputs import day
from kene.cli.options import PROBLEMS, Json, Lang, Pack, Today, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.testing.desk import Held
    from kene.testing.visitor import Visitor


class On(StrEnum):
    """The channels that a terminal can be."""

    ussd = "ussd"
    sms = "sms"
    voice = "voice"
    web = "web"


Channel = Annotated[On, typer.Option("--channel")]
Language = Annotated[str, typer.Option("--language")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(talk)


def talk(  # noqa: PLR0913 -- each is an option of the command line
    pack: Pack,
    channel: Channel = On.ussd,
    language: Language = "",
    today: Today = "",
    json: Json = False,
    lang: Lang = Tongue.fr,
) -> None:
    """Talk with a service: one answer a line, each screen is shown."""
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.testing.desk import MemoryDesk
    from kene.testing.visitor import Unreadable, visitor

    service = loaded(pack, lang)
    if language and language not in service.languages:
        known = ", ".join(service.languages)
        terminal.wrong(said("talk.language", language=language, known=known))
    desk = MemoryDesk([service], day(today), channel)
    person = visitor(desk, channel.value, language)
    shown = [person.say([""])]
    if not json:
        terminal.say(shown[0])
    for lines in _inputs(person):
        try:
            shown.append(person.say(lines))
        except Unreadable as unreadable:
            shown.append(str(unreadable))
        if not json:
            terminal.say(f"\n{shown[-1]}")
        if person.screen is None:
            break
    held = desk.last
    if json:
        terminal.data({"screens": shown, "case": _case(held) if held else None})
    elif held:
        terminal.say()
        _tell(held)
    if held is None and person.screen is not None:
        raise typer.Exit(PROBLEMS)


def _inputs(person: Visitor) -> Iterator[list[str]]:
    """Each line typed; on a web page, the lines of a form, sent by an empty one."""
    from kene.testing.visitor import Browser

    form: list[str] = []
    for raw in _typed():
        line = raw.rstrip("\n")
        if not isinstance(person, Browser):
            yield [line]
        elif line and "=" in line:
            form.append(line)
            if _whole(person, form):
                yield form
                form = []
        else:
            if form:
                yield form
                form = []
            if line:
                yield [line]
    if form:
        yield form


def _typed() -> Iterator[str]:
    while True:
        if sys.stdin.isatty():
            typer.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _whole(person: Visitor, form: list[str]) -> bool:
    given = {line.partition("=")[0].strip() for line in form}
    asked = person.screen.questions if person.screen else ()
    return {question.field for question in asked} <= given


def _tell(held: Held) -> None:
    """The case that the confirmation makes: its facts, and why it was so decided."""
    from kene.cli import terminal
    from kene.core.casefile import Decided, why
    from kene.core.values import Setting
    from kene.testing.facts import facts

    for fact in facts(held, 0):
        terminal.say(f"= {fact}")
    for event in held.events:
        if isinstance(event, Decided):
            setting = Setting("fr", held.service.country, event.day)
            reasons = why(held.service, held.file, event, setting)
            for line in reasons.sentences if reasons else ():
                terminal.say(f"  {line}")


def _case(held: Held) -> dict[str, object]:
    """The case as its events, each in its one form."""
    from kene.core.casefile import encode

    encoded = [encode(held.service, event) for event in held.events]
    return {
        "service": held.service.reference,
        "number": held.number,
        "events": [{"public": each.public, "personal": each.personal} for each in encoded],
    }
