"""Django, set up for the words of the command line that need the node."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from kene.cli import terminal
from kene.cli.options import PROBLEMS
from kene.cli.spoken import said


@contextmanager
def on_node() -> Iterator[None]:
    """What is done inside is done on the node: with its settings, on its database.

    Stops with 2 where the settings are not whole, with 1 where the database does not answer.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    from kene.site.demo import recall
    from kene.site.environment import read

    recall(read(os.environ).data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        terminal.wrong(str(error))
    try:
        yield
    except Error as error:
        terminal.say(said("packs.silent", why=str(error).splitlines()[0]))
        raise typer.Exit(PROBLEMS) from error
