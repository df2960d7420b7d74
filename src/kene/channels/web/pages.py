"""What the pages that are not a conversation's show: plain values that views fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Outcome = Literal["valid", "altered", "unknown_key", "expired", "withdrawn"]
"""What verifying a document can answer."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the page's switch: its code, and its own name for itself."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    `reviewed` is False when no speaker has read the texts of the page's language yet, which the
    page then says; `here` is the query that brings a change of language back to this page; `code`
    is what a telephone dials, "" where none is open; `address` is the page's own, where it came in
    answer to another's form, "" where it is what was asked.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    tongues: tuple[Tongue, ...]
    reviewed: bool
    here: str
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A service in the catalogue; `fee` and `delay` are sentences, `sure` is False when some fact
    is still to be confirmed by the authority."""

    name: str
    title: str
    summary: str
    fee: str
    delay: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Services that belong together, under the event of life or the authority they share."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A text of law and its article, as a service's page cites it."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way to use a service: the channel's name and what to do ("composez *123#")."""

    channel: str
    how: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service's own page. `doubts` are the facts to be confirmed by the authority."""

    card: Card
    authority: str
    needs: tuple[str, ...]
    laws: tuple[Law, ...]
    ways: tuple[Way, ...]
    shut: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a confirmation tells: the case's number, its code or where that was sent, what is next.

    `number` is cut in groups that are easy to read aloud; `secret` is "" when a message carries it.
    """

    title: str
    number: str
    secret: str
    secret_sent_to: str
    next_steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a timeline: when, in words; what; and whether it is now or still to come."""

    at: datetime | None
    when: str
    what: str
    detail: str = ""
    state: Literal["past", "now", "next"] = "past"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a case that can be downloaded."""

    title: str
    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper that the request calls for: how it is to be shown, how far that is, and the address
    where its picture is sent, or ""."""

    title: str
    detail: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A decision, and the sentences that say why it came out so."""

    decided: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A case as its applicant follows it.

    `lines` say where it is; `asked` what is expected of the applicant, and by when, if anything is.
    """

    number: str
    service: str
    lines: tuple[str, ...]
    asked: tuple[str, ...]
    moments: tuple[Moment, ...]
    papers: tuple[Paper, ...]
    proofs: tuple[Proof, ...]
    reasons: tuple[Why, ...]
    open: bool
    contestable: bool
    bookable: bool
    booked: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, such as a claim of a document."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer to "is this document genuine?": one of five, and what the document says."""

    outcome: Outcome
    detail: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """One line of "who read my case": when, who, and what they did."""

    at: datetime
    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error's page: the HTTP status, and after how many minutes to come back (0: unknown)."""

    status: Literal[400, 403, 404, 405, 413, 429, 500, 503]
    minutes: int = 0

    @property
    def title(self) -> str:
        """The key of its heading in the web's wording."""
        return f"trouble.e{self.status}.title"

    @property
    def body(self) -> str:
        """The key of its sentences in the web's wording."""
        return f"trouble.e{self.status}.body"
