"""`kene tasks`: the work that the node does in the background."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Json
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
            terminal.wrong(f"Aucune tâche échouée n'a la clé « {retry} ».")
        state, failed = api.overview(datetime.now(UTC)), api.failed_tasks()
    if json:
        terminal.data({**asdict(state), "tasks": [asdict(each) for each in failed]})
    else:
        terminal.say(
            f"{state.waiting} en attente, {state.running} en cours, {state.failed} en échec, "
            f"{state.done_last_hour} faites en une heure."
        )
        if failed:
            rows = [
                (each.key, each.name, str(each.attempts), each.error, f"{each.at:%Y-%m-%d %H:%M}")
                for each in failed
            ]
            terminal.table(("clé", "tâche", "essais", "erreur", "le"), rows)
            terminal.say("Pour en refaire une : kene tasks --retry CLÉ")
    if failed:
        raise typer.Exit(PROBLEMS)
