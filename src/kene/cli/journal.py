"""`kene journal`: prove that nobody changed what was written."""

from __future__ import annotations

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words

journal = Words()


def register(app: Words) -> None:
    """Add the words to the command."""
    app.add_typer(journal, name="journal")


@journal.word()
def verify(lang: Lang = Tongue.fr, json: Json = False) -> None:
    """Read the whole journal again: 0 if nothing was changed, removed or moved."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.journal import api

        found = api.verify()
    if isinstance(found, api.Verified):
        if json:
            terminal.data({"whole": True, "lines": found.size, "root": found.root.hex()})
            return
        terminal.say(said("journal.whole", n=found.size, root=found.root.hex()))
        terminal.say(said("journal.keep"))
        return
    if json:
        faults = [{"line": each.index, "kind": each.kind, "at": each.at} for each in found]
        terminal.data({"whole": False, "faults": faults})
    else:
        for fault in found:
            at = f" ({fault.at})" if fault.at else ""
            terminal.say(terminal.colour(f"{fault.sentence[lang]}{at}", "problem"))
        terminal.say(said("journal.faults", n=len(found)))
    raise typer.Exit(PROBLEMS)
