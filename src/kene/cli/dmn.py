"""DMN files: deciding with one, taking its rules into a pack, and writing a pack's rules as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kene.cli.options import PROBLEMS, Lang, Pack, Spoken, Tongue
from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.core.decisions.dmn import Imported, Model, Step
    from kene.core.expressions.types import FeelType

    _Read = TypeVar("_Read")


class Dated(StrEnum):
    """The versions of DMN that are written."""

    v1_3 = "1.3"
    v1_5 = "1.5"


File = Annotated[Path, typer.Argument(metavar="FILE")]
Into = Annotated[Path, typer.Option("--to", metavar="PACKDIR")]
Target = Annotated[Path | None, typer.Option("--to")]
Written = Annotated[Dated, typer.Option("--version")]


def import_dmn(file: File, to: Into, lang: Lang = Tongue.fr) -> None:
    """Write the tables of a DMN file in decisions/, and tell what has no equivalent."""
    from kene.cli import problems, terminal
    from kene.core.decisions.dmn import import_model
    from kene.core.problems import Where

    octets = _octets(file)
    found = _read(lambda: import_model(octets, where=Where(str(file))), lang)
    folder = to / "decisions"
    for name in found.tables:
        if (folder / f"{name}.csv").exists():
            terminal.wrong(said("dmn.there", file=f"{folder / name}.csv"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in found.tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        terminal.say(str(folder / f"{name}.csv"))
    terminal.say(f"\n{said('dmn.define')}\n")
    for line in _definition(found):
        terminal.say(line)
    terminal.say()
    problems.tell(found.problems, lang)
    left = said("dmn.left", n=len(found.problems))
    terminal.say(said("dmn.done", file=file, left=left, folder=to))


def export_dmn(
    pack: Pack, to: Target = None, version: Written = Dated.v1_5, lang: Lang = Tongue.fr
) -> None:
    """Write the decisions and the facts of a service in a DMN file, with its diagram."""
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.core.decisions.dmn import Exported, Version, export_model
    from kene.core.expressions.types import DATE
    from kene.core.services.questions import feel_type

    service = loaded(pack, lang)
    kinds = ((name, feel_type(field.type)) for name, field in service.fields.items())
    inputs = {"today": DATE, **{name: of for name, of in kinds if of is not None}}
    address = f"urn:kene:{service.country}:{service.name}:{service.version}"
    tables = tuple(service.decisions.values())
    exported = Exported(service.name, address, inputs, service.facts, tables)
    text = export_model(exported, Version.V1_3 if version is Dated.v1_3 else Version.V1_5)
    if to is None:
        typer.echo(text, nl=False)
        return
    to.write_text(text, encoding="utf-8")
    terminal.say(str(to))


def decided(
    file: Path, decision: str, inputs: list[str], lang: Spoken, *, explain: bool, json: bool
) -> None:
    """Print what a decision of a DMN file gives for inputs: FEEL, or a text where it is none."""
    from kene.cli import problems, terminal
    from kene.cli.inputs import pairs, unknown
    from kene.core.decisions import dmn
    from kene.core.decisions.dmn import Clock, evaluate
    from kene.core.decisions.explain import encode
    from kene.core.expressions.callables import FunctionValue
    from kene.core.expressions.functions.conversions import write
    from kene.core.expressions.values import Range

    model = _model(file, lang.problems)
    problems.tell(model.problems, lang.problems)
    known = tuple(one.name for one in model.elements.values() if one.kind == "decision")
    if model.named(decision, "decision") is None:
        terminal.wrong(unknown(decision, known, "decision"))
    given: dict[str | tuple[str, str], object] = {}
    for name, text in pairs(inputs):
        element = model.named(name, "input", "decision")
        if element is None:
            names = tuple(one.name for one in model.elements.values() if one.kind == "input")
            terminal.wrong(unknown(name, names, "input"))
        given[name] = _value(text, element.type)
    clock = Clock(datetime.now(UTC))
    value = evaluate(model, decision, given, clock=clock)
    if json:
        # What JSON has no form for, a range or a function, is its FEEL text.
        kept = not isinstance(value, Range | FunctionValue)
        terminal.data({"decision": decision, "outcome": encode(value) if kept else write(value)})
    else:
        terminal.say(write(value))
    if explain and not json:
        for line in _reasons(dmn.explain(model, decision, given, clock=clock), lang):
            terminal.say(line)


def _reasons(steps: Sequence[Step], lang: Spoken) -> Iterator[str]:
    """Why, line by line: the rules and values of the decision, then of those that it required."""
    from kene.core.expressions.functions.conversions import write
    from kene.core.wording import bundled

    wording = bundled("kene.core.decisions", lang)
    for place, step in enumerate(steps):
        if place:
            yield wording.say("used", label=step.decision, value=write(step.value, inside=True))
        for number, notes in step.rules.items():
            key = "rule_cited" if notes else "rule"
            rule = wording.say(key, rule=str(number), laws=" ; ".join(notes))
            yield f"  {wording.say('fired', rule=rule)}"
        for name, value in step.used.items():
            yield f"  {wording.say('used', label=name, value=write(value, inside=True))}"


def _model(file: Path, lang: Tongue) -> Model:
    """The model of a file; those that it imports are found beside it."""
    from kene.core.decisions.dmn import load_model
    from kene.core.problems import Where

    octets = _octets(file)
    where = Where(str(file), 1, 1)
    model = _read(lambda: load_model(octets, where=where), lang)
    if not model.imports:
        return model
    beside = {each.name: each.read_bytes() for each in file.parent.glob("*.dmn") if each != file}
    return _read(lambda: load_model(octets, where=where, others=beside), lang)


def _octets(file: Path) -> bytes:
    from kene.cli import terminal

    if not file.is_file():
        terminal.wrong(said("dmn.absent", file=file))
    return file.read_bytes()


def _read(read: Callable[[], _Read], lang: Tongue) -> _Read:
    """What is read; its problems are told, and the command stops with 1."""
    from kene.cli import problems
    from kene.core.problems import Mistakes

    try:
        return read()
    except Mistakes as mistakes:
        problems.tell(mistakes.problems, lang)
        raise typer.Exit(PROBLEMS) from None


def _value(text: str, of: FeelType | None) -> object:
    """A value that is given: a date as it is, else FEEL, else a text."""
    from kene.core.expressions.standard import Vocabulary, compile_standard
    from kene.core.expressions.types import STRING
    from kene.core.expressions.values.text import read_temporal
    from kene.core.problems import Mistakes, Where

    temporal = None if of == STRING else read_temporal(text)
    if temporal is not None:
        return temporal
    try:
        value = compile_standard(text, Vocabulary(), where=Where("--input"))({})
    except Mistakes:
        return text
    return text if value is None or (of == STRING and not isinstance(value, str)) else value


def _definition(found: Imported) -> Iterator[str]:
    """The lines of a pack's definition that ask for the inputs and take facts and tables."""
    from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, Enumeration

    plain: dict[FeelType, str] = {NUMBER: "decimal", BOOLEAN: "yes_no", DATE: "date"}
    yield "ask:"
    for name, of in found.inputs.items():
        words = f", options: [{', '.join(of.values)}]" if isinstance(of, Enumeration) else ""
        yield f"  {name}: {{type: {'choice' if words else plain.get(of, 'text')}{words}}}"
    yield from _section("law", ((key, '{text: ""}') for key in found.laws))
    facts = ((name, "'" + text.replace("'", "''") + "'") for name, text in found.facts.items())
    yield from _section("facts", facts)
    yield from _section("decide", ((name, f"decisions/{name}.csv") for name in found.tables))


def _section(title: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"  {name}: {text}" for name, text in entries]
    yield from ([f"{title}:", *lines] if lines else [])
