"""A screen as data: a channel draws it and reads an input; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Entry = Literal[
    "choice",
    "choices",
    "items",
    "text",
    "long_text",
    "number",
    "date",
    "time",
    "phone",
    "position",
    "none",
]
Kind = Literal["question", "summary", "menu", "help", "message", "end"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: `key` is what an input names, `label` what a person reads.

    `detail` is a second line for large screens, such as the answer that a summary line corrects. A
    phone shows it on a summary alone, after the label. `language` is that of the label, where it is
    not the one of the screen: a language is offered in its own words.
    """

    key: str
    label: str
    detail: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that goes with a screen: an error above the question, or advice below it."""

    text: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One field as it is asked: its text, how it is entered, and what was answered so far.

    `given` is the raw text of the last answer, kept when it was refused; `note` says why it was, or
    how to answer. `optional` questions may be left blank; `sayable`
    ones may be said in a call, for a person to write down.
    """

    field: str
    text: str
    entry: Entry
    options: tuple[Option, ...] = ()
    given: str = ""
    note: Note | None = None
    hint: str = ""
    optional: bool = False
    maximum: int = 0
    sayable: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: a title, sentences, questions, and options that are not a field's answer.

    A phone draws the single question of the screen, without the title; a page draws all questions
    of a group. `back` and `help` say whether these inputs are accepted here.
    """

    kind: Kind
    title: str
    body: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    options: tuple[Option, ...] = ()
    note: Note | None = None
    back: bool = False
    help: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is read before the options on a phone: what went wrong first, advice last."""
        asked = self.question
        notes = [note for note in (self.note, asked.note if asked else None) if note]
        told = (*self.body, asked.text, asked.hint) if asked else (self.title, *self.body)
        wrong = (note.text for note in notes if note.error)
        return (*wrong, *told, *(note.text for note in notes if not note.error))

    @property
    def question(self) -> Question | None:
        """The single question of a phone's screen, if it asks one."""
        return self.questions[0] if self.questions else None
