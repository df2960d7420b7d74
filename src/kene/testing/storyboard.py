"""A conversation drawn for a meeting: each screen on its phone, and what is done around it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import Final, Literal, assert_never

from kene.core.services import Service
from kene.core.values import Date, Setting
from kene.core.wording import Wording, bundled
from kene.exchange.api import NoTypesetter
from kene.testing.play import play
from kene.testing.transcript import Act, Day, Step, Transcript, Typed

Form = Literal["pdf", "svg"]
FORMS: Final[tuple[Form, ...]] = ("pdf", "svg")
_TEMPLATE: Final = "storyboard.typ"


def storyboard(transcript: Transcript, service: Service, form: Form, at: datetime) -> bytes:
    """The pictures of a conversation as it really goes: sheets of a PDF, or one SVG.

    Raises NoTypesetter.
    """
    try:
        from kene.documents.typesetting import picture, typeset
    except ImportError:
        raise NoTypesetter("pip install 'kene[site]'") from None
    source = files("kene.testing").joinpath("typst", _TEMPLATE).read_bytes()
    data = _told(transcript, service) | {"paged": form == "pdf"}
    draw = typeset if form == "pdf" else picture
    return draw(_TEMPLATE, {_TEMPLATE: source}, data, at)


def _told(transcript: Transcript, service: Service) -> dict[str, object]:
    """What the template is given: words alone."""
    own = bundled("kene.testing", "fr")
    setting = Setting("fr", service.country, transcript.today)
    spoken = transcript.language or service.languages[0]
    really = play(transcript, service).accepted
    return {
        "title": transcript.title,
        "service": service.wording("fr" if "fr" in service.languages else spoken).say("title"),
        "reference": service.reference,
        "channel": own.say(f"storyboard.channel.{transcript.channel}"),
        "day": Date().show(transcript.today, setting),
        "legend": {
            each: own.say(f"storyboard.legend.{each}")
            for each in ("step", "screen", "fact", "order")
        },
        "frames": list(_frames(really.steps, service, own, setting)),
    }


def _frames(
    steps: tuple[Step, ...], service: Service, own: Wording, setting: Setting
) -> Iterator[dict[str, object]]:
    for number, step in enumerate(steps, 1):
        yield {
            "number": number,
            "who": _who(step, own),
            "done": _done(step, service, own, setting),
            "screen": list(step.screen),
            "facts": list(step.facts),
        }


def _who(step: Step, own: Wording) -> str:
    match step.done:
        case Typed():
            return own.say("storyboard.types")
        case Act(role):
            return role
        case Day():
            return ""
        case _:
            assert_never(step.done)


def _done(step: Step, service: Service, own: Wording, setting: Setting) -> str:
    match step.done:
        case Typed(lines):
            return "\n".join(lines)
        case Act(_, action, reason, entries):
            told = f"{action} : {reason}" if reason else action
            return "\n".join((told, *(f"{name} = {text}" for name, text in entries)))
        case Day(today):
            return own.say("storyboard.day", day=Date().show(today, setting))
        case _:
            assert_never(step.done)
