"""The door of this room: sealing, giving out, verifying and withdrawing documents.

Keys and lists are files below the node's data folder; `kene.documents.offline` reads the same files
without Django.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from django.conf import settings
from django.db import transaction

from kene.documents import code, keys, offline, pdf, signing, trust, withdrawn
from kene.documents.claims import Claim, Claims
from kene.documents.keys import Issuer, PublicKey
from kene.documents.models import Document, Withdrawal
from kene.documents.offline import Verdict
from kene.documents.pdf import Line, Page, Template
from kene.documents.signing import NoKey
from kene.documents.typesetting import BadTemplate

__all__ = [
    "BadTemplate",
    "Claim",
    "Issued",
    "Issuer",
    "Line",
    "NeverIssued",
    "NoKey",
    "Page",
    "PublicKey",
    "Request",
    "Template",
    "Verdict",
    "copy",
    "issue",
    "public_key_set",
    "public_keys",
    "ready",
    "rotate",
    "verify",
    "withdraw",
]

_IDENTITY: Final = 8


class NeverIssued(LookupError):
    """No document has that number."""


@dataclass(frozen=True, slots=True)
class Request:
    """A document to seal: the document `name` of `case`'s pack, for `issuer`.

    The number and the title are the page's. `claims` is what the code says, by field: at most what
    the page shows. `expires` is None when it is valid without limit.
    """

    case: str
    name: str
    issuer: Issuer
    claims: Mapping[str, Claim]
    page: Page
    template: Template
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A sealed document. `code` and `pdf` are personal: keep the code sealed with the case.

    `digest` is the SHA-256 of the PDF, in hexadecimal.
    """

    number: str
    code: str
    pdf: bytes
    digest: str


def ready(issuer: Issuer, now: datetime) -> bool:
    """Make the issuer's first key if it has none, and publish its list of withdrawn documents.

    To be called when the node starts. True means that a key was made: tell the operator to back the
    folder `keys` up.
    """
    made = signing.ensure(_keys(), issuer, now)
    _publish(issuer, now)
    return made


def issue(request: Request, rng: Random, now: datetime) -> Issued:
    """Seal a document, in the caller's transaction. `rng` must be a SystemRandom but in tests.

    Raises NoKey, BadTemplate, and django.db.IntegrityError when the number was issued already.
    """
    key = signing.signing(_keys(), request.issuer)
    page = request.page
    now = now.replace(microsecond=0)
    identity = rng.randbytes(_IDENTITY)
    said = Claims(
        request.issuer.country,
        identity,
        page.number,
        page.title,
        now,
        request.expires,
        request.claims,
    )
    text = code.seal(said, key)
    made = pdf.compose(request.template, page, text, now)
    digest = hashlib.sha256(made).hexdigest()
    Document.objects.create(
        number=page.number,
        case=request.case,
        name=request.name,
        country=request.issuer.country,
        authority=request.issuer.authority,
        identity=identity.hex(),
        key=key.public.identifier.hex(),
        issued=now,
        expires=request.expires,
        digest=digest,
    )
    return Issued(page.number, text, made, digest)


def copy(template: Template, page: Page, text: str) -> Issued:
    """The document again, from what the case kept: the page and the code.

    The same octets as the first time as long as Typst is the same version; compare `digest` with
    the journal's. Raises BadTemplate, and Document.DoesNotExist for a number never issued.
    """
    document = Document.objects.get(number=page.number)
    made = pdf.compose(template, page, text, document.issued)
    return Issued(page.number, text, made, hashlib.sha256(made).hexdigest())


def verify(anything: bytes | str, now: datetime) -> Verdict:
    """What a text, a photo or a PDF is worth, by what this node knows. Never raises for it."""
    return offline.verify(anything, settings.KENE.data, now)


def withdraw(number: str, reason: str, agent: str, now: datetime) -> str:
    """Withdraw a document, in the caller's transaction; the list is published once it commits.

    Gives the number of the case that it was issued for. `reason` must tell nothing of a person.
    Withdrawing again changes nothing. Raises NeverIssued.
    """
    document = Document.objects.filter(number=number).first()
    if document is None:
        raise NeverIssued(number)
    Withdrawal.objects.get_or_create(
        document=document, defaults={"at": now, "agent": agent, "reason": reason}
    )
    issuer = Issuer(document.country, document.authority, "")
    transaction.on_commit(lambda: _publish(issuer, now))
    return document.case


def public_keys() -> tuple[PublicKey, ...]:
    """This node's public keys, old ones too."""
    return signing.public(_keys())


def public_key_set() -> bytes:
    """The same keys as the JSON Web Key Set (RFC 7517) that is carried to whoever verifies."""
    return keys.write(public_keys())


def rotate(issuer: Issuer, now: datetime) -> PublicKey:
    """A new signing key; what the old one signed keeps verifying.

    Every verifier must then be given the new set of public keys.
    """
    made = signing.rotate(_keys(), issuer, now)
    _publish(issuer, now)
    return made.public


def _publish(issuer: Issuer, now: datetime) -> None:
    """Sign the whole list anew: one that was lost in a crash is mended by the next."""
    rows = Withdrawal.objects.filter(
        document__country=issuer.country, document__authority=issuer.authority
    ).values_list("document__identity", "at")
    since = {bytes.fromhex(identity): at for identity, at in rows}
    key = signing.signing(_keys(), issuer)
    trust.carry(settings.KENE.data, withdrawn.sign(key, len(since), now, since))


def _keys() -> Path:
    return Path(settings.KENE.data) / trust.KEYS
