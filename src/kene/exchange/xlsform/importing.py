"""An XLSForm into the files of a pack, and all that it says which the pack does not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kene.core.problems import Problem
from kene.core.services import LANGUAGES, Service, load
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.draft import Findings
from kene.exchange.xlsform.drafting import drafted
from kene.exchange.xlsform.leftovers import left_over
from kene.exchange.xlsform.looping import unrolled
from kene.exchange.xlsform.naming import clean
from kene.exchange.xlsform.report import report
from kene.exchange.xlsform.rows import UNTRANSLATED, Row, rows_of
from kene.exchange.xlsform.survey import EXTERNAL, apart, list_of, survey
from kene.exchange.xlsform.texts import Spoken, plain, spoken
from kene.exchange.xlsform.workbook import NotASpreadsheet, Workbook, table
from kene.exchange.xlsform.writing import Identity, Writing, labelled

REPORT: Final = "IMPORT.md"
_ALL: Final = ("ussd", "sms", "web")
_SHEETS: Final = frozenset({"survey", "choices", "settings", EXTERNAL})
_OTHER_SHEETS: Final = frozenset({"entities", "cascades", "osm"})


class NoSurvey(ValueError):
    """A spreadsheet without a sheet `survey`."""


class NothingAsked(ValueError):
    """A form of which a pack can ask nothing; `problems` tell why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("nothing is asked")


def _none(service: Service) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to take a form: its file's name, and the language of texts that name none.

    `cut` tells the options that a phone can't show whole: with some, the service is on the web.
    `beside` are the lists that stand in files beside it, by the files' names (`villages.csv`).
    """

    file: str
    language: str = "fr"
    country: str = "ml"
    cut: Callable[[Service], Collection[str]] = _none
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A form as the files of a pack, by path, and the service that they make.

    `problems` tell each thing that was left out (X1…), changed (X2…), or is not needed (X3…).
    `questions` counts what the form asks, computes or tells, `asked` the fields of the pack;
    `expressions` what was read as XPath, `kept` what is in FEEL now.
    """

    files: Mapping[str, bytes]
    service: Service
    problems: tuple[Problem, ...]
    questions: int
    asked: int
    expressions: int
    kept: int

    @property
    def whole(self) -> bool:
        """Whether nothing was left out for want of an equivalent."""
        return not any(map(findings.is_lost, self.problems))


def imported(book: Workbook, wanted: Wanted) -> Imported:
    """The pack of a form.

    Raises NoSurvey, NothingAsked, and Mistakes when what it makes is no service.
    """
    if "survey" not in book:
        raise NoSurvey
    found = Findings(wanted.file)
    rows = tuple(rows_of(book["survey"]))
    settings = _settings(book)
    choices = _choices(book) | _beside(rows, wanted.beside)
    said = spoken(
        (*rows, *(row for each in choices.values() for row in each.values())),
        settings.cell("default_language"),
        wanted.language,
    )
    for name in said.unknown:
        known = ", ".join(LANGUAGES)
        found.tell(findings.NO_LANGUAGE, None, name=name or "label", known=known)
    for name in book.keys() - _SHEETS:
        if any(any(cells) for cells in book[name].rows):
            kind = findings.NO_SHEET if name in _OTHER_SHEETS else findings.BESIDE
            found.tell(kind, None, book[name].name, name=book[name].name)
    lists = {name: labelled(items, said) for name, items in choices.items()}
    asked = survey(rows)
    asked.whole = unrolled(asked.whole, choices)
    draft = drafted(asked, lists, found)
    if not any(draft.fields):
        raise NothingAsked(tuple(found.problems))
    left_over(rows, settings, choices, found)
    writing = Writing(draft, said, choices, found)
    identity = _identity(settings, wanted, said)
    files, service = _packed(writing, identity, wanted, found)
    files[REPORT] = report(found, service.wording(service.languages[0]).say("title")).encode()
    return Imported(
        files,
        service,
        tuple(found.problems),
        draft.questions,
        len(draft.facts) + sum(1 for _ in draft.fields),
        found.expressions,
        found.kept,
    )


def _packed(
    writing: Writing, identity: Identity, wanted: Wanted, found: Findings
) -> tuple[dict[str, bytes], Service]:
    """The files and their service, on the web alone where an option does not fit a phone."""
    files = {
        f"wording/{language}.yaml": writing.wording(language, identity).encode()
        for language in writing.spoken.languages
    }
    files["service.yaml"] = writing.definition(identity, _ALL).encode()
    service = load(files)
    names = sorted({each[:40] for each in wanted.cut(service)})
    if not names:
        return files, service
    shown = ", ".join(f"« {each} »" for each in names[:8]) + (" …" if len(names) > 8 else "")
    found.tell(findings.NO_PHONE, None, names=shown)
    files["service.yaml"] = writing.definition(identity, ("web",)).encode()
    return files, load(files)


def _settings(book: Workbook) -> Row:
    return next(rows_of(book["settings"]), Row(0, {})) if "settings" in book else Row(0, {})


def _choices(book: Workbook) -> dict[str, dict[str, Row]]:
    """The rows of each list by name; the first of two of one name."""
    lists: dict[str, dict[str, Row]] = {}
    for sheet, called in (("choices", str), (EXTERNAL, apart)):
        for row in rows_of(book[sheet]) if sheet in book else ():
            name = row.cell("list_name")
            if name and row.cell("name"):
                lists.setdefault(called(name), {}).setdefault(row.cell("name"), row)
    return lists


def _beside(rows: Iterable[Row], files: Mapping[str, bytes]) -> dict[str, dict[str, Row]]:
    """The rows of each file beside the form that the form names, by name, else by number; one that
    can't be read is as if it were not there, which is told where it is named."""
    written = " ".join(cell for row in rows for cell in row.cells.values())
    lists: dict[str, dict[str, Row]] = {}
    for file, octets in files.items():
        name = list_of(file)
        if name not in written:
            continue
        try:
            listed = table(octets)
        except NotASpreadsheet:
            continue
        for row in rows_of(listed):
            lists.setdefault(name, {}).setdefault(row.cell("name") or str(row.number), row)
    return lists


def _identity(settings: Row, wanted: Wanted, said: Spoken) -> Identity:
    stem = wanted.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    name = clean(settings.cell("form_id") or settings.cell("id_string") or stem, "formulaire")
    title = settings.cell("form_title") or settings.cell("title") or stem
    code = said.codes.get(UNTRANSLATED, said.languages[0])
    version = clean(settings.cell("version"), "").lstrip("q_") or "1"
    return Identity(name.lower(), version, wanted.country, {code: plain(title, str)})
