"""A conversation that is under way: only answers, and where the person deliberately went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, cast

from kene.core.screens import Screen
from kene.core.services import Field, Service, name_of, number_of, refused
from kene.core.services.asking import count
from kene.core.values import Items, Json, Value

End = Literal["", "confirmed", "abandoned"]
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one conversation. The position follows from the answers.

    `at` is a field that the person went back to; `correcting` says that they came from the summary.
    `path` and `search` are the steps taken inside one answer, such as a place. `only` restricts the
    questions to some fields, whose earlier answers are in `before`: a request for more. `skipped`
    are optional fields left blank. `recent` are places that this person answered before. `spoken`
    are fields that were said in a call and wait to be written, with the key of each recording.
    """

    language: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    at: str = ""
    correcting: bool = False
    path: tuple[str, ...] = ()
    search: str = ""
    skipped: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)
    recent: tuple[str, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)
    end: End = ""

    def moved(self, at: str = "", *, correcting: bool = False) -> Conversation:
        """The same answers, at another field, or where the answers lead when it is ""."""
        return replace(self, at=at, correcting=correcting, path=(), search="")


@dataclass(frozen=True, slots=True)
class View:
    """How the person sees it: the day, the manner of texts, and whether groups are asked whole."""

    today: date
    manner: Literal["screen", "short", "speech"] = "screen"
    groups: bool = False


def begin(
    service: Service,
    language: str,
    *,
    only: tuple[str, ...] = (),
    answers: Mapping[str, Value] | None = None,
    recent: tuple[str, ...] = (),
) -> Conversation:
    """A new conversation; with `only`, one that asks these fields again of given `answers`."""
    spoken = language if language in service.languages else service.languages[0]
    given = dict(answers or {})
    before = {name: given.pop(name) for name in only if name in given}
    # A list is opened again as it was: its items stay, and are counted again.
    before = {n: v for n, v in before.items() if not isinstance(service.fields[n].type, Items)}
    return Conversation(spoken, given, only=only, before=before, recent=recent)


class Scene:
    """A conversation on a day, and what follows from its answers, each thing worked out once."""

    __slots__ = ("asked", "conversation", "known", "now", "service", "shown", "today")

    def __init__(
        self, service: Service, conversation: Conversation, today: date, like: Scene | None = None
    ) -> None:
        """`like` is a scene of the same service and day, whose work serves again where it can."""
        self.service = service
        self.conversation = conversation
        self.today = today
        same = like is not None and like.conversation.answers is conversation.answers
        self.known: Mapping[str, object] = (
            like.known if like and same else service.known(conversation.answers, today)
        )
        """What expressions may read."""
        self.asked: tuple[Field, ...] = (
            like.asked if like and same and self._asks_alike(like.conversation) else self._asked()
        )
        """The fields that are asked, in order."""
        self.now = self._position()
        """The field to ask now: where the person went back to, else the first that is not well
        answered; None at the summary."""
        self.shown: dict[View, Screen] = {}
        """The screen that each view gives, once it was drawn."""

    def _asks_alike(self, other: Conversation) -> bool:
        """Whether nothing but the answers could make the same fields be asked."""
        here = self.conversation
        return other.skipped == here.skipped and (
            not self.service.repeats or number_of(other.at) == number_of(here.at) == 0
        )

    def breaks(self, field: Field) -> bool:
        """Whether the answer to a field breaks its own constraint for sure."""
        return field.valid is not None and refused(
            field.valid, self.service.scope(self.known, field)
        )

    @property
    def begins_item(self) -> bool:
        """Whether the field to ask is the first of an item that has no answer yet, and need not."""
        now = self.now
        if now is None or not now.item or now.name in self.conversation.answers:
            return False
        group = self.service.repeats[name_of(now.group)]
        least = self.service.fields[group.name].type
        assert isinstance(least, Items)
        return now.item > max(least.min, count(group, self.conversation.answers))

    def after(self, conversation: Conversation) -> Scene:
        """The scene of the same conversation a step later."""
        return Scene(self.service, conversation, self.today, self)

    def _asked(self) -> tuple[Field, ...]:
        """What the answers call for; a request for more asks its own fields and what they bring."""
        here = self.conversation
        asked = self.service.asked_of(self.known, here.at)
        if not here.only:
            return asked
        kept = here.answers.keys() - set(here.only) - here.skipped
        return tuple(
            each
            for each in asked
            if each.name not in kept
            or each.name in here.only
            or (each.item and name_of(each.group) in here.only)
        )

    def _position(self) -> Field | None:
        here = self.conversation
        if here.at:
            for each in self.asked:
                if each.name == here.at:
                    return each
        for each in self.asked:
            if each.name in here.answers:
                if each.valid is not None and self.breaks(each):
                    return each
            elif each.name not in here.skipped and each.name not in here.spoken:
                return each
        return None


def sayable(service: Service, conversation: Conversation, field: Field) -> bool:
    """Whether a field may be said in a call, and written down by a person once all is confirmed:
    in a new request, where nothing is worked out from it."""
    return not conversation.only and field.name in service.sayable


def encode(service: Service, conversation: Conversation) -> bytes:
    """The conversation as compact JSON, of which `decode` makes it again."""
    state: dict[str, Json] = {"l": conversation.language}
    _put(state, "a", _written(service, conversation.answers))
    _put(state, "b", _written(service, conversation.before))
    _put(state, "t", conversation.at)
    _put(state, "c", conversation.correcting)
    _put(state, "p", list(conversation.path))
    _put(state, "f", conversation.search)
    _put(state, "s", sorted(conversation.skipped))
    _put(state, "o", list(conversation.only))
    _put(state, "r", list(conversation.recent))
    _put(state, "v", dict(conversation.spoken))
    _put(state, "e", conversation.end)
    return _COMPACT.encode(state).encode()


def decode(service: Service, state: bytes) -> Conversation:
    """The conversation that `encode` wrote. Raises ValueError on anything else."""
    raw = json.loads(state)
    if not isinstance(raw, dict):
        raise ValueError("not a conversation")
    return Conversation(
        language=raw["l"],
        answers=_read(service, raw.get("a", {})),
        before=_read(service, raw.get("b", {})),
        at=raw.get("t", ""),
        correcting=raw.get("c", False),
        path=tuple(raw.get("p", ())),
        search=raw.get("f", ""),
        skipped=frozenset(raw.get("s", ())),
        only=tuple(raw.get("o", ())),
        recent=tuple(raw.get("r", ())),
        spoken=raw.get("v", {}),
        end=cast(End, raw.get("e", "")),
    )


def _put(state: dict[str, Json], key: str, value: object) -> None:
    if value:
        state[key] = cast(Json, value)


def _written(service: Service, answers: Mapping[str, Value]) -> dict[str, Json]:
    return {name: service.answerable[name].type.encode(value) for name, value in answers.items()}


def _read(service: Service, raw: Mapping[str, Json]) -> dict[str, Value]:
    return {name: service.answerable[name].type.decode(value) for name, value in raw.items()}
