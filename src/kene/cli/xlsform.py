"""`kene import xlsform`: a form of ODK or Kobo as a pack, and what it says that a pack does not."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kene.cli.options import PROBLEMS, Json, Lang, Tongue
from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.core.services import Service
    from kene.exchange.api import Imported, Wanted


class Texts(StrEnum):
    """The languages that texts of a form may be in."""

    fr = "fr"
    bm = "bm"
    en = "en"


File = Annotated[Path, typer.Argument(metavar="FILE")]
Into = Annotated[Path, typer.Option("-o", "--to", metavar="DIR")]
Language = Annotated[Texts, typer.Option("--language")]
Country = Annotated[str, typer.Option("--country")]


def import_xlsform(
    file: File,
    to: Into,
    language: Language = Texts.fr,
    country: Country = "ml",
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Make a service of an XLSForm, and tell line by line what is not in it."""
    from kene.cli import terminal
    from kene.exchange.api import Wanted

    if not file.is_file():
        terminal.wrong(said("dmn.absent", file=file))
    if to.exists():
        terminal.wrong(said("xlsform.there", folder=to))
    lists = (each for each in sorted(file.parent.iterdir()) if each.suffix in (".csv", ".geojson"))
    beside = {each.name: each.read_bytes() for each in lists}
    found = _imported(file, Wanted(file.name, language.value, country, _cut, beside), lang)
    for name, octets in found.files.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    if json:
        terminal.data(_data(found, to))
    else:
        _tell(found, to, lang)


def _cut(service: Service) -> tuple[str, ...]:
    """The options that a phone can't show whole, as `kene check` would tell."""
    from kene.core.services.checks import Places
    from kene.testing.rendering import CUT, unfit

    problems = unfit(service, Places(service.source, ""))
    return tuple(each.details["option"] for each in problems if each.kind is CUT)


def _imported(file: Path, wanted: Wanted, lang: Tongue) -> Imported:
    """The import, or a sentence that says why there is none."""
    from kene.cli import problems, terminal
    from kene.core.problems import Mistakes
    from kene.exchange import api

    try:
        return api.import_xlsform(file.read_bytes(), wanted)
    except api.Missing as missing:
        terminal.wrong(said("xlsform.reader", missing=missing))
    except api.NotASpreadsheet:
        terminal.wrong(said("xlsform.workbook", file=file))
    except api.NoSurvey:
        terminal.wrong(said("xlsform.survey", file=file))
    except (api.NothingAsked, Mistakes) as error:
        problems.tell(error.problems, lang)
        terminal.say(said("xlsform.nothing", file=file))
        raise typer.Exit(PROBLEMS) from None


def _tell(found: Imported, to: Path, lang: Tongue) -> None:
    from kene.cli import problems, terminal
    from kene.exchange.api import REPORT, is_changed, is_lost

    lost = [each for each in found.problems if is_lost(each)]
    changed = [each for each in found.problems if is_changed(each)]
    problems.tell([*changed, *lost], lang)
    aside = len(found.problems) - len(lost) - len(changed)
    counts = {"asked": found.asked, "kept": found.kept, "all": found.expressions}
    terminal.say(said("xlsform.done", name=found.service.name, **counts))
    parts = {"lost": said("xlsform.lost", n=len(lost)), "changed": len(changed), "aside": aside}
    terminal.say(said("xlsform.left", report=to / REPORT, **parts))
    terminal.say(said("xlsform.next", folder=to))


def _data(found: Imported, to: Path) -> dict[str, object]:
    from kene.cli.problems import as_data
    from kene.exchange.api import is_changed, is_lost

    return {
        "pack": to.as_posix(),
        "service": found.service.reference,
        "whole": found.whole,
        "questions": found.questions,
        "asked": found.asked,
        "expressions": found.expressions,
        "kept": found.kept,
        "lost": [as_data(each) for each in found.problems if is_lost(each)],
        "changed": [as_data(each) for each in found.problems if is_changed(each)],
        "aside": [
            as_data(each) for each in found.problems if not is_lost(each) and not is_changed(each)
        ],
    }
