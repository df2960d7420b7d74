"""`kene diff`: what a version of a service changes for people."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kene.cli.options import Json, Lang, Tongue, Version
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.core.services import Service
    from kene.core.services.versions import Change, Telling

Texts = Annotated[bool, typer.Option("--texts")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(diff)


def diff(
    old: Version, new: Version, texts: Texts = False, lang: Lang = Tongue.fr, json: Json = False
) -> None:
    """Tell what a version of a service changes for people, in sentences."""
    from kene.cli import terminal
    from kene.cli.packs import version

    before, after = version(old, lang), version(new, lang)
    if json:
        terminal.data(as_data(before, after))
        return
    terminal.say(f"{before.reference} ({before.digest[:12]}) → {after.reference}")
    tell(before, after, lang, texts=texts)


def tell(old: Service, new: Service, lang: Tongue, *, texts: bool = False) -> None:
    """Print the changes under what they are about."""
    from kene.cli import terminal
    from kene.core.services.versions import Telling, differences
    from kene.core.services.versions import texts as worded

    telling, changes = Telling(old, new, lang), differences(old, new)
    if not changes:
        terminal.say(telling.nothing)
    _print(telling, changes)
    if texts:
        terminal.say()
        for change in worded(old, new):
            terminal.say(f"  {telling.sentence(change)}")


def as_data(old: Service, new: Service) -> dict[str, Any]:
    """The changes for a program, each in both languages; texts one by one."""
    from kene.core.services.versions import Telling, differences
    from kene.core.services.versions import texts as worded

    tellings = {language: Telling(old, new, language) for language in ("fr", "en")}
    return {
        "old": {"service": old.reference, "digest": old.digest},
        "new": {"service": new.reference, "digest": new.digest},
        "changes": [
            {
                "topic": change.topic.value,
                "what": change.what,
                "sentence": {name: telling.sentence(change) for name, telling in tellings.items()},
            }
            for change in (*differences(old, new), *worded(old, new))
        ],
    }


def _print(telling: Telling, changes: Iterable[Change]) -> None:
    from kene.cli import terminal

    for topic, some in groupby(changes, key=lambda change: change.topic):
        terminal.say(f"\n{telling.title(topic)}")
        for change in some:
            terminal.say(f"  {telling.sentence(change)}")
