"""`kene decide`: a decision of a pack or of a DMN file, on given inputs or on many people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.inputs import day, pairs, unknown
from kene.cli.nation import Condition, Crowd, Motor, Overwrite, People, Result
from kene.cli.options import Json, Speak, Spoken, Today
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.core.decisions import Decided
    from kene.core.services import Service

Inputs = Annotated[list[str], typer.Option("--input")]
Explain = Annotated[bool, typer.Option("--explain")]
Sms = Annotated[bool, typer.Option("--sms")]

Source = Annotated[Path, typer.Argument(metavar="PACK|FILE.dmn")]
Name = Annotated[str, typer.Argument(metavar="DECISION")]


@dataclass(frozen=True, slots=True)
class Form:
    """How a decision is shown: with its reasons, in an SMS, or as data."""

    explain: bool
    sms: bool
    json: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision on a day, and what is given, each as `nom=valeur`."""

    decision: str
    today: date
    inputs: list[str]


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(decide)


def decide(  # noqa: PLR0913 -- each is an option of the command line
    pack: Source,
    decision: Name,
    inputs: Inputs = [],  # noqa: B006 -- Typer copies it
    explain: Explain = False,
    sms: Sms = False,
    today: Today = "",
    source: People = "",
    to: Result = "",
    where: Condition = "",
    engine: Motor = "",
    overwrite: Overwrite = False,
    lang: Speak = Spoken.fr,
    json: Json = False,
) -> None:
    """Try a decision on what is given, or decide all people of a file."""
    from kene.cli import terminal

    crowd = Crowd(source, where, engine, to, overwrite)
    if crowd != Crowd("") and not source:
        terminal.wrong(said("decide.crowd"))
    if source and (inputs or explain or sms or pack.suffix == ".dmn"):
        terminal.wrong(said("decide.person"))
    if source:
        from kene.cli.nation import decide_crowd

        decide_crowd(pack, decision, crowd, day(today), lang.problems, json=json)
    elif pack.suffix == ".dmn":
        from kene.cli.dmn import decided

        if sms:
            terminal.wrong(said("decide.sms"))
        decided(pack, decision, inputs, lang, explain=explain, json=json)
    else:
        asked = Asked(decision, day(today), inputs)
        _decide(pack, asked, lang, Form(explain, sms, json))


def _decide(pack: Path, asked: Asked, lang: Spoken, form: Form) -> None:
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.core.decisions import decide, smallest_changes, tell
    from kene.core.services import Naming
    from kene.core.values import Setting
    from kene.testing.examples import known_of, shown

    service, name, today = loaded(pack, lang.problems), asked.decision, asked.today
    if name not in service.decisions:
        terminal.wrong(unknown(name, tuple(service.decisions), "decision"))
    known = known_of({"today": today, **_read(asked, service)}, service)
    taken = decide(service.decisions[name], known)
    explanation = taken.explanation
    if form.json:
        terminal.data(explanation.to_json())
        return
    if form.sms:
        terminal.say(_sms(service, taken, lang, today))
        return
    terminal.say(shown(taken.outcome))
    if form.explain or explanation.missing:
        naming = Naming(service, Setting(lang, service.country, today))
        changes = smallest_changes(taken)
        for line in tell(explanation, taken.decision, naming, lang, changes).sentences:
            terminal.say(f"  {line}")


def _sms(service: Service, taken: Decided, lang: Spoken, today: date) -> str:
    """The text of an SMS that tells of a decision, as if it were taken today."""
    from kene.core.decisions import Recourse, brief
    from kene.core.services import Naming
    from kene.core.values import Date, Setting

    short = Setting(lang, service.country, today, "short")
    recourse = None
    if service.contest is not None:
        until = Date().show(service.contest.within.end(today), short)
        recourse = Recourse(service.contest.before, until)
    return brief(taken.explanation, taken.decision, Naming(service, short), lang, recourse)


def _read(asked: Asked, service: Service) -> dict[str, object]:
    from kene.cli import terminal
    from kene.core.values import Setting
    from kene.testing.examples import value

    names = (*service.fields, *service.facts, *service.decisions, "today")
    setting = Setting("fr", service.country, asked.today)
    given: dict[str, object] = {}
    for name, text in pairs(asked.inputs):
        if name not in names:
            terminal.wrong(unknown(name, names, "any"))
        try:
            given[name] = value(name, text, service, setting)
        except ValueError as error:
            terminal.wrong(said("inputs.value", text=text, name=name, example=error))
    return given
