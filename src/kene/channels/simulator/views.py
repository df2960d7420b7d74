"""The page of the handset: its screen, its calls, and what the node did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kene.channels import posting
from kene.channels.simulator.calls import SWITCHBOARD, Call, CallControl
from kene.channels.simulator.doings import doings, services
from kene.channels.simulator.phones import PHONES
from kene.channels.simulator.prices import price
from kene.channels.voice import sound, synthesis, wave
from kene.core.screens.alphabets import BASIC, EXTENSION
from kene.core.screens.encoding import USSD_OCTETS
from kene.core.wording import Wording, bundled

LANGUAGES: Final = ("fr", "bm")
USSD_PATH: Final = "/channels/ussd/africastalking"
SMS_PATH: Final = "/channels/sms/kannel"
REPORT_PATH: Final = "/channels/sms/report"
CALL_PATH: Final = "/channels/voice/africastalking"
BEEP_PATH: Final = "/channels/voice/beep"
FRAGMENT: Final = "X-Kene-Fragment"
"""The header of a program that shows the call alone, and not the whole page again."""
PEOPLE: Final = {
    "+22370000001": "Awa · 70 00 00 01",
    "+22370000002": "Moussa · 70 00 00 02",
    "+22370000003": "Fatoumata · 70 00 00 03",
    "+22660000004": "Issouf, Burkina · 60 00 00 04",
}
"""Numbers of nobody: nothing leaves the node in a demonstration."""


@require_safe
def handset(request: HttpRequest) -> HttpResponse:
    """The handset, in the language that `?langue=` asks for."""
    return _page(request, SWITCHBOARD.call(_phone(request), timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """What a phone does with a call, by keys and buttons; or how its call stands."""
    now, number = timezone.now(), _phone(request)
    stands = SWITCHBOARD.call(number, now)
    if request.method == "POST":
        stands = _done(request, stands, now)
        SWITCHBOARD.keep(stands)
    if FRAGMENT in request.headers:
        return render(request, "kene_simulator/call.html", _call(stands, _words(_asked(request))))
    return _page(request, stands)


def _done(request: HttpRequest, stands: Call, now: datetime) -> Call:
    """The call after a key or a button."""
    control = CallControl(
        number=settings.KENE.voice_number,
        line=settings.KENE.address + _address(CALL_PATH, settings.KENE.voice_token),
        beep=settings.KENE.address + _address(BEEP_PATH, settings.KENE.voice_token),
        ask=posting.document,
    )
    match request.POST.get("acte", ""):
        case "appeler":
            return control.dial(stands.number, now)
        case "biper":
            return control.let_ring(stands.number, now)
        case "prendre" if SWITCHBOARD.take(stands.number):
            return control.dial(stands.number, now, inbound=False)
        case "dire":
            return control.say(stands, _spoken(request.POST.get("dit", "")[:200]), now)
        case "attendre":
            return control.wait(stands, now)
        case "raccrocher":
            return control.hang_up(stands, now)
        case _:
            key = request.POST.get("touche", "")
            return control.press(stands, key, now) if key in KEYPAD else stands


@require_safe
def voice(request: HttpRequest, key: str) -> HttpResponse:
    """What a simulated person said, as the aggregator gives it."""
    said = SWITCHBOARD.said(key)
    if said is None:
        raise Http404
    return HttpResponse(said[1], content_type="audio/wav")


def _spoken(words: str) -> str:
    """Where what a person says is heard: the machine says it, in French, as well as it can."""
    say = synthesis.said if synthesis.is_there() else sound.mute
    key = SWITCHBOARD.hear(words, wave.written(say(words, "fr", False)))
    return str(settings.KENE.address) + reverse("kene_simulator:voice", kwargs={"key": key})


def _captions(path: str) -> list[str]:
    """The words of a sound: of a page, or of what was said."""
    key = path.rpartition("/")[2].removesuffix(".wav")
    said = SWITCHBOARD.said(key)
    return [f"« {said[0]} »"] if said else [text for _, text in sound.opened(key).speech.said]


def _page(request: HttpRequest, stands: Call) -> HttpResponse:
    language = _asked(request)
    words = _words(language)
    context = {
        "language": language,
        "languages": [(code, _words(code).say("name"), code == language) for code in LANGUAGES],
        "lead": words.say("lead", code=settings.KENE.code),
        "people": PEOPLE,
        "network": _network(words),
        "session": price("ussd"),
        "uncounted": None in (price("sms"), price("voice")),
        "messages": PHONES.outbox_to(stands.number),
        "doings": doings(stands.number, timezone.now(), words),
        **_call(stands, words),
    }
    return render(request, "kene_simulator/handset.html", context)


def _call(stands: Call, words: Wording) -> dict[str, object]:
    """What is shown of a call: its words beside its sounds, how long it lasts, what it costs."""
    now = timezone.now()
    lines = [line for each in stands.sounds for line in _captions(each)]
    number = settings.KENE.voice_number
    seconds = stands.seconds(now)
    return {
        "words": {key: text.long for key, text in words.texts.items()},
        "call": stands,
        "lines": lines or [words.say(f"line_{stands.state}", number=number)],
        "lasts": f"{seconds // 60}:{seconds % 60:02}",
        "seconds": seconds,
        "cost": stands.cost(now),
        "minute": _minute(words),
        "payer": words.say("line_citizen" if stands.inbound else "line_state"),
        "mute": not synthesis.is_there(),
        "dial": words.say("line_dial", number=number),
        "keys": _keys(words),
    }


def _minute(words: Wording) -> str:
    """What a call costs, in words."""
    minute = price("voice")
    return words.say("line_unpriced" if minute is None else "line_price", price=minute or 0)


def _phone(request: HttpRequest) -> str:
    """The phone that is asked about, or the first."""
    asked = request.POST.get("numero") or request.GET.get("numero", "")
    return asked if asked in PEOPLE else next(iter(PEOPLE))


@require_safe
def messages(request: HttpRequest) -> JsonResponse:
    """The messages that the node sent to `?numero=`, oldest first; a phone has no other secret."""
    found = PHONES.outbox_to(request.GET.get("numero", ""))
    told = [
        {
            "reference": each.reference,
            "at": each.at.isoformat(),
            "text": each.text,
            "segments": each.segments,
            "cost": each.cost,
        }
        for each in found
    ]
    return _fresh({"messages": told})


@require_safe
def facts(request: HttpRequest) -> JsonResponse:
    """What the node did for `?numero=`, and a word that changes with what it serves."""
    words = _words(_asked(request))
    number = request.GET.get("numero", "")
    return _fresh({"services": services(), "cases": doings(number, timezone.now(), words)})


def _fresh(told: dict[str, object]) -> JsonResponse:
    answer = JsonResponse(told)
    answer["Cache-Control"] = "no-store"
    return answer


def _asked(request: HttpRequest) -> str:
    """The language that `?langue=` asks for, or the first."""
    asked = request.GET.get("langue", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _words(language: str) -> Wording:
    return bundled("kene.channels.simulator", language)


def _network(words: Wording) -> dict[str, object]:
    """What the page's program is told: addresses, prices, and the alphabet of phones."""
    gateway = settings.KENE
    return {
        "ussd": _address(USSD_PATH, gateway.ussd_token),
        "sms": _address(SMS_PATH, gateway.sms_token),
        "report": _address(REPORT_PATH, gateway.sms_token),
        "messages": reverse("kene_simulator:messages"),
        "facts": f"{reverse('kene_simulator:facts')}?langue={words.language}",
        "code": gateway.code,
        "price": price("sms"),
        "minute": price("voice"),
        "octets": USSD_OCTETS,
        "basic": BASIC,
        "extension": EXTENSION,
        "words": {
            key.removeprefix("program."): text.long
            for key, text in words.texts.items()
            if key.startswith("program.")
        }
        | {key: words.say(key) for key in ("francs", "unpriced")},
    }


def _address(path: str, token: str) -> str:
    return f"{path}/{token}" if token else path


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it types, what is printed below, and the letters that it gives in turn."""

    key: str
    label: str
    letters: str
    name: str


def _keys(words: Wording) -> list[Key]:
    names = {"*": words.say("star"), "#": words.say("hash")}
    return [Key(key, label, letters, names.get(key, key)) for key, label, letters in _KEYS]


_KEYS: Final = (
    ("1", "⌴", " .,'?!-1"),
    ("2", "abc", "abcàâç2"),
    ("3", "def", "deféèê3"),
    ("4", "ghi", "ghiî4"),
    ("5", "jkl", "jkl5"),
    ("6", "mno", "mnoô6"),
    ("7", "pqrs", "pqrs7"),
    ("8", "tuv", "tuvùû8"),
    ("9", "wxyz", "wxyz9"),
    ("*", "+", ""),
    ("0", "⌴", " 0"),
    ("#", "abc", ""),
)
KEYPAD: Final = frozenset(key for key, _, _ in _KEYS)
