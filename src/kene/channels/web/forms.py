"""The forms around conversations: following, verifying, resuming. Pure: what was typed, drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from kene.channels.web.draw import draw
from kene.channels.web.words import typeset, words
from kene.core.screens import Note, Option, Question, Screen
from kene.core.screens.screen import Entry
from kene.core.values import Date, Setting, TimeOfDay

MEGABYTES: Final = 5
"""The largest photo or PDF that is read."""
REASON: Final = 500
"""The most characters of a reason."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A case's number and its code."""

    language: str
    posted: Mapping[str, str]

    @property
    def number(self) -> str:
        """The number as it was typed."""
        return self.posted.get("number", "")

    @property
    def secret(self) -> str:
        """The code as it was typed, without its spaces."""
        return "".join(self.posted.get("secret", "").split())

    def drawn(self, *, number: bool = False, secret: bool = False) -> dict[str, Any]:
        """The form; `number` or `secret` says which of them is to be read again."""
        form = _Form(self.language, "follow")
        questions = (
            form.ask("number", "number", self.number, error=number),
            form.ask("secret", "number", "", error=secret),
        )
        return form.page(questions, act="show")


@dataclass(frozen=True, slots=True)
class Contest:
    """Why an applicant contests how their case was closed."""

    language: str
    posted: Mapping[str, str]

    @property
    def reason(self) -> str:
        """The reason as it was written, cut where it is longer than the page allows."""
        return self.posted.get("reason", "").strip()[:REASON]

    def drawn(self, *, wrong: bool = False) -> dict[str, Any]:
        """The form; `wrong` says that nothing was written."""
        form = _Form(self.language, "contest")
        question = form.ask("reason", "long_text", self.reason, error=wrong)
        return form.page((replace(question, maximum=REASON),), act="contest")


@dataclass(frozen=True, slots=True)
class Visit:
    """When an applicant comes: one of the times that are free, by its key."""

    language: str
    posted: Mapping[str, str]

    @property
    def slot(self) -> datetime | None:
        """The time that was chosen; None when it is not one."""
        try:
            return datetime.fromisoformat(self.posted.get("slot", "")).replace(tzinfo=None)
        except ValueError:
            return None

    def drawn(
        self, slots: Iterable[datetime], setting: Setting, *, wrong: bool = False
    ) -> dict[str, Any]:
        """The form; `wrong` says that the time is not free any more."""
        form = _Form(self.language, "visit")
        options = tuple(
            Option(
                slot.isoformat(timespec="minutes"),
                f"{Date().show(slot.date(), setting)}, {TimeOfDay().show(slot.time(), setting)}",
            )
            for slot in slots
        )
        question = form.ask("slot", "choice", "", error=wrong)
        return form.page((replace(question, options=options),), act="visit")


@dataclass(frozen=True, slots=True)
class Phone:
    """The telephone of a request to resume."""

    language: str
    posted: Mapping[str, str]

    @property
    def number(self) -> str:
        """The number as it was typed."""
        return self.posted.get("phone", "")

    def drawn(self, *, wrong: bool = False) -> dict[str, Any]:
        """The form; `wrong` says that no number was read."""
        form = _Form(self.language, "resume")
        return form.page((form.ask("phone", "phone", self.number, error=wrong),), act="send_code")


@dataclass(frozen=True, slots=True)
class Code:
    """The code that a telephone got."""

    language: str
    posted: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code as it was typed, without its spaces."""
        return "".join(self.posted.get("code", "").split())

    def drawn(self, *, wrong: bool = False) -> dict[str, Any]:
        """The form; `wrong` says that the code was another."""
        form = _Form(self.language, "code")
        return form.page((form.ask("code", "number", "", error=wrong),), act="resume")


@dataclass(frozen=True, slots=True)
class Verify:
    """A document to verify: the text of its code, or a file."""

    language: str
    posted: Mapping[str, str]

    @property
    def text(self) -> str:
        """The text as it was pasted."""
        return self.posted.get("text", "").strip()

    def drawn(self, *, unread: bool = False) -> dict[str, Any]:
        """The form; `unread` says that no code was found in what was sent."""
        form = _Form(self.language, "verify")
        questions = (
            form.ask("file", "text", "", error=unread),
            form.ask("text", "long_text", self.text),
        )
        made = form.page(questions, act="verify")
        file, text = made["drawing"].controls
        shaped = replace(file, template="kene_web/control/file.html")
        return {**made, "drawing": replace(made["drawing"], controls=(shaped, text))}


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture of a paper, by what the paper is called."""

    language: str
    paper: str

    def drawn(self, *, wrong: bool = False) -> dict[str, Any]:
        """The form; `wrong` says that what was sent is no picture."""
        form = _Form(self.language, "piece")
        made = form.page((form.ask("picture", "text", "", error=wrong),), act="send_piece")
        [file] = made["drawing"].controls
        shaped = replace(file, template="kene_web/control/picture.html")
        drawing = replace(made["drawing"], controls=(shaped,))
        return {**made, "title": typeset(self.paper), "drawing": drawing}


def link(language: str) -> dict[str, Any]:
    """The page of a link that a telephone asked for: nothing is asked, there is a button."""
    return _Form(language, "link").page((), act="resume")


class _Form:
    """A form's questions, its sentences being those of one part of the wording."""

    def __init__(self, language: str, name: str) -> None:
        self._own = words(language)
        self._name = name

    def ask(self, key: str, entry: Entry, given: str, *, error: bool = False) -> Question:
        note = Note(self._say(f"{key}_wrong"), error=True) if error else None
        hint = self._say(f"{key}_hint")
        return Question(key, self._say(key), entry, given=given, note=note, hint=hint)

    def page(self, questions: tuple[Question, ...], act: str) -> dict[str, Any]:
        screen = Screen("question", self._say("title"), (self._say("lead"),), questions)
        title, label = typeset(screen.title), self._own.say(f"button.{act}")
        return {"title": title, "drawing": draw(screen), "act": label}

    def _say(self, key: str) -> str:
        return self._own.say(f"{self._name}.{key}")
