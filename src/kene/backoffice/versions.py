"""The versions of a service, for whoever runs the node: since when, for how many open cases, and
what each changed for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kene.backoffice.desk import Desk
from kene.backoffice.node import operators_only
from kene.backoffice.views import missing
from kene.backoffice.words import LANGUAGE, clock
from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.core.services.versions import Telling, differences


@dataclass(frozen=True, slots=True)
class Topic:
    """What changed of one thing: its title, and a sentence for each change."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A version: when it was published, its open cases, and what it changed; `first` did not."""

    version: str
    digest: str
    since: str
    offered: bool
    open: int
    first: bool
    topics: tuple[Topic, ...]


@operators_only
def versions(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Every version of a service, the latest first."""
    editions = tuple(_editions(name))
    if not editions:
        return missing(request)
    title = catalogue.named(name).wording(LANGUAGE).say("title")
    shown = {"title": title, "name": name, "editions": editions}
    return render(request, "kene_backoffice/versions.html", shown)


def _editions(name: str) -> Iterator[Edition]:
    found, cases = catalogue.versions(name), casework.open_cases(name)
    for each, before in zip_longest(found, found[1:]):
        service = catalogue.service(each.digest)
        yield Edition(
            each.version,
            each.digest,
            clock(each.at, service.country),
            each.offered,
            cases.get(each.digest, 0),
            before is None,
            () if before is None else tuple(_topics(before.digest, each.digest)),
        )


def _topics(before: str, after: str) -> Iterator[Topic]:
    old, new = catalogue.service(before), catalogue.service(after)
    telling = Telling(old, new, LANGUAGE)
    for topic, changes in groupby(differences(old, new), key=lambda change: change.topic):
        yield Topic(telling.title(topic), tuple(map(telling.sentence, changes)))
