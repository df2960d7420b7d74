"""What people said in calls, for an agent to hear and to write down: then their case opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kene.channels.voice.studio import agents_only
from kene.core.casefile.number import show_number
from kene.intake import api as intake
from kene.journal import api as journal
from kene.people import api as people


@agents_only
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that wait for their texts, at the agent's authorities, the longest first."""
    return render(request, "kene_voice/to_write.html", {"requests": _mine(request)})


@agents_only
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One of them: each recording, and a field to write what is heard."""
    found = _found(request, key)
    if found is None:
        messages.success(request, "Cette demande est écrite.")
        return redirect("kene_voice:to_write")
    given = {each.field: request.POST.get(each.field, "")[:500] for each in found.said}
    written = intake.Written()
    if request.method == "POST":
        written = intake.write_down(found, given)
        if written.number:
            _note(request, "noted", written.number)
            messages.success(request, f"Le dossier {show_number(written.number)} est ouvert.")
        if not written.refused:
            return redirect("kene_voice:to_write")
    fields = [
        {"said": each, "text": given[each.field], "wrong": written.refused.get(each.field, "")}
        for each in found.said
    ]
    shown = {"request_": found, "fields": fields, "wrong": written.refused.get("", "")}
    shown["title"] = found.title
    return render(request, "kene_voice/write.html", shown, status=400 if written.refused else 200)


@agents_only
@require_GET
def heard(request: HttpRequest, key: str, field: str) -> HttpResponse:
    """One recording, as it came: WAV or MP3. That it was heard is in the journal."""
    found = _found(request, key)
    try:
        if found is None:
            raise LookupError(key)
        octets = intake.recording(found, field)
    except LookupError as error:
        raise Http404 from error
    _note(request, "read", key, field)
    kind = "audio/wav" if octets.startswith(b"RIFF") else "audio/mpeg"
    return HttpResponse(octets, content_type=kind)


def _mine(request: HttpRequest) -> list[dict[str, object]]:
    return [
        {"key": each.key, "at": each.at, "phone": each.phone, "title": each.title}
        for each in intake.to_write()
        if each.service.authority in _authorities(request)
    ]


def _found(request: HttpRequest, key: str) -> intake.ToWrite | None:
    found = intake.find_to_write(key)
    if found is not None and found.service.authority not in _authorities(request):
        raise Http404
    return found


def _authorities(request: HttpRequest) -> set[str]:
    agent = request.user
    assert isinstance(agent, people.Agent)
    return {each.authority for each in people.memberships(agent)}


def _note(request: HttpRequest, verb: str, about: str, detail: str = "voice") -> None:
    who = str(request.user.get_username())
    journal.append(journal.Entry(who, verb, about, detail[:40]), timezone.now())
