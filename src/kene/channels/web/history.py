"""A browser's history: pages that come back from it, and forms that are sent again.

What answers a form is the next page itself: a redirection would cost a latency more. So reloading
a page, or going back to it, may send a form once more. What it did is not done again, and the page
that it gave comes again, with what was answered there since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.conversation import Scene, encode
from kene.core.screens import Screen
from kene.core.screens.inputs import Abandon, Back, Confirm, Correct, Fill, Input
from kene.core.services import Field, Service
from kene.core.services import name_of as list_of
from kene.intake import api as intake

SUMMARY: Final = "verification"
"""The address of the summary."""

Step = tuple[intake.Kept, intake.Shown]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sends: `at` is the question that its page begins with, `mark` what the page was
    drawn of; it `corrects` an answer that was come to from the summary. A `fresh` page showed no
    answer."""

    given: Input
    at: str
    mark: str
    corrects: bool
    fresh: bool


def mark_of(kept: intake.Kept) -> str:
    """What names all that was answered so far, or the receipt; "" when there is nothing.

    Each form carries it: one that carries another was sent before, or is of an earlier page.
    """
    talk, slip = kept.visit.conversation, kept.slip
    if talk is not None:
        service = catalogue.service(kept.visit.service)
        return _digest(encode(service, replace(talk.moved(), language="")))
    return _digest(slip.number.encode()) if slip else ""


def first_of(screen: Screen | None) -> str:
    """The question that a page begins with; "" for one that asks nothing, such as the summary."""
    return screen.questions[0].field if screen and screen.questions else ""


def name_of(shown: intake.Shown) -> str:
    """What the address calls a screen: the group that it asks, or the summary."""
    first = first_of(shown.screen)
    return shown.service.answerable[first].group if shown.service and first else SUMMARY


def taken(kept: intake.Kept, sent: Sent, desk: intake.NodeDesk) -> Step:
    """The step that a form asks for, or nothing where it is a repeat."""
    given, at = sent.given, sent.at
    shown = intake.showing(kept, desk.now)
    here, current = at == first_of(shown.screen), sent.mark == mark_of(kept)
    match given:
        case Back() if not here:
            return kept, beside(kept, at, -1, desk)
        case Confirm() | Abandon() if not current:
            return kept, shown
        case Fill() if not here:
            return _answered_again(kept, sent, current, desk)
        case Fill(texts) if not current and (_lists(shown.screen) or _asks_more(shown, texts)):
            return kept, shown
        case _:
            return intake.taking(given, desk)(kept)


def begun_before(kept: intake.Kept, service: Service, desk: intake.NodeDesk) -> intake.Shown | None:
    """What beginning a service gave, when that was done already: its first page as it is, or its
    receipt; None when it is to be begun."""
    visit = kept.visit
    if visit.conversation is None:
        return intake.showing(kept, desk.now) if kept.slip else None
    if visit.service != service.digest or visit.completing:
        return None
    return _opened(kept, next(iter(_pages(kept, desk)), None), desk)


def completed_before(
    kept: intake.Kept, case: casework.CaseView, desk: intake.NodeDesk
) -> intake.Shown | None:
    """What beginning to complete a case gave, when that was done already; None when it is to be
    begun."""
    visit = kept.visit
    asked = visit.conversation.only if visit.conversation else ()
    if not visit.completing or visit.case != case.number or asked != case.file.asked:
        return None
    return _opened(kept, next(iter(_pages(kept, desk)), None), desk)


def page_called(kept: intake.Kept, name: str, desk: intake.NodeDesk) -> intake.Shown:
    """The page of that address, as it is; where the request is when there is none."""
    shown = intake.showing(kept, desk.now)
    if name == name_of(shown):
        return shown
    found = (each for each in _pages(kept, desk) if each.group == name)
    return _opened(kept, next(found, None), desk)


def beside(kept: intake.Kept, at: str, way: Literal[-1, 1], desk: intake.NodeDesk) -> intake.Shown:
    """The page before or after the one that begins with a question, the summary's being "", as it
    is; where the request is when there is none."""
    pages = _pages(kept, desk)
    names = [*(each.name for each in pages), ""]
    beyond = names.index(at) + way if at in names else -1
    return _opened(kept, pages[beyond] if 0 <= beyond < len(pages) else None, desk)


def _answered_again(kept: intake.Kept, sent: Sent, current: bool, desk: intake.NodeDesk) -> Step:
    """A page of the history answers its own questions again, whatever came after; where its answers
    are those of before, it only leads on to the page after it."""
    back, there = intake.taking(Correct(sent.at), desk)(kept)
    lists = _lists(there.screen)
    if sent.at != first_of(there.screen) or (lists and not current):
        return kept, intake.showing(kept, desk.now)
    given = _completed(sent.given, there.screen) if sent.fresh else sent.given
    after, led = intake.taking(given, desk)(back)
    if lists or mark_of(after) != mark_of(kept) or name_of(led) == name_of(there):
        return after, led
    return kept, _after(kept, sent, desk)


def _completed(given: Input, screen: Screen | None) -> Input:
    """What was left empty on a page that a browser kept from before it was answered stays as it was
    answered since: the person did not see it."""
    if not isinstance(given, Fill) or screen is None:
        return given
    before = {question.field: question.given for question in screen.questions}
    return Fill(before | {name: text for name, text in given.texts.items() if text})


def _after(kept: intake.Kept, sent: Sent, desk: intake.NodeDesk) -> intake.Shown:
    """The page after the one that was sent: after a correction the summary, after an item its
    list."""
    item = catalogue.service(kept.visit.service).answerable[sent.at]
    if sent.corrects:
        return intake.showing(kept, desk.now)
    if item.item:
        return page_called(kept, list_of(item.group), desk)
    return beside(kept, sent.at, 1, desk)


def _pages(kept: intake.Kept, desk: intake.NodeDesk) -> tuple[Field, ...]:
    """The question that each page of the request under way begins with."""
    talk = kept.visit.conversation
    if talk is None:
        return ()
    service = catalogue.service(kept.visit.service)
    today = casework.moment(service.country, desk.now).today
    firsts: dict[str, Field] = {}
    for each in Scene(service, talk, today).asked:
        firsts.setdefault(each.group, each)
    return tuple(firsts.values())


def _opened(kept: intake.Kept, first: Field | None, desk: intake.NodeDesk) -> intake.Shown:
    """The page that begins with this question, where it was come to; else where the request is."""
    shown, talk = intake.showing(kept, desk.now), kept.visit.conversation
    if first is None or talk is None or first.group == name_of(shown):
        return shown
    _, there = intake.taking(Correct(first.name), desk)(kept)
    return there if there.screen is not None else shown


def _lists(screen: Screen | None) -> bool:
    """Whether what is sent adds to a list or takes from it: done twice, it would be two."""
    return any(question.entry == "items" for question in screen.questions) if screen else False


def _asks_more(shown: intake.Shown, texts: Mapping[str, str]) -> bool:
    """Whether the page asks what an earlier form of it did not: an answer brought it."""
    questions = shown.screen.questions if shown.screen else ()
    return any(question.field not in texts for question in questions)


def _digest(octets: bytes) -> str:
    return hashlib.blake2b(octets, digest_size=6).hexdigest()
