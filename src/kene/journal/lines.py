"""What the journal says, and the one way in which it is written as octets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring as quoted
from typing import Final

from kene.journal import merkle

VERBS: Final = frozenset(
    {
        "opened",
        "read",
        "listed",
        "acted",
        "proposed",
        "confirmed",
        "declined",
        "paid",
        "contested",
        "reminded",
        "not-reminded",
        "ranked",
        "booked",
        "unbooked",
        "asked",
        "completed",
        "corrected",
        "withdrawn",
        "lapsed",
        "moved",
        "decided",
        "received",
        "checked",
        "picture",
        "document",
        "document-withdrawn",
        "verified",
        "told",
        "followed",
        "signed-in",
        "signed-in-failed",
        "signed-out",
        "role-given",
        "role-taken",
        "agent-added",
        "agent-changed",
        "agent-closed",
        "partner-added",
        "partner-renewed",
        "partner-closed",
        "brought",
        "erased",
        "expired",
        "published",
        "unpublished",
        "keys-made",
        "keys-rotated",
        "backed-up",
        "restored",
        "exported",
        "retried",
        "resent",
        "noted",
    }
)
"""What a line may say was done."""

LONGEST: Final = {"who": 64, "about": 64, "detail": 200}
"""The most characters of each part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, about which case or other thing. Identifiers and digests, nothing personal.

    `who` is an agent's identifier, `applicant` or `node`; `what` is one of `VERBS`; `about` is a
    case's number or another identifier, or empty. Raises ValueError for another verb or a part that
    is too long.
    """

    who: str
    what: str
    about: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.what not in VERBS:
            raise ValueError(f"the journal has no verb {self.what!r}")
        for name, most in LONGEST.items():
            if len(getattr(self, name)) > most:
                raise ValueError(f"{name} of a journal line has more than {most} characters")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal; `index` counts from 0."""

    index: int
    at: datetime
    who: str
    what: str
    about: str
    detail: str


def moment(at: datetime) -> str:
    """A time as the journal writes it: UTC, microseconds. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time of the journal needs a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(index: int, at: str, who: str, what: str, about: str, detail: str) -> bytes:  # noqa: PLR0913 -- a line's parts
    """A line as canonical JSON: keys sorted, no spaces, UTF-8."""
    # Written out, because `json.dumps` takes three times as long and a journal has millions.
    return (
        f'{{"about":{quoted(about)},"at":{quoted(at)},"detail":{quoted(detail)},'
        f'"index":{index},"what":{quoted(what)},"who":{quoted(who)}}}'
    ).encode()


def leaf_of(line: Line) -> bytes:
    """The leaf hash of a line."""
    at = moment(line.at)
    return merkle.leaf(canonical(line.index, at, line.who, line.what, line.about, line.detail))
