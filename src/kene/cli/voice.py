"""`kene voice`: what there is to record for calls, and how long each page lasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import Json, Packs
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.channels.voice.script import Prompt
    from kene.core.services import Service

Folder = Annotated[Path, typer.Option("--recordings")]
Whole = Annotated[bool, typer.Option("--all")]
Named = Annotated[bool, typer.Option("--files")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(voice)


def voice(
    packs: Packs,
    recordings: Folder = Path("data/voice"),
    whole: Whole = False,
    named: Named = False,
    json: Json = False,
) -> None:
    """List what is said in calls, and what nobody has recorded."""
    from kene.channels.voice.recordings import Recordings, name_of, of_services
    from kene.cli import terminal
    from kene.cli.check import checked_all

    services = [each.service for each in checked_all(packs) if each.service is not None]
    in_packs = of_services(services)
    kept = Recordings(recordings, lambda: in_packs)
    prompts = _prompts(services)
    left = [each for each in prompts if not kept.has(each.text, each.language)]
    shown = prompts if whole else left
    if json:
        terminal.data([_as_data(each, each not in left) for each in shown])
        return
    headers = said("voice.columns").split(";")
    told = name_of if named else str
    rows = [(each.language, each.service, f"{each.seconds:.0f}", told(each.text)) for each in shown]
    terminal.table(headers, rows)
    for line in _counts(prompts, left):
        terminal.say(line)
    for each in services:
        untyped = _asked(each)
        aloud = [name for name in untyped if name in each.sayable]
        asked = [name for name in untyped if name not in each.sayable]
        for key, names in (("aloud", aloud), ("asked", asked)):
            if names:
                terminal.say(said(f"voice.{key}", name=each.name, fields=", ".join(names)))
    terminal.say(said("voice.next"))


def _prompts(services: list[Service]) -> list[Prompt]:
    """What these services say in calls, and what every call says, once each."""
    from kene.channels.voice import script

    languages = dict.fromkeys(language for each in services for language in each.languages)
    found = [prompt for language in languages for prompt in script.of_all(language)]
    for each in services:
        for language in each.languages:
            found += script.of_service(each, language)
    return list({(each.language, each.key): each for each in found}.values())


def _asked(service: Service) -> list[str]:
    """The fields that no key can type: texts, but for places, which are chosen."""
    from kene.core.screens.voice import UNTYPED
    from kene.core.values import Place

    return [
        name
        for name, field in service.fields.items()
        if field.type.entry in UNTYPED and not isinstance(field.type, Place)
    ]


def _counts(prompts: list[Prompt], left: list[Prompt]) -> Iterator[str]:
    """How much of each language is to be recorded, and what no voice speaks of it."""
    from kene.channels.voice.synthesis import speaks

    for language in dict.fromkeys(each.language for each in prompts):
        wanted = [each for each in left if each.language == language]
        every = sum(each.language == language for each in prompts)
        counts = {
            "n": len(wanted),
            "all": every,
            "seconds": round(sum(e.seconds for e in wanted)),
        }
        yield said("voice.left", language=language, **counts)
        if wanted and not speaks(language):
            yield said("voice.near", language=language, n=len(wanted))


def _as_data(each: Prompt, recorded: bool) -> dict[str, object]:
    from kene.channels.voice.recordings import AUDIO, name_of

    return {
        "language": each.language,
        "service": each.service,
        "seconds": round(each.seconds, 1),
        "text": each.text,
        "file": f"{AUDIO}/{each.language}/{name_of(each.text)}.wav",
        "recorded": recorded,
    }
