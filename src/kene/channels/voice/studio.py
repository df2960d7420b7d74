"""The studio: what there is to say in a language, and an agent's own voice for it.

What is recorded here is used by the next call. Published packs are frozen: recordings are kept
beside the data, by their words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kene.channels.voice import calling, offered, script, synthesis, wave
from kene.channels.voice.carried import of_offered
from kene.channels.voice.recordings import FOLDER, Carried, Recordings
from kene.channels.voice.script import Prompt
from kene.intake import api as intake
from kene.journal import api as journal
from kene.people import api as people

LARGEST: Final = 6_000_000
"""Octets of a file that is taken: thirty seconds as most telephones and computers record."""
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "media-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PAGE: Final = 4_000
"""Octets of what an agent reads at once."""

View = Callable[..., HttpResponse]


def agents_only(view: View) -> View:
    """Only for an agent with a role, who signed in with both factors."""

    @wraps(view)
    def guarded(request: HttpRequest, **captured: Any) -> HttpResponse:
        agent = request.user
        if not isinstance(agent, people.Agent):
            return redirect_to_login(request.get_full_path())
        if not people.has_second_factor(agent):
            return redirect("mfa_activate_totp")
        if not people.memberships(agent) and not people.is_operator(agent):
            raise Http404
        response = view(request, **captured)
        response["Content-Security-Policy"] = POLICY
        response["Permissions-Policy"] = "microphone=(self)"
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@agents_only
@require_GET
def prompts(request: HttpRequest) -> HttpResponse:
    """All that is said in a language, with what nobody recorded first."""
    spoken = offered.languages()
    asked = request.GET.get("langue", "")
    language = asked if asked in spoken else spoken[-1]
    every, kept = offered.prompts(language), _recordings()
    left = script.missing(every, kept)
    near = {
        each: len(script.missing(offered.prompts(each), kept))
        for each in spoken
        if not synthesis.speaks(each)
    }
    shown = {
        "language": language,
        "languages": spoken,
        "near": near,
        "passed": settings.KENE.voice_by_agents,
        "left": left,
        "recorded": [each for each in every if each not in left],
        "minutes": round(sum(each.seconds for each in left) / 60),
        "waiting": len(tuple(calling.waiting())),
        "to_write": len(tuple(intake.to_write())),
    }
    return render(request, "kene_voice/prompts.html", shown)


@agents_only
def prompt(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """One text: what was recorded of it, and a form to record it."""
    found, kept = _found(language, key), _recordings()
    wrong = ""
    if request.method == "POST":
        if "effacer" in request.POST:
            kept.forget(found.text, language)
            return redirect("kene_voice:prompt", language=language, key=key)
        try:
            kept.keep(found.text, language, _given(request))
        except wave.NotSound as error:
            wrong = str(error)
        else:
            messages.success(request, f"« {found.text} » est enregistré.")
            after = next(iter(script.missing(offered.prompts(language), kept)), None)
            if after is None:
                return redirect("kene_voice:prompts")
            return redirect("kene_voice:prompt", language=language, key=after.key)
    shown = {
        "prompt": found,
        "there": kept.has(found.text, language),
        "carried": isinstance(kept.found(found.text, language), Carried),
        "wrong": wrong,
        "longest": round(wave.LONGEST),
    }
    return render(request, "kene_voice/prompt.html", shown, status=400 if wrong else 200)


@agents_only
@require_GET
def sound(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """What was recorded of a text."""
    file = _recordings().found(_found(language, key).text, language)
    if file is None:
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="audio/wav")


@agents_only
@require_GET
def callers(request: HttpRequest) -> HttpResponse:
    """Who waits for an agent's call, the longest first."""
    return render(request, "kene_voice/callers.html", {"callers": tuple(calling.waiting())})


@agents_only
def caller(request: HttpRequest, key: str) -> HttpResponse:
    """One of them, on the telephone: what is asked, and what they answer, typed by the agent."""
    found = calling.found(key)
    if found is None:
        messages.success(request, "Cette personne a été rappelée.")
        return redirect("kene_voice:callers")
    if "rappele" in request.POST:
        calling.done(key)
        return redirect("kene_voice:callers")
    step = request.POST.get("pas", "")
    number = int(step) if step.isascii() and step.isdecimal() and len(step) < 4 else 0
    call = request.POST.get("appel") or f"{timezone.now().timestamp():.0f}"
    reply = _asked(found.number, call, number, request.POST.get("dit", ""))
    if not number:
        who = str(request.user.get_username())
        journal.append(journal.Entry(who, "noted", key[:64], "voice"), timezone.now())
    shown = {"caller": found, "page": reply.text, "more": reply.more}
    shown |= {"call": call, "number": number + 1}
    return render(request, "kene_voice/caller.html", shown)


def _asked(address: str, call: str, number: int, said: str) -> intake.Reply:
    """The person's own conversation, read and typed by an agent."""
    arrival = intake.Arrival(
        channel="voice",
        address=address,
        session=f"agent/{call[:40]}",
        said=said[:500],
        budget=PAGE,
        manner="latest",
        hop=str(number),
        begins=not number,
        opening="" if not number else None,
    )
    return intake.hop(arrival, timezone.now())


def _recordings() -> Recordings:
    return Recordings(settings.KENE.data / FOLDER, of_offered)


def _found(language: str, key: str) -> Prompt:
    if language not in offered.languages():
        raise Http404
    for each in offered.prompts(language):
        if each.key == key:
            return each
    raise Http404


def _given(request: HttpRequest) -> bytes:
    """The samples of the file that was sent. Raises NotSound."""
    file = request.FILES.get("son")
    if file is None or file.size is None or file.size > LARGEST:
        raise wave.NotSound("Choisissez un fichier WAV de 6 Mo au plus.")
    return wave.read(file.read())
