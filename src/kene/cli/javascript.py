"""`kene export javascript`: a pack's decisions as small modules for a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kene.cli.options import PROBLEMS, Lang, Pack, Tongue
from kene.cli.spoken import said

Into = Annotated[Path, typer.Option("--to", metavar="DIR")]


def export_javascript(pack: Pack, to: Into, lang: Lang = Tongue.fr) -> None:
    """Write each decision as a JavaScript module: the same answer, without a network or 'eval'."""
    from kene.cli import problems, terminal
    from kene.cli.packs import loaded
    from kene.core.decisions.javascript import javascript
    from kene.core.problems import Mistakes, Problem

    service = loaded(pack, lang)
    left: list[Problem] = []
    to.mkdir(parents=True, exist_ok=True)
    for name, decision in service.decisions.items():
        try:
            text = javascript(decision)
        except Mistakes as mistakes:
            left += mistakes.problems
            continue
        (to / f"{name}.js").write_text(text, encoding="utf-8")
        terminal.say(str(to / f"{name}.js"))
    if not service.decisions:
        terminal.say(said("javascript.none", pack=pack))
    if left:
        problems.tell(left, lang)
        raise typer.Exit(PROBLEMS)
