"""`kene backup` and `kene restore`: the data in one place, the keys in another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Json
from kene.cli.spoken import said
from kene.cli.words import Words

Into = Annotated[Path, typer.Argument(metavar="DIR")]
Keys = Annotated[Path | None, typer.Option("--keys")]
Replace = Annotated[bool, typer.Option("--replace")]


def register(app: Words) -> None:
    """Add the words to the command."""
    app.word()(backup)
    app.word()(restore)


def backup(into: Into, keys: Keys = None, json: Json = False) -> None:
    """Copy the data of the node, even while it runs; the keys go elsewhere, with --keys."""
    from kene.cli import copies, terminal
    from kene.site.environment import read

    node = read(os.environ)
    try:
        if keys:
            copies.apart(keys, into)
        # The data first: each case in it then has its keys in a copy that is made later.
        data = copies.back_up_data(node, into)
        secret = copies.back_up_keys(node, keys) if keys else ()
    except copies.NotCopied as error:
        terminal.say(str(error))
        raise typer.Exit(PROBLEMS) from error
    if json:
        terminal.data({"data": list(map(str, data)), "keys": list(map(str, secret))})
        return
    for path in (*data, *secret):
        terminal.say(f"  {path}")
    terminal.say(said("backup.data", folder=into))
    if keys:
        terminal.say(said("backup.keys", folder=keys))
    else:
        terminal.say(said("backup.keyless", folder=into))


def restore(source: Into, keys: Keys = None, replace: Replace = False) -> None:
    """Put a copy back in its place, the node being stopped."""
    from kene.cli import copies, terminal
    from kene.site.environment import read

    node = read(os.environ)
    try:
        put = copies.restore_data(node, source, replace=replace)
        if keys:
            put += copies.restore_keys(node, keys, replace=replace)
    except copies.NotCopied as error:
        terminal.say(str(error))
        if isinstance(error, copies.AlreadyThere):
            terminal.say(said("backup.replace"))
        raise typer.Exit(PROBLEMS) from error
    for path in put:
        terminal.say(f"  {path}")
    if not keys:
        terminal.say(said("backup.untouched"))
    terminal.say(said("backup.next"))
