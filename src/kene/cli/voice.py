"""`kene voice`: what there is to record for calls, and how long each page lasts."""

from __future__ import annotations

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


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(voice)


def voice(
    packs: Packs,
    recordings: Folder = Path("data/voice"),
    whole: Whole = False,
    json: Json = False,
) -> None:
    """List what is said in calls, and what nobody has recorded."""
    from kene.channels.voice.recordings import Recordings
    from kene.cli import terminal
    from kene.cli.check import checked_all

    kept = Recordings(recordings)
    services = [each.service for each in checked_all(packs) if each.service is not None]
    prompts = _prompts(services)
    left = [each for each in prompts if not kept.has(each.text, each.language)]
    shown = prompts if whole else left
    if json:
        terminal.data([_as_data(each, each not in left) for each in shown])
        return
    headers = said("voice.columns").split(";")
    rows = [(each.language, each.service, f"{each.seconds:.0f}", each.text) for each in shown]
    terminal.table(headers, rows)
    counts = {"left": len(left), "all": len(prompts), "minutes": _minutes(left)}
    terminal.say(said("voice.left", **counts))
    for each in services:
        asked = ", ".join(_asked(each))
        if asked:
            terminal.say(said("voice.asked", name=each.name, fields=asked))
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
    from kene.core.values import Place

    return [
        name
        for name, field in service.fields.items()
        if field.type.entry in ("text", "long_text") and not isinstance(field.type, Place)
    ]


def _minutes(left: list[Prompt]) -> int:
    return round(sum(each.seconds for each in left) / 60)


def _as_data(each: Prompt, recorded: bool) -> dict[str, object]:
    return {
        "language": each.language,
        "service": each.service,
        "seconds": round(each.seconds, 1),
        "text": each.text,
        "recorded": recorded,
    }
