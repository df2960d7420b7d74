"""A screen as a page: everything that its template writes, decided here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kene.channels.web.words import typeset
from kene.core.screens import Option, Question, Screen

RADIOS: Final = 7
"""More options than this become a list to choose from: that many targets fit a small screen."""

CHOSEN: Final = "-chosen"
"""What follows a field's name where its answer can be written or chosen: what is chosen counts."""

_SEPARATORS: Final = re.compile(r"[\s,;]+")

_KEYBOARDS: Final = {"number": "numeric", "date": "numeric", "time": "numeric", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a control, with the identifier that its label points to."""

    id: str
    name: str
    value: str
    label: str
    detail: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: what it is called, what was answered, and the values of its buttons."""

    label: str
    answer: str
    edit: str
    remove: Choice


@dataclass(frozen=True, slots=True)
class Control:
    """One question as HTML: its template, and the attributes that tie its parts together.

    `described_by` names the hint and the error that a screen reader reads after the label.
    `entries` are the items of a list, whose `choices` are buttons.
    """

    template: str
    id: str
    name: str
    label: str
    hint: str
    error: str
    value: str
    described_by: str
    keyboard: str
    optional: bool
    maximum: int
    choices: tuple[Choice, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary: what was asked, what was answered, and the field to correct."""

    field: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: a sentence, and the identifier of the control to mend."""

    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole screen as a page.

    A single question is the page's heading; otherwise `heading` is and `caption` is empty. Where
    the page `goes_on`, one button sends all its answers.
    """

    template: str
    heading: str
    caption: str
    single: bool
    body: tuple[str, ...]
    advice: str
    faults: tuple[Fault, ...]
    controls: tuple[Control, ...]
    rows: tuple[Row, ...]
    options: tuple[Option, ...]
    back: bool
    goes_on: bool


def draw(screen: Screen) -> Drawing:
    """The page of `screen`."""
    single = len(screen.questions) == 1
    controls = tuple(control(question) for question in screen.questions)
    rows, options = _rows_and_options(screen)
    return Drawing(
        template=_template(screen),
        heading=controls[0].label if single else typeset(screen.title),
        caption=screen.title if single else "",
        single=single,
        body=_lines(screen.body),
        advice=typeset(screen.note.text) if screen.note and not screen.note.error else "",
        faults=_faults(screen, controls),
        controls=controls,
        rows=rows,
        options=options,
        back=screen.back,
        goes_on=any(question.entry != "items" for question in screen.questions),
    )


def control(question: Question) -> Control:
    """One question as HTML."""
    name = question.field
    entries = tuple(_entries(question))
    choices = _choices(question)
    error = question.note.text if question.note and question.note.error else ""
    advice = question.note.text if question.note and not question.note.error else ""
    hint = " ".join(part for part in (question.hint, advice) if part)
    identifier = _id(name)
    shape = _shape(question)
    notes = {"hint": hint, "how": "" if shape != "position" else shape, "error": error}
    return Control(
        template=f"kene_web/control/{shape}.html",
        id=identifier,
        name=name,
        label=typeset(question.text),
        hint=typeset(hint),
        error=typeset(error),
        value=question.given,
        described_by=" ".join(f"{identifier}-{key}" for key, text in notes.items() if text),
        keyboard=_KEYBOARDS.get(question.entry, "text"),
        optional=question.optional,
        maximum=question.maximum,
        choices=choices[: len(choices) - 2 * len(entries)],
        entries=entries,
    )


def _id(name: str) -> str:
    """The identifier of a field's control: an address in an item has a point, which few allow."""
    return name.replace(".", "-")


def _shape(question: Question) -> str:
    match question.entry:
        case _ if question.options and question.entry not in ("choice", "choices", "items"):
            return "search"
        case "choice":
            return "radios" if len(question.options) <= RADIOS else "select"
        case "choices":
            return "checkboxes"
        case "items":
            return "items"
        case "long_text":
            return "area"
        case "phone":
            return "phone"
        case "position":
            return "position"
        case "text" | "number" | "date" | "time":
            return "line"
        case "none":
            return "none"


def _choices(question: Question) -> tuple[Choice, ...]:
    """The options; where nothing else has it, the first takes the control's own identifier, so
    that an error can point to it."""
    given = (
        frozenset(_SEPARATORS.split(question.given))
        if question.entry == "choices"
        else frozenset((question.given,))
    )
    search = _shape(question) == "search"
    first = -1 if search else 0
    return tuple(
        Choice(
            id=_id(question.field) if index == first else f"{_id(question.field)}-{index}",
            name=f"{question.field}{CHOSEN}" if search else question.field,
            value=option.key,
            label=typeset(option.label),
            detail=option.detail,
            chosen=option.key in given,
        )
        for index, option in enumerate(question.options)
    )


def _entries(question: Question) -> Iterator[Entry]:
    """The items of a list: each shows an answer, and its removal follows it."""
    if question.entry != "items":
        return
    for option, after in zip(question.options, question.options[1:], strict=False):
        if option.detail:
            name = f"{question.field}-{after.key}"
            remove = Choice(name, question.field, after.key, typeset(after.label), "", chosen=False)
            yield Entry(typeset(option.label), typeset(option.detail), option.key, remove)


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(typeset(text) for text in texts)


def _faults(screen: Screen, controls: tuple[Control, ...]) -> tuple[Fault, ...]:
    whole = (Fault(typeset(screen.note.text), ""),) if screen.note and screen.note.error else ()
    several = len(controls) > 1
    return whole + tuple(
        Fault(f"{part.label} {part.error}" if several else part.error, part.id)
        for part in controls
        if part.error
    )


def _rows_and_options(screen: Screen) -> tuple[tuple[Row, ...], tuple[Option, ...]]:
    """A summary's options that show an answer are its lines; all others are buttons."""
    if screen.kind != "summary":
        return (), screen.options
    rows = tuple(Row(line.key, line.label, line.detail) for line in screen.options if line.detail)
    return rows, tuple(option for option in screen.options if not option.detail)


def _template(screen: Screen) -> str:
    match screen.kind:
        case "question" | "help" | "message" | "menu":
            return "kene_web/screen.html"
        case "summary":
            return "kene_web/summary.html"
        case "end":
            return "kene_web/end.html"
