"""The screen of a conversation: a question, a page of questions, the summary, or the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kene.core.casefile import Due, before_answer
from kene.core.conversation.listing import Listing, items_in
from kene.core.conversation.state import Conversation, Scene, View, sayable
from kene.core.screens import Note, Option, Question, Screen
from kene.core.services import Field, Naming, Service, name_of, quote
from kene.core.services.asking import address
from kene.core.values import Date, Items, Misread, Money, Narrowing, Place, Setting, Text, sentence
from kene.core.wording import Wording, bundled


@dataclass(frozen=True, slots=True)
class Invalid:
    """An answer that breaks the condition of its field, and what was known with it."""

    known: Mapping[str, object]


Refusal = tuple[Misread | Invalid | str, str]


@dataclass(frozen=True, slots=True)
class Refusals:
    """Why a step was not taken: by field, a misreading or the name of a reason, and what was typed.

    `offered` are answers that need one more choice; `given` the raw texts of a page.
    """

    fields: Mapping[str, Refusal] = field(default_factory=dict)
    offered: Mapping[str, Narrowing] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    help: bool = False
    choose: bool = False


NONE = Refusals()


@cache
def own(language: str, manner: str = "") -> Wording:
    """Kene's own sentences of a conversation, in that language; as they are said aloud in the
    manner `speech`."""
    said = bundled("kene.core.conversation", language)
    return said.aloud() if manner == "speech" else said


def shut_sentence(service: Service, why: str, setting: Setting) -> str:
    """Why a service receives no request now (`early`, `over` or `full`), with its day."""
    call = service.call
    days = {"early": call.opens, "over": call.closes} if call else {}
    day = days.get(why)
    shown = Date().show(day, setting) if day else ""
    return own(setting.language, setting.manner).say(
        f"shut.{why}", short=setting.manner == "short", day=shown
    )


def cost_sentence(fee: int | None, setting: Setting) -> str:
    """What a request costs, in whole francs; None when it is not settled."""
    said = own(setting.language, setting.manner)
    if fee is None:
        return said.say("fee_unknown")
    return said.say("fee", fee=Money().show(fee, setting)) if fee else said.say("free")


def due_sentence(service: Service, due: Due, setting: Setting) -> str:
    """By when a new request is answered; or what to do first, by when, and that the time to answer
    counts from then."""
    short, day = setting.manner == "short", Date().show(due.day, setting)
    said, first = own(setting.language, setting.manner), before_answer(service, due)
    if first == "act":
        stage = Naming(service, setting).named(f"stages.{due.stage}")
        return said.say("due.act", short=short, day=day, stage=stage)
    if first == "pay" and due.balance is None:
        return said.say("due.price", short=short, day=day)
    fee = Money().show(due.balance or 0, setting)
    return said.say(f"due.{first or 'answer'}", short=short, day=day, fee=fee)


def show(
    service: Service, conversation: Conversation, view: View, refusals: Refusals = NONE
) -> Screen:
    """The screen where the conversation is."""
    return draw(Scene(service, conversation, view.today), view, refusals)


def draw(scene: Scene, view: View, refusals: Refusals = NONE) -> Screen:
    """The screen of a scene; the one that refuses nothing is drawn once."""
    if refusals is not NONE:
        return _Showing(scene, view, refusals).screen()
    shown = scene.shown.get(view)
    if shown is None:
        shown = scene.shown[view] = _Showing(scene, view, refusals).screen()
    return shown


class _Showing:
    def __init__(self, scene: Scene, view: View, refusals: Refusals) -> None:
        service, conversation = scene.service, scene.conversation
        self.scene = scene
        self.service = service
        self.conversation = conversation
        self.view = view
        self.refusals = refusals
        self.wording = service.wording(conversation.language, view.manner)
        self.own = own(conversation.language, view.manner)
        self.short = view.manner == "short"
        self.setting = Setting(conversation.language, service.country, view.today, view.manner)

    @property
    def naming(self) -> Naming:
        """What the pack calls things, for this person."""
        return Naming(self.service, self.setting)

    def screen(self) -> Screen:
        if self.conversation.end:
            key = f"end.{self.conversation.end}"
            return Screen("end", self._title(), (self.own.say(key, short=self.short),))
        now = self.scene.now
        if now is None:
            return self._summary()
        return self._page(now) if self.view.groups else self._single(now)

    def _title(self) -> str:
        return self.wording.say("title", short=self.short)

    def _single(self, now: Field) -> Screen:
        asked = self.scene.asked
        inside = bool(self.conversation.path or self.conversation.search)
        back = inside or self.conversation.correcting or asked[0] is not now
        return Screen(
            "question",
            self._title(),
            self._unreviewed(),
            questions=(self._question(now, inside=True),),
            back=back,
            help=self._has_help(now),
        )

    def _page(self, now: Field) -> Screen:
        asked = self.scene.asked
        group = [each for each in asked if each.group == now.group]
        key = f"groups.{now.group}"
        title = self.wording.say(key) if self.wording.has(key) else self._title()
        if now.item:
            title = self.naming.item(name_of(now.group), now.item)
        return Screen(
            "question",
            title,
            questions=tuple(self._question(each, inside=False) for each in group),
            back=self.conversation.correcting or asked[0].group != now.group,
        )

    def _unreviewed(self) -> tuple[str, ...]:
        """A language that no speaker read says so, once."""
        if self.wording.reviewed or self.conversation.answers:
            return ()
        return (self.own.say("unreviewed", short=self.short),)

    def _question(self, each: Field, *, inside: bool) -> Question:
        if isinstance(each.type, Items):
            return self._list(each)
        offered = self._narrowing(each, inside=inside)
        options = offered.options if offered else each.type.offered(self.setting)
        return Question(
            field=each.name,
            text=self._ask(each, offered, inside=inside),
            entry=each.type.entry,
            options=options,
            given=self._given(each),
            note=self._note(each, offered),
            hint=self._hint(each, inside=inside),
            optional=each.optional or each.name in self.conversation.before,
            maximum=each.type.max if isinstance(each.type, Text) else 0,
            sayable=sayable(self.service, self.conversation, each),
        )

    def _list(self, each: Field) -> Question:
        """The items of a group, and what can be done; on a phone, an item or the list."""
        own = Listing(self.scene, each, self.naming, self.own)
        inside = self.conversation.path
        help_ = self._hint(each, inside=not self.view.groups)
        if inside:
            return Question(each.name, own.title(inside[0]), "items", own.inside(inside[0]))
        return Question(
            field=each.name,
            text=self.wording.say(f"fields.{each.name}.ask", short=self.short),
            entry="items",
            options=own.options(whole=self.view.groups),
            note=self._note(each, None),
            hint=help_,
        )

    def _narrowing(self, each: Field, *, inside: bool) -> Narrowing | None:
        """What is offered inside an answer that is found step by step."""
        kind = each.type
        if not isinstance(kind, Place):
            return None
        if each.name in self.refusals.offered:
            return self.refusals.offered[each.name]
        here = self.conversation
        if not inside:
            return Narrowing((), ())
        if here.search:
            found = kind.narrow(here.path, here.search, self.setting, here.recent)
            assert isinstance(found, Narrowing)
            return found
        return kind.at(here.path, self.setting, here.recent)

    def _ask(self, each: Field, offered: Narrowing | None, *, inside: bool) -> str:
        here = self.conversation
        if offered and inside and (here.path or here.search):
            return offered.prompt
        return self.wording.say(f"fields.{name_of(each.name)}.ask", short=self.short)

    def _hint(self, each: Field, *, inside: bool) -> str:
        """The help, where there is room for it unasked, and what was answered before."""
        parts = []
        if not inside and self._has_help(each):
            parts.append(self.wording.say(f"fields.{name_of(each.name)}.help"))
        if each.name in self.conversation.before:
            value = each.type.show(self.conversation.before[each.name], self.setting)
            parts.append(self.own.say("before", short=self.short, answer=value))
        return " ".join(parts)

    def _given(self, each: Field) -> str:
        if each.name in self.refusals.given:
            return self.refusals.given[each.name]
        if each.name in self.refusals.fields:
            return self.refusals.fields[each.name][1]
        answers = {**self.conversation.before, **self.conversation.answers}
        value = answers.get(each.name)
        if value is None:
            return ""
        if each.type.entry == "choice":
            return str(each.type.encode(value)).lower()
        if isinstance(value, tuple):
            return ",".join(value)
        return each.type.show(value, self.setting)

    def _note(self, each: Field, offered: Narrowing | None) -> Note | None:
        if each.name in self.refusals.fields:
            return Note(self._why(each, self.refusals.fields[each.name][0]), error=True)
        if each.name in self.refusals.offered and offered:
            return Note(offered.prompt, error=True)
        if self.refusals.help and self._has_help(each):
            key = f"fields.{name_of(each.name)}.help"
            return Note(self.wording.say(key, short=self.short))
        left = each.name in self.conversation.answers and self.conversation.at != each.name
        if left and self.scene.breaks(each):
            known = self.service.scope(self.scene.known, each)
            return Note(self._why(each, Invalid(known)), error=True)
        return None

    def _why(self, each: Field, reason: Misread | Invalid | str) -> str:
        if isinstance(reason, Misread):
            return sentence(reason, self.setting)
        if isinstance(reason, str):
            return self.own.say(reason, short=self.short)
        key = f"fields.{name_of(each.name)}.invalid"
        if not self.wording.has(key):
            return self.own.say("invalid", short=self.short)
        words = self.naming.words(self.wording.texts[key].placeholders, reason.known)
        return self.wording.say(key, short=self.short, **words)

    def _has_help(self, each: Field) -> bool:
        return self.wording.has(f"fields.{name_of(each.name)}.help")

    def _summary(self) -> Screen:
        asked, naming = self.scene.asked, self.naming
        here = self.conversation
        answered = [each for each in asked if each.name in here.answers or each.name in here.spoken]
        lines = (line for each in answered for line in self._lines(each, naming))
        confirm = Option("confirm", self.own.say("confirm", short=self.short))
        abandon = Option("abandon", self.own.say("abandon", short=self.short))
        return Screen(
            "summary",
            self.own.say("summary", short=self.short),
            self._terms(),
            options=(confirm, *lines, abandon),
            note=Note(self.own.say("choose"), error=True) if self.refusals.choose else None,
            back=True,
        )

    def _terms(self) -> tuple[str, ...]:
        """What it costs; on a large screen, also what the answers are for."""
        if self.conversation.only:
            return ()
        cost = self._cost()
        if self.short:
            return (cost,)
        used = dict.fromkeys(each.purpose for each in self.service.fields.values())
        purposes = (self.wording.say(f"purposes.{purpose}") for purpose in used)
        return (cost, self.own.say("purposes", purposes=" ; ".join(purposes)))

    def _cost(self) -> str:
        """What these answers owe, known before they are confirmed."""
        fee = quote(self.service, self.conversation.answers, self.view.today)
        return cost_sentence(fee, self.setting)

    def _lines(self, each: Field, naming: Naming) -> Iterator[Option]:
        """The line of an answer; an item is one line on a large screen, and none on a phone."""
        if each.item:
            return
        if each.name in self.conversation.spoken:
            yield Option(each.name, naming.label(each.name), self.own.say("spoken"))
            return
        shown = naming.answered(each.name, self.conversation.answers)
        yield Option(each.name, naming.label(each.name), shown)
        if isinstance(each.type, Items) and self.view.groups:
            group = self.service.repeats[each.name]
            for number in range(1, items_in(self.scene, each) + 1):
                inside = naming.inside(group, number, self.conversation.answers)
                yield Option(address(each.name, number), naming.item(each.name, number), inside)
