"""Every screen of every path, in every language, as each channel that draws pages really draws it.

A question is drawn as it is asked, with its help, and with what is said of an answer that does not
parse. A summary takes the pages that its answers need.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kene.core.conversation import Scene, View
from kene.core.conversation.showing import draw
from kene.core.conversation.step import take
from kene.core.problems import Problem, declare
from kene.core.screens import Help, Option, Question, Say, Screen
from kene.core.screens.encoding import fallback, mend
from kene.core.screens.phone import Page, pages, words
from kene.core.services import Service, name_of
from kene.core.services.checks import Places
from kene.core.services.checks.expected import needed
from kene.core.values import Items
from kene.core.wording import Text
from kene.testing.paths import paths
from kene.testing.visitor import BUDGETS, Channel

STATES: Final = 50
"""States of a conversation that a check draws; the report of `kene check --report` draws more."""
PAGES: Final = 3
"""A person who turns more pages than this has forgotten the first."""
_ANY_DAY: Final = date(2026, 1, 1)
_NOTHING: Final = "\u241b"
"""Something that nobody types, and no type reads."""

CUT: Final = declare(
    "S242",
    fr=(
        "L'option « {option} » est plus longue qu'un écran {channel} : elle serait coupée.",
        "Donnez-lui une forme « short ».",
    ),
    en=(
        "The option '{option}' is longer than a screen of {channel}: it would be cut.",
        "Give it a 'short' form.",
    ),
)
MANY_PAGES: Final = declare(
    "S243",
    fr=(
        "L'écran de « {name} » prend {count} pages sur {channel} en {language}.",
        "Raccourcissez-le : 3 pages au plus se lisent bien.",
    ),
    en=(
        "The screen of '{name}' takes {count} pages on {channel} in {language}.",
        "Shorten it: at most 3 pages are read with ease.",
    ),
    warning=True,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A screen as a channel draws it, in a language."""

    channel: Channel
    language: str
    screen: Screen
    pages: tuple[Page, ...]


def unfit(service: Service, places: Places) -> Iterator[Problem]:
    """Screens that a phone can't show whole, or that are too long to be read."""
    for each in drawn(_worded(service), STATES):
        if each.screen.question is not None:
            yield from _question(each, each.screen.question, places)


def _worded(service: Service) -> Service:
    """The service with a text for each that is missing: that is another problem, told elsewhere."""
    needs = {key: Text("…") for key in needed(service)}
    wordings = {
        language: replace(each, texts={**needs, **each.texts})
        for language, each in service.wordings.items()
    }
    return replace(service, wordings=wordings)


def drawn(service: Service, states: int, today: date = _ANY_DAY) -> Iterator[Drawn]:
    """Each screen once, by channel and by language."""
    channels = [name for name in BUDGETS if name in service.channels]
    here = [Scene(service, state, today) for state in paths(service, today, states).states]
    scenes = {_alike(scene): scene for scene in here}.values()
    for language in service.languages:
        seen: dict[Screen, None] = {}
        for scene in scenes:
            said = replace(scene.conversation, language=language)
            seen |= dict.fromkeys(_screens(scene.after(said), today))
        for screen in seen:
            for channel in channels:
                made = pages(screen, BUDGETS[channel], words(language))
                yield Drawn(channel, language, screen, made)


def _alike(scene: Scene) -> Hashable:
    """What makes a screen: of a question, where it stands; of a list or a summary, the answers."""
    now, here = scene.now, scene.conversation
    if now is None or isinstance(now.type, Items):
        return (now.name if now else "", tuple(here.answers.items()), here.path)
    return (now.name, scene.asked[0] is now, bool(here.answers), here.correcting)


def _screens(scene: Scene, today: date) -> Iterator[Screen]:
    """The screen of a scene: as it is asked, with its help, and with a refusal."""
    view = View(today, "short")
    shown = draw(scene, view)
    yield shown
    if shown.question is not None:
        yield from (take(scene, given, view)[1] for given in (Help(), Say(_NOTHING)))


def _question(each: Drawn, question: Question, places: Places) -> Iterator[Problem]:
    name = name_of(question.field)
    for option in _cut(question, each.pages):
        key = f"fields.{name}.options.{option.key}"
        details = {"option": option.label, "channel": each.channel}
        yield Problem(CUT, places.wording(each.language, key), details)
    if len(each.pages) > PAGES:
        details = {"name": name, "language": each.language, "channel": each.channel}
        where = places.wording(each.language, f"fields.{name}.ask")
        yield Problem(MANY_PAGES, where, {**details, "count": str(len(each.pages))})


def _cut(question: Question, made: tuple[Page, ...]) -> Iterator[Option]:
    """The options that no page shows whole."""
    shown = "\n".join(page.text for page in made)
    for option in question.options:
        label = " ".join(mend(option.label).split())
        if label not in shown and fallback(label) not in shown:
            yield option
