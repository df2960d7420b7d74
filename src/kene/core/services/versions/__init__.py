"""Two versions of a service compared: what changes for people, and the sentences that say it."""

from kene.core.services.model import Service
from kene.core.services.versions.aligning import aligned
from kene.core.services.versions.change import Change, Topic
from kene.core.services.versions.handling import handled
from kene.core.services.versions.questions import asked
from kene.core.services.versions.rules import decided
from kene.core.services.versions.telling import Telling
from kene.core.services.versions.terms import charged, kept, timed
from kene.core.services.versions.texts import counted, reached, worded

__all__ = ["Change", "Telling", "Topic", "differences", "texts"]

_FOUND = (asked, timed, handled, charged, reached, kept, counted)
_ORDER = {topic: place for place, topic in enumerate(Topic)}


def differences(old: Service, new: Service) -> tuple[Change, ...]:
    """What a new version changes for people, by topic, in the order of the packs; texts are only
    counted. Empty for the same pack.

    What the new pack's migration renames is compared with what it was.
    """
    like = aligned(old, new)
    found = [*decided(old, new), *(change for each in _FOUND for change in each(like, new))]
    return tuple(sorted(found, key=lambda change: _ORDER[change.topic]))


def texts(old: Service, new: Service) -> tuple[Change, ...]:
    """Each text that a new version changes, adds or takes out."""
    return tuple(worded(old, new))
