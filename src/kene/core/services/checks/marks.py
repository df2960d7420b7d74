"""What nobody has confirmed yet: the pack is served with these words on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kene.core.problems import Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.model import Service

UNSURE: Final = declare(
    "S251",
    fr=("À confirmer par l'autorité : {missing}", "Une fois confirmé, enlevez « unsure »."),
    en=("To be confirmed by the authority: {missing}", "Once confirmed, take 'unsure' out."),
    warning=True,
)
UNREVIEWED: Final = declare(
    "S252",
    fr=(
        "Aucun locuteur n'a relu les textes en {language}.",
        "Faites-les relire, puis enlevez « reviewed: no ».",
    ),
    en=(
        "No speaker has read the texts in {language}.",
        "Have them read, then take 'reviewed: no' out.",
    ),
    warning=True,
)


def unconfirmed(service: Service, places: Places) -> Iterator[Problem]:
    """Each mark of doubt in the pack, and each language that no speaker has read."""
    for mark in service.marks:
        path = [*mark.path.split(".")] if mark.path else []
        yield Problem(UNSURE, places.service(*path, "unsure"), {"missing": mark.missing})
    for language, wording in service.wordings.items():
        if not wording.reviewed:
            where = places.wording(language, "reviewed")
            yield Problem(UNREVIEWED, where, {"language": language})
