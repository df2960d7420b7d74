"""All the answers at once, as a program gives them: each is taken as if a person had answered it.

Answers are JSON in the form that each type encodes (the schema that `kene export openapi` gives). A
group that repeats is a list of objects. What is wrong is collected, as on a page of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kene.core.conversation.listing import DONE
from kene.core.conversation.showing import draw, own
from kene.core.conversation.state import Conversation, Scene, View, begin
from kene.core.conversation.step import take
from kene.core.screens import Screen
from kene.core.screens.inputs import Confirm, Say
from kene.core.services import Field, Service, name_of
from kene.core.services.asking import address
from kene.core.values import Choices, Items, Json, Misread, Place, Setting, Type, Value, sentence

Path = tuple[str | int, ...]

_WRITTEN: Final = ("text", "long_text", "phone")
"""What is entered as text is cleaned as a person's is; all else has its one form."""
FORM: Final = "whole.form"


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is not taken: where it is (`("enfants", 0, "prenoms")`), of which field of the
    service, "" where none is so called; and a sentence that says why."""

    path: Path
    field: str
    sentence: str


def answer_wholly(
    service: Service, language: str, given: Mapping[str, Json], today: date
) -> Conversation | tuple[Wrong, ...]:
    """The conversation of somebody who gave these answers and confirmed them; or all that is wrong.

    An answer to a question that the other answers leave out is wrong too: nothing is dropped.
    """
    return _Giving(service, language, given, today).result()


def given_wholly(service: Service, answers: Mapping[str, Value]) -> dict[str, Json]:
    """Answers as `answer_wholly` takes them."""
    given: dict[str, Json] = {}
    for at, value in answers.items():
        asked = service.answerable[at]
        if asked.item:
            items = given.setdefault(name_of(asked.group), [])
            assert isinstance(items, list)
            items.extend({} for _ in range(asked.item - len(items)))
            item = items[asked.item - 1]
            assert isinstance(item, dict)
            item[name_of(at)] = asked.type.encode(value)
        elif isinstance(asked.type, Items):
            given.setdefault(at, [])
        else:
            given[at] = asked.type.encode(value)
    return given


class _Giving:
    def __init__(
        self, service: Service, language: str, given: Mapping[str, Json], today: date
    ) -> None:
        self.service = service
        self.view = View(today)
        self.scene = Scene(service, begin(service, language), today)
        self.language = self.scene.conversation.language
        self.setting = Setting(self.language, service.country, today)
        self.wrong: list[Wrong] = []
        self.given: dict[str, Json] = {}
        self.paths: dict[str, Path] = {}
        self.seen: set[str] = set()
        self.begun: dict[str, int] = {}
        for name, raw in given.items():
            self._lay(name, raw)

    def result(self) -> Conversation | tuple[Wrong, ...]:
        for asked in self._asked():
            self._answer(asked)
        if not self.wrong:
            self._left()
        if self.scene.now is not None and not self.wrong:
            self._refuse(self.scene.now, _noted(self.scene.now, draw(self.scene, self.view)))
        if self.wrong:
            return tuple(self.wrong)
        confirmed, _ = take(self.scene, Confirm(), self.view)
        return confirmed.conversation

    def _lay(self, name: str, raw: Json) -> None:
        """Note each answer under the address of its field."""
        if raw is None:
            return
        group = self.service.repeats.get(name)
        if group is None:
            self._note(name, raw, (name,), known="." not in name)
        elif not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
            self._say((name,), name, FORM)
        else:
            self._note(name, len(raw), (name,))
            for index, item in enumerate(raw):
                assert isinstance(item, dict)
                for each, value in item.items():
                    at = address(each, index + 1)
                    self._note(at, value, (name, index, each), known=each in group.fields)

    def _note(self, at: str, raw: Json, path: Path, *, known: bool = True) -> None:
        if known and name_of(at) in self.service.fields:
            self.given[at], self.paths[at] = raw, path
        else:
            self._say(path, "", "whole.unknown")

    def _asked(self) -> Iterator[Field]:
        """The questions, in order, as the answers make them; a list after all its items."""
        while True:
            asked = self.scene.asked
            now = next((each for each in asked if each.name not in self.seen), None)
            if now is None:
                return
            if not self._begins(now):
                self.seen.add(now.name)
                yield now

    def _begins(self, now: Field) -> bool:
        """Whether another item of a list is to be answered first: it is then the one asked."""
        kind, size = now.type, self.given.get(now.name)
        if not isinstance(kind, Items) or not isinstance(size, int):
            return False
        begun = self.begun.get(now.name, kind.min) + 1
        if begun > min(size, kind.max):
            return False
        self.begun[now.name] = begun
        first = self.service.repeats[now.name].fields[0]
        self.scene = self.scene.after(self.scene.conversation.moved(address(first, begun)))
        return True

    def _answer(self, asked: Field) -> None:
        raw = self.given.get(asked.name)
        try:
            said = self._said(asked.type, raw)
        except Misread as misread:
            told = None if misread.key == FORM else sentence(misread, self.setting)
            self._refuse(asked, told)
            return
        here = self.scene.after(self.scene.conversation.moved(asked.name))
        after, shown = take(here, Say(said), self.view)
        talk = after.conversation
        if asked.name in talk.answers or asked.name in talk.skipped:
            self.scene = after
        else:
            self._refuse(asked, _noted(asked, shown))

    def _said(self, kind: Type, raw: Json) -> str:
        """What a person would say for it. Raises Misread when it has not the form of its type."""
        if raw is None or (raw == [] and isinstance(kind, Choices)):
            return ""
        try:
            value = kind.decode(raw)
        except ValueError:
            if isinstance(raw, str) and kind.entry in _WRITTEN:
                return raw
            if type(raw) is int:
                kind.parse(str(raw), self.setting)  # says which limit it breaks
            raise Misread(FORM) from None
        if isinstance(kind, Items):
            return DONE
        return str(value) if isinstance(kind, Place) else kind.show(value, self.setting)

    def _refuse(self, asked: Field, why: str | None) -> None:
        """Say why an answer is not taken: the sentence, or that it has not the form of its type."""
        path, name = self._path(asked), name_of(asked.name)
        self.wrong.append(Wrong(path, name, why or own(self.language).say(FORM)))

    def _left(self) -> None:
        """Say which answers are to no question that was asked."""
        for at, path in self.paths.items():
            if at not in self.seen and self.given[at] is not None:
                self._say(path, at, "whole.not_asked")

    def _say(self, path: Path, at: str, why: str) -> None:
        self.wrong.append(Wrong(path, name_of(at), own(self.language).say(why)))

    def _path(self, asked: Field) -> Path:
        """Where the answer is, or would be."""
        if not asked.item:
            return (asked.name,)
        return (name_of(asked.group), asked.item - 1, name_of(asked.name))


def _noted(asked: Field, shown: Screen) -> str | None:
    """What a screen says of an answer."""
    return next((q.note.text for q in shown.questions if q.field == asked.name and q.note), None)
