"""`kene tasks`: the work that the node does in the background."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Json
from kene.cli.spoken import said
from kene.cli.words import Words

Retry = Annotated[str, typer.Option("--retry")]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(tasks)


def tasks(retry: Retry = "", json: Json = False) -> None:
    """Show the tasks that wait and those that failed; 1 if some failed."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.tasks import api

        if retry and not api.retry(retry):
            terminal.wrong(said("tasks.unknown", code=retry))
        state, failed = api.overview(datetime.now(UTC)), api.failed_tasks()
    if json:
        terminal.data({**asdict(state), "tasks": [asdict(each) for each in failed]})
    else:
        done = {"failed": state.failed, "done": state.done_last_hour}
        terminal.say(said("tasks.state", waiting=state.waiting, running=state.running, **done))
        if failed:
            rows = [
                (each.key, each.name, str(each.attempts), each.error, f"{each.at:%Y-%m-%d %H:%M}")
                for each in failed
            ]
            terminal.table(said("tasks.columns").split(";"), rows)
            terminal.say(said("tasks.retry"))
    if failed:
        raise typer.Exit(PROBLEMS)
