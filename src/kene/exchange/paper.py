"""A service on paper: the form for who has no phone, and the leaflet that tells what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from kene.core.services import APPLICANT, Field, Group, Service
from kene.core.values import Items, Setting
from kene.core.values.phones import PLANS
from kene.exchange.boxes import boxes, several
from kene.exchange.saying import Saying

if TYPE_CHECKING:
    from kene.core.wording import Wording

Tree = dict[str, object]

_SHEETS: Final = 3
"""So many items of a group that repeats have their place on the form."""


class NoTypesetter(RuntimeError):
    """Typst is not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How the service is reached here: the USSD code to dial and the address, "" when unknown."""

    code: str = ""
    address: str = ""


def form(service: Service, language: str, reach: Reach, at: datetime) -> bytes:
    """The printable form in a language, made at `at`: a PDF/UA. Raises NoTypesetter."""
    return _typeset("form.typ", Sheet(service, language, reach, at).form(), at)


def leaflet(service: Service, language: str, reach: Reach, at: datetime) -> bytes:
    """The leaflet of one page in a language, made at `at`: a PDF/UA. Raises NoTypesetter."""
    # A leaflet has no numbered questions: conditions name what they read.
    sheet = Sheet(service, language, reach, at, numbered=False)
    return _typeset("leaflet.typ", sheet.leaflet(), at)


def _typeset(template: str, data: Tree, at: datetime) -> bytes:
    try:
        from kene.documents.typesetting import typeset
    except ImportError:
        raise NoTypesetter("pip install 'kene[site]'") from None
    folder = files("kene.exchange").joinpath("typst")
    sources = {
        name: folder.joinpath(name).read_bytes()
        for name in ("paper.typ", "form.typ", "leaflet.typ")
    }
    return typeset(template, sources, data, at)


@dataclass(frozen=True)
class Sheet:
    """What the templates are given of one service in one language: texts for people alone."""

    service: Service
    language: str
    reach: Reach
    at: datetime
    numbered: bool = True

    @cached_property
    def setting(self) -> Setting:
        """Who reads: somebody with a large sheet."""
        return Setting(self.language, self.service.country, self.at.date())

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each question, in the order of the sheet."""
        names = [name for group in self.service.groups for name in group.fields]
        return {name: str(number) for number, name in enumerate(names, 1)}

    @cached_property
    def saying(self) -> Saying:
        """The words of the sheet."""
        return Saying(self.service, self.setting, self.numbers if self.numbered else {})

    @property
    def own(self) -> Wording:
        """The words of this room."""
        return self.saying.own

    def form(self) -> Tree:
        """What `form.typ` draws."""
        words = self._words("form.")
        if self.reach.code:
            words["phone"] = self.own.say("form.phone", code=self.reach.code)
        else:
            words["phone"] = ""
        return self._head() | {
            "words": words,
            "sections": list(self._sections()),
            "papers": list(self._papers()),
            "facts": list(self._facts()),
            "purposes": list(self._purposes()),
            "laws": [self.saying.naming.law(key) for key in self.service.laws],
            "code": f"+{PLANS[self.service.country].code}",
        }

    def leaflet(self) -> Tree:
        """What `leaflet.typ` draws."""
        service, own = self.service, self.own
        return self._head() | {
            "words": self._words("leaflet."),
            "summary": self._named("summary"),
            "steps": list(self._steps()),
            "asks": [self._named(f"groups.{group.name}") for group in service.groups],
            "papers": list(self._papers()),
            "facts": list(self._facts())[:2],
            "gets": [self._named(f"documents.{name}") for name in service.documents]
            or [own.say("leaflet.answer")],
            "web": own.say("leaflet.web", address=self.reach.address) if self.reach.address else "",
            "contest": self._contest("leaflet.contest_how") or own.say("leaflet.contest_ask"),
            "data": list(self._data()),
            "laws": [self.saying.naming.law(key) for key in service.laws],
        }

    def _head(self) -> Tree:
        country = self.service.country
        known = self.own.has(f"state.{country}.name")
        reviewed = self.service.wordings[self.language].reviewed and self.own.reviewed
        return {
            "language": self.language,
            "state": self.own.say(f"state.{country}.name") if known else "",
            "motto": self.own.say(f"state.{country}.motto") if known else "",
            "authority": self._named("authority"),
            "title": self._named("title"),
            "reference": self.service.reference,
            "unsure": self.own.say("unsure") if self.service.marks else "",
            "unreviewed": "" if reviewed else self.own.say("leaflet.unreviewed"),
        }

    def _words(self, prefix: str) -> Tree:
        """This room's own texts under a key, those with details as they are."""
        return {
            key.removeprefix(prefix): text.long
            for key, text in self.own.texts.items()
            if key.startswith(prefix)
        }

    def _sections(self) -> Iterator[Tree]:
        for group in self.service.groups:
            title = self._named(f"groups.{group.name}")
            own = self.service.fields.get(group.name) if group.repeats else None
            if own is None or not isinstance(own.type, Items):
                yield {"title": title, "only": "", "questions": self._questions(group), "more": ""}
                continue
            shown = min(own.type.max, _SHEETS)
            for number in range(1, shown + 1):
                more = own.type.max > shown and number == shown
                yield {
                    "title": self._item(group.name, title, number),
                    "only": self.saying.only_if(own.when) if number == 1 else "",
                    "questions": self._questions(group),
                    "more": self.own.say("form.another", most=own.type.max) if more else "",
                }

    def _item(self, name: str, title: str, number: int) -> str:
        wording = self.service.wordings[self.language]
        key = f"fields.{name}.item"
        return wording.say(key, number=number) if wording.has(key) else f"{title} {number}"

    def _questions(self, group: Group) -> list[Tree]:
        return [self._question(self.service.fields[name]) for name in group.fields]

    def _question(self, field: Field) -> Tree:
        key = f"fields.{field.name}"
        return {
            "number": self.numbers[field.name],
            "text": self._named(f"{key}.ask"),
            "help": self._named(f"{key}.help", ""),
            "only": self.saying.only_if(field.when),
            "note": self._note(field),
            "boxes": boxes(field, self.setting),
        }

    def _note(self, field: Field) -> str:
        between = several(field)
        if not between:
            return self.own.say("form.optional") if field.optional else ""
        low, high = between
        if low <= 1 and high == len(field.type.offered(self.setting)):
            return self.own.say("form.several")
        return self.own.say("form.several_between", low=low, high=high)

    def _papers(self) -> Iterator[Tree]:
        for name, paper in self.service.evidence.items():
            accepted = [self.own.say(f"accept.{each}") for each in paper.accept]
            yield {
                "text": self._named(f"evidence.{name}"),
                "accept": f" {self.own.say('or')} ".join(accepted),
                "only": self.saying.only_if(paper.when),
            }

    def _facts(self) -> Iterator[Tree]:
        """Price, time and contest, each as a label and a text."""
        own = self.own
        yield {"label": own.say("form.cost"), "text": self.saying.fee()}
        spans = [
            self.saying.span(stage.within)
            for stage in self.service.stages.values()
            if stage.within is not None and stage.by != APPLICANT
        ]
        if spans:
            text = own.say("leaflet.delay_within", within=spans[0])
            yield {"label": own.say("form.delay"), "text": text}
        contest = self._contest("form.contest_how")
        if contest:
            yield {"label": own.say("form.contest"), "text": contest}

    def _contest(self, key: str) -> str:
        contest = self.service.contest
        if contest is None:
            return ""
        within, before = self.saying.span(contest.within), self.saying.before(contest.before)
        return self.own.say(key, within=within, before=before)

    def _purposes(self) -> Iterator[str]:
        for purpose in self.service.purposes.values():
            yield self.own.say(
                "form.purpose",
                purpose=self._named(f"purposes.{purpose.key}"),
                basis=self.own.say(f"basis.{purpose.basis}"),
                keep=self.saying.span(purpose.keep),
            )

    def _data(self) -> Iterator[str]:
        """What is kept, how long, and what a person may ask of it."""
        for purpose in self.service.purposes.values():
            named = self._named(f"purposes.{purpose.key}")
            keep = self.saying.span(purpose.keep)
            yield self.own.say("leaflet.purpose", purpose=named, keep=keep)
        yield self.own.say("form.rights")

    def _steps(self) -> Iterator[str]:
        own, code = self.own, self.reach.code
        dialled = own.say("leaflet.step_dial", code=code)
        yield dialled if code else own.say("leaflet.step_dial_unknown")
        yield own.say("leaflet.step_choose", title=self._named("title"))
        for step in ("answer", "confirm", "follow"):
            yield own.say(f"leaflet.step_{step}")

    def _named(self, key: str, default: str | None = None) -> str:
        return self.saying.naming.named(key, default)
