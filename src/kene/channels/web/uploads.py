"""Photos that come in small parts over a network that cuts: each part is kept as it comes.

Headers and answers are those of the IETF's "Resumable Uploads for HTTP" (draft-ietf-httpbis-
resumable-upload, the successor of tus 1.0): `Upload-Offset`, `Upload-Complete`, `Upload-Limit`. An
upload need not be created: its address is the SHA-256 digest of the photo, so that whoever chooses
the same photo again goes on where it was, and what is not whole is never received.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kene.casework import api as casework
from kene.channels.web.models import Part, Upload
from kene.channels.web.services import CHANNEL
from kene.core.casefile import Moment
from kene.privacy import api as privacy

PART: Final = 32_768
"""The most octets of a part."""
MOST: Final = 3_000_000
"""The most octets of a photo; a browser's script makes it a tenth of that before it leaves."""
OPEN: Final = 3
"""Photos that may be on their way for a case at once."""
KEEP: Final = timedelta(days=1)
"""How long a photo may stay unfinished after its last part."""
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class TooLarge(ValueError):
    """A part, or the photo, has more octets than are taken."""


class TooMany(ValueError):
    """As many photos are on their way for the case as may be."""


class Elsewhere(ValueError):
    """A part does not begin where the last one ended: `upload` says where that is."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(f"at {upload.length}")
        self.upload = upload


class Altered(ValueError):
    """What came is not what was announced: it is thrown away."""


def held(number: str, evidence: str, digest: str) -> Upload | None:
    """What is held of a photo of that case; None when nothing is."""
    return Upload.objects.filter(case=number, evidence=evidence, digest=digest).first()


def append(upload: Upload, offset: int, octets: bytes, *, last: bool, at: Moment) -> Upload:
    """Keep a part of a photo; with the last one the case receives it.

    `upload` says which photo, and need not be stored yet. Raises TooLarge, TooMany, Elsewhere,
    Altered, casework's NotAPicture and NotFound, and the core's Refused.
    """
    if len(octets) > PART or offset + len(octets) > MOST:
        raise TooLarge(offset + len(octets))
    with transaction.atomic():
        kept = _locked(upload, at.now)
        if kept.whole:
            return kept
        if offset != kept.length:
            raise Elsewhere(kept)
        if octets:
            sealed = privacy.seal_draft(kept.day, octets, _bound(kept, offset))
            Part.objects.create(upload=kept, offset=offset, sealed=sealed)
        kept.length, kept.changed = kept.length + len(octets), at.now
        kept.save()
    return _received(kept, at) if last else kept


def receive(number: str, evidence: str, octets: bytes, at: Moment) -> None:
    """Give a case a photo that came in one piece; sent again within a day, it changes nothing.

    Raises casework's NotAPicture and NotFound, and the core's Refused.
    """
    named = {"case": number, "evidence": evidence, "digest": _digest(octets)}
    with transaction.atomic():
        first = {"day": at.now.date(), "changed": at.now}
        kept, _ = Upload.objects.get_or_create(**named, defaults=first)
        _given(kept, octets, at)


def expire(now: datetime) -> int:
    """Delete the photos that were left unfinished, and the traces of whole ones; how many."""
    old = Upload.objects.filter(changed__lt=now - KEEP)
    count = old.count()
    old.delete()
    return count


def _locked(upload: Upload, now: datetime) -> Upload:
    """The row of a photo, which nobody else changes in this transaction; a new one if need be."""
    named = {"case": upload.case, "evidence": upload.evidence, "digest": upload.digest}
    mine = Upload.objects.select_for_update().filter(case=upload.case, whole=False)
    open_ = [each for each in mine if now - each.changed < KEEP]
    found = Upload.objects.filter(**named).first()
    if found is None:
        if len(open_) >= OPEN:
            raise TooMany(upload.case)
        found = Upload.objects.create(**named, day=now.date(), changed=now)
    return found


def _received(upload: Upload, at: Moment) -> Upload:
    """Give the whole photo to its case, once; what is not a photo, or not whole, is thrown away."""
    try:
        octets = b"".join(
            privacy.unseal_draft(upload.day, bytes(part.sealed), _bound(upload, part.offset))
            for part in upload.parts.all()
        )
        if _digest(octets) != upload.digest:
            raise Altered(upload.digest)
        return _given(upload, octets, at)
    except (Altered, casework.NotAPicture, casework.Refused, privacy.Erased):
        upload.delete()
        raise


def _given(upload: Upload, octets: bytes, at: Moment) -> Upload:
    """The photo given to its case, unless it was already."""
    with transaction.atomic():
        again = Upload.objects.select_for_update().get(pk=upload.pk)
        if again.whole:
            return again
        casework.receive(upload.case, upload.evidence, octets, CHANNEL, at)
        again.whole, again.length = True, len(octets)
        again.save()
        again.parts.all().delete()
        return again


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def _bound(upload: Upload, offset: int) -> bytes:
    """What binds sealed octets to their place."""
    return f"{upload.case}/{upload.evidence}/{upload.digest}/{offset}".encode()
