"""The templates of documents: the file must be in the pack."""

from __future__ import annotations

from collections.abc import Iterator

from kene.core.problems import Problem
from kene.core.services.checks.places import Places
from kene.core.services.mistakes import no_file
from kene.core.services.model import Service


def absent(service: Service, places: Places) -> Iterator[Problem]:
    """Templates that the pack names and does not hold."""
    for name, document in service.documents.items():
        if document.template not in service.files:
            where = places.service("documents", name, "template")
            yield no_file(document.template, where, service.files)
