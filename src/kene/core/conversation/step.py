"""One step of a conversation: what a person does with a screen gives the next one.

`step` is pure: the same service, conversation, input and view give the same result. It knows
nothing of channels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from kene.core.conversation.listing import listed
from kene.core.conversation.showing import NONE, Invalid, Refusal, Refusals, draw
from kene.core.conversation.state import Conversation, Scene, View, sayable
from kene.core.screens import Screen
from kene.core.screens.inputs import (
    Abandon,
    Back,
    Choose,
    Confirm,
    Correct,
    Fill,
    Help,
    Input,
    Language,
    Say,
    Spoke,
)
from kene.core.services import Field, Service
from kene.core.values import Choices, Items, Misread, Narrowing, Place, Setting, Value

CONFIRM = "confirm"
ABANDON = "abandon"


def step(
    service: Service, conversation: Conversation, given: Input, view: View
) -> tuple[Conversation, Screen]:
    """The conversation after that input, and the screen to show. A refused input changes nothing
    but the screen, which says why; one that means nothing here shows the same screen."""
    after, shown = take(Scene(service, conversation, view.today), given, view)
    return after.conversation, shown


def take(scene: Scene, given: Input, view: View) -> tuple[Scene, Screen]:
    """The same step from a scene to the next, for whoever goes on from it."""
    after = _Step(scene, view)
    after.take(given)
    return after.scene, draw(after.scene, view, after.refusals)


@dataclass(slots=True)
class _Step:
    scene: Scene
    view: View
    refusals: Refusals = NONE

    @property
    def service(self) -> Service:
        return self.scene.service

    @property
    def conversation(self) -> Conversation:
        return self.scene.conversation

    @conversation.setter
    def conversation(self, after: Conversation) -> None:
        self.scene = self.scene.after(after)

    def take(self, given: Input) -> None:
        if self.conversation.end:
            return
        match given:
            case Help():
                self.refusals = Refusals(help=True)
            case Language(code):
                self._speak(code)
            case Abandon() | Choose(key="abandon"):
                self.conversation = replace(self.conversation.moved(), end="abandoned")
            case Back():
                self._back()
            case Correct(name):
                self._correct(name)
            case Confirm():
                self._confirm()
            case Fill(texts):
                self._fill(texts)
            case Choose() | Say() | Spoke():
                self._told(given)
            case _:
                assert_never(given)

    @property
    def setting(self) -> Setting:
        return Setting(
            self.conversation.language, self.service.country, self.view.today, self.view.manner
        )

    def _speak(self, code: str) -> None:
        if code in self.service.languages:
            self.conversation = replace(self.conversation, language=code)

    def _back(self) -> None:
        here = self.conversation
        if here.search or here.path:
            path = here.path if here.search else here.path[:-1]
            self.conversation = replace(here, path=path, search="")
        elif here.correcting:
            self.conversation = here.moved()
        else:
            self._previous()

    def _previous(self) -> None:
        """To the question before this one, or before the whole group where groups are asked."""
        asked, now = self.scene.asked, self.scene.now
        if now and self.scene.begins_item:
            self.conversation = self.conversation.moved()
            return
        before = asked[: asked.index(now)] if now else asked
        if now and self.view.groups:
            before = tuple(each for each in before if each.group != now.group)
        if before:
            self.conversation = self.conversation.moved(before[-1].name)

    def _correct(self, name: str) -> None:
        """To a field, or to the first one of an item (`enfants.2`)."""
        for each in self.scene.asked:
            if each.name == name or (each.item and each.group == name):
                self.conversation = self.conversation.moved(each.name, correcting=True)
                return

    def _confirm(self) -> None:
        here = self.conversation.moved()
        if self.scene.now is not None:
            return
        asked = {each.name for each in self.scene.asked}
        spoken = {name: key for name, key in here.spoken.items() if name in asked}
        if spoken and self.view.manner != "speech":
            self.conversation = replace(here, spoken={})  # whoever can type is asked for it
        else:
            self.conversation = replace(here, spoken=spoken, end="confirmed")

    def _told(self, given: Choose | Say | Spoke) -> None:
        match given:
            case Spoke(key):
                self._spoke(key)
            case Choose(text) | Say(text):
                self._answer(text, chosen=isinstance(given, Choose))

    def _answer(self, text: str, *, chosen: bool) -> None:
        now = self.scene.now
        if now is None:
            self._at_summary(text, chosen=chosen)
        elif not text.strip():
            self._blank(now)
        elif isinstance(now.type, Place):
            self._narrow(now, now.type, text)
        elif isinstance(now.type, Items):
            self._list(now, text)
        else:
            self._parse(now, text)

    def _at_summary(self, text: str, *, chosen: bool) -> None:
        if chosen and text == CONFIRM:
            self._confirm()
        elif chosen:
            self._correct(text)
        else:
            self.refusals = Refusals(choose=True)

    def _blank(self, now: Field) -> None:
        """Nothing typed: a request for more keeps what was answered before."""
        if now.name in self.conversation.before:
            self._settle(now, self.conversation.before[now.name], "")
        elif now.optional and isinstance(now.type, Choices):
            self._settle(now, (), "")
        elif now.optional:
            self._skip(now)
        else:
            self.refusals = Refusals(fields={now.name: ("required", "")})

    def _skip(self, now: Field) -> None:
        here = self._without(now)
        self.conversation = replace(here, skipped=here.skipped | {now.name})

    def _spoke(self, key: str) -> None:
        """What was said, where it may be: nothing computes with it until it is written."""
        now = self.scene.now
        if now is not None and sayable(self.service, self.conversation, now):
            here = self._without(now)
            self.conversation = replace(here, spoken={**here.spoken, now.name: key})

    def _without(self, now: Field) -> Conversation:
        """The conversation without any answer to that field, and where it leads."""
        here = self.conversation
        return replace(
            here.moved(),
            answers={name: value for name, value in here.answers.items() if name != now.name},
            skipped=here.skipped - {now.name},
            spoken={name: key for name, key in here.spoken.items() if name != now.name},
        )

    def _parse(self, now: Field, text: str) -> None:
        try:
            value = now.type.parse(text, self.setting)
        except Misread as misread:
            self.refusals = Refusals(fields={now.name: (misread, text)})
            return
        self._settle(now, value, text)

    def _narrow(self, now: Field, kind: Place, text: str) -> None:
        here = self.conversation
        try:
            found = kind.narrow(here.path, text, self.setting, here.recent)
        except Misread as misread:
            self.refusals = Refusals(fields={now.name: (misread, text)})
            return
        match found:
            case str():
                self._settle(now, found, text)
            case Narrowing(path):
                search = text if path == here.path else ""
                self.conversation = replace(here, path=path, search=search)

    def _list(self, now: Field, text: str) -> None:
        """What is done with the list of a group that repeats."""
        done = listed(self.scene, now, text, self.view)
        match done:
            case int():
                self._settle(now, done, text)
            case Misread():
                self.refusals = Refusals(fields={now.name: (done, "")})
            case _:
                self.conversation = done

    def _settle(self, now: Field, value: Value, text: str) -> None:
        """Keep an answer, unless its own constraint refuses it."""
        after = self.scene.after(self._with(now, value))
        if after.breaks(now):
            known = self.service.scope(after.known, now)
            self.refusals = Refusals(fields={now.name: (Invalid(known), text)})
        else:
            self.scene = after

    def _with(self, now: Field, value: Value) -> Conversation:
        """The conversation with that answer, and where it leads."""
        here = self.conversation
        spoken = {name: key for name, key in here.spoken.items() if name != now.name}
        answers = {**here.answers, now.name: value}
        ordered = {name: answers[name] for name in self.service.answerable if name in answers}
        return replace(
            here,
            answers=ordered,
            skipped=here.skipped - {now.name},
            spoken=spoken,
            at="",
            correcting=False,
            path=(),
            search="",
        )

    def _fill(self, texts: Mapping[str, str]) -> None:
        """A page of several questions: what is well answered is kept, the rest is said."""
        now = self.scene.now
        if now is None:
            return
        if isinstance(now.type, Items):
            self._answer(texts.get(now.name, ""), chosen=True)
            return
        shown = [each for each in self.scene.asked if each.group == now.group]
        refusals: dict[str, Refusal] = {}
        offered: dict[str, Narrowing] = {}
        for each in shown:
            one = _Step(self.scene.after(self.conversation.moved(each.name)), self.view)
            if one.scene.now != each:
                continue
            one._answer(texts.get(each.name, ""), chosen=False)
            refusals |= one.refusals.fields
            if one.conversation.at == each.name and not one.refusals.fields:
                offered[each.name] = self._offered(each, texts[each.name])
            self.conversation = one.conversation
        # What one answer makes of the page may leave out the field that led to it.
        unsettled = [each.name for each in self.scene.asked if each.name in {*refusals, *offered}]
        self.conversation = self.conversation.moved(
            unsettled[0] if unsettled else "",
            correcting=self.conversation.correcting and bool(unsettled),
        )
        self.refusals = Refusals(fields=refusals, offered=offered, given=texts)

    def _offered(self, each: Field, text: str) -> Narrowing:
        assert isinstance(each.type, Place)
        found = each.type.narrow((), text, self.setting)
        assert isinstance(found, Narrowing)
        return found
