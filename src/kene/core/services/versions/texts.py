"""Where a service can be asked for, in which languages, and its texts."""

from __future__ import annotations

from kene.core.services.model import Service
from kene.core.services.versions.change import Change, Changes, Name, Topic, apart, listed
from kene.core.wording import Text

ACCESS = Topic.ACCESS


def reached(old: Service, new: Service) -> Changes:
    """Channels, languages, and whose the service is."""
    for kind, member in (("channel", "channels"), ("language", "languages")):
        named = [tuple(Name(kind, key) for key in getattr(each, member)) for each in (old, new)]
        yield from listed(ACCESS, kind, None, (named[0], named[1]))
    for member in ("authority", "country"):
        values = getattr(old, member), getattr(new, member)
        if values[0] != values[1]:
            yield Change(ACCESS, member, None, *values)


def counted(old: Service, new: Service) -> Changes:
    """How many texts change in each language that both have."""
    for language in new.languages:
        if language in old.languages:
            count = sum(each.at == Name("language", language) for each in worded(old, new))
            if count:
                yield Change(Topic.TEXTS, "texts", Name("language", language), None, count)


def worded(old: Service, new: Service) -> Changes:
    """Each text that changes, in each language that both have."""
    for language in new.languages:
        if language not in old.languages:
            continue
        before, after = old.wordings[language].texts, new.wordings[language].texts
        added, removed, kept = apart(before, after)
        at = Name("language", language)
        for key in added:
            yield Change(Topic.TEXTS, "text.set", key, None, _said(after[key]), at)
        for key in removed:
            yield Change(Topic.TEXTS, "text.unset", key, _said(before[key]), None, at)
        for key in kept:
            if before[key] != after[key]:
                texts = _said(before[key]), _said(after[key])
                yield Change(Topic.TEXTS, "text.changed", key, *texts, at)


def _said(text: Text) -> str:
    """A text with its short form, where it has one."""
    return f"{text.long} / {text.short}" if text.short else text.long
