"""What ends before or with its time: values erased, documents withdrawn, each in the journal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kene.casework import tallying
from kene.casework.models import Case, Piece
from kene.casework.reading import Reader, find
from kene.casework.telling import forget_secrets
from kene.documents import api as documents
from kene.journal import api as journal
from kene.privacy import api as privacy

_ORPHANS: Final = (timedelta(days=2), timedelta(hours=1))
"""Keys made between these times before now, for cases that were never committed, are destroyed."""


def erase(number: str, reader: Reader, now: datetime) -> bool:
    """Destroy the keys of a case for good, once that is journaled; what is public of it stays.

    False when a wrapped copy of a key may still be on the disk (see `privacy`). Raises NotFound.
    """
    with transaction.atomic():
        find(number, lock=True)
        Piece.objects.filter(case_id=number).delete()
        journal.append(journal.Entry(who=reader.id, what="erased", about=number), now)
    return not privacy.erase(number).traces


def expire(now: datetime) -> int:
    """Destroy the keys whose time has passed, and those of cases that never were; how many.

    Figures of statistics go with their time too, and the codes of messages.
    """
    destroyed = privacy.expire(now.date()).keys
    with transaction.atomic():
        tallying.expire(now.date())
        forget_secrets(now)
        for subject, purpose in destroyed:
            entry = journal.Entry(who="node", what="expired", about=subject, detail=purpose)
            journal.append(entry, now)
            Piece.objects.filter(case_id=subject, purpose=purpose).delete()
    since, until = (now - span for span in _ORPHANS)
    return len(destroyed) + len(privacy.sweep(since, until, _existing).keys)


def withdraw_document(number: str, reason: str, reader: Reader, now: datetime) -> None:
    """Withdraw a document by its number: whoever verifies it is told, from the next list on.

    `reason` tells nothing of a person. Raises LookupError when there is none of that number.
    """
    with transaction.atomic():
        case = documents.withdraw(number, reason, reader.id, now)
        entry = journal.Entry(who=reader.id, what="document-withdrawn", about=case, detail=number)
        journal.append(entry, now)


def _existing(numbers: Collection[str]) -> Collection[str]:
    return list(Case.objects.filter(number__in=numbers).values_list("number", flat=True))
