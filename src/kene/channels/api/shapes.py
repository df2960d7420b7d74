"""What the API takes and answers: each class is a schema of the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

Texts = dict[str, str]
"""A text by language (`fr`, `bm`…)."""


class Fee(Schema):
    """What a service costs, in whole francs CFA. Where it `varies` with the answers, `amount` is
    what those pay who are not exempt, and null when a decision sets it, or when it is not known."""

    amount: int | None
    varies: bool = False
    currency: Literal["XOF"] = "XOF"


class Law(Schema):
    """A text of law, and the article that is cited; empty when the whole text is."""

    text: str
    article: str


class Card(Schema):
    """A service in the list."""

    name: str
    version: str
    country: str
    authority: str
    title: Texts
    summary: Texts
    languages: list[str]
    channels: list[str]
    fee: Fee
    confirmed: bool


class Option(Schema):
    """An answer to choose: its key, and its label by language."""

    key: str
    label: Texts


class Repeat(Schema):
    """How often a group is asked, one item after the other."""

    min: int
    max: int


class AskedField(Schema):
    """Something that a service asks, for a purpose; `when` is its FEEL condition, if any.

    One that counts the items of a group that repeats has a `repeat`, and the group's name.
    """

    name: str
    group: str
    type: str
    label: Texts
    purpose: str
    optional: bool
    when: str
    repeat: Repeat | None
    options: list[Option]


class Purpose(Schema):
    """Why personal data is kept, on what legal basis, and how long."""

    name: str
    label: Texts
    basis: str
    keep: str


class Doubt(Schema):
    """What the authority has still to confirm, and where it stands in the pack."""

    path: str
    missing: str


class Described(Card):
    """A service with all that it asks, and by which law. `digest` names its exact version."""

    digest: str
    laws: list[Law]
    purposes: list[Purpose]
    fields: list[AskedField]
    documents: list[str]
    to_confirm: list[Doubt]


class Code(Schema):
    """The text of a signed code, as a reader of QR codes gives it."""

    code: Annotated[str, Field(min_length=1, max_length=4096)]


class Document(Schema):
    """What a signed code says."""

    title: str
    number: str
    country: str
    issued: datetime
    expires: datetime | None
    signed_by: str
    fields: dict[str, str | int | bool | date]


Worth = Literal["valid", "expired", "withdrawn", "unknown_key", "altered", "unreadable"]


class Verdict(Schema):
    """What a code is worth, and in the first three verdicts what it says."""

    verdict: Worth
    message: str
    document: Document | None


class Sent(Schema):
    """A request as a partner's software sends it: all its answers, each as the service's own
    document tells (`kene export openapi`). `phone` is the applicant's, where messages go; without
    one, the receipt holds the code. `language` is theirs; by default the service's first."""

    answers: dict[str, Any]
    phone: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=5)] = ""


class Deadline(Schema):
    """By what day a stage has to be left, and what is to be paid before."""

    day: date
    stage: str
    balance: int | None


class Paper(Schema):
    """A paper to show; with `photo`, a picture of it can be sent."""

    name: str
    label: Texts
    photo: bool


class Receipt(Schema):
    """What a request opened: the number that its applicant keeps, by when it is answered, and what
    is to be shown. `secret` opens the case with the number; it is null where a message carries it.
    """

    number: str
    service: str
    version: str
    digest: str
    due: Deadline | None
    secret: str | None
    secret_sent: bool
    papers: list[Paper]


class Fault(Schema):
    """One thing that is wrong: where (RFC 6901), of which field, why, and the schema expected."""

    pointer: str
    detail: str
    field: str = ""
    expected: dict[str, Any] | None = None


class Problem(Schema):
    """Why a request has no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
