"""What the text of each key of a pack stands for: a law, a field, a condition, a length of time…

A key means the same wherever it stands, but for the few places listed with their definition. What
an editor offers, and where it goes, follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Meaning(Enum):
    """What a text of a pack stands for."""

    LAW = "law"
    PURPOSE = "purposes"
    FIELD = "ask"
    ENTRY = "enter"
    DECISION = "decide"
    STAGE = "process"
    DOCUMENT = "documents"
    ACTION = "actions"
    APPOINTMENT = "appointments"
    COLUMN = "column"
    SHOWN = "shown"
    COUNTED = "counted"
    SUMMED = "summed"
    DIVIDED = "divided"
    CARRIED = "carried"
    MESSAGE = "messages"
    ROLE = "roles"
    CONDITION = "feel"
    SPAN = "span"
    FILE = "file"
    TYPE = "type"
    NAMED_TYPE = "types"
    CHANNEL = "channel"
    LANGUAGE = "language"
    COUNTRY = "country"
    AUTHORITY = "authorities"
    PART = "use"


_MEANINGS: Final[Mapping[str, Meaning]] = {
    "because": Meaning.LAW,
    "law": Meaning.LAW,
    "contact": Meaning.PURPOSE,
    "for": Meaning.PURPOSE,
    "ask": Meaning.FIELD,
    "enter": Meaning.ENTRY,
    "claims": Meaning.SHOWN,
    "shows": Meaning.SHOWN,
    "decision": Meaning.DECISION,
    "to": Meaning.STAGE,
    "issue": Meaning.DOCUMENT,
    "grant": Meaning.ACTION,
    "granted": Meaning.ACTION,
    "refused": Meaning.ACTION,
    "waiting": Meaning.ACTION,
    "stage": Meaning.STAGE,
    "appointment": Meaning.APPOINTMENT,
    "column": Meaning.COLUMN,
    "tell": Meaning.MESSAGE,
    "by": Meaning.ROLE,
    "second": Meaning.ROLE,
    "exempt": Meaning.CONDITION,
    "facts": Meaning.CONDITION,
    "valid": Meaning.CONDITION,
    "when": Meaning.CONDITION,
    "before": Meaning.SPAN,
    "keep": Meaning.SPAN,
    "within": Meaning.SPAN,
    "decide": Meaning.FILE,
    "template": Meaning.FILE,
    "type": Meaning.TYPE,
    "channels": Meaning.CHANNEL,
    "languages": Meaning.LANGUAGE,
    "country": Meaning.COUNTRY,
    "authority": Meaning.AUTHORITY,
    "extends": Meaning.PART,
    "use": Meaning.PART,
}
_KEYS: Final[Mapping[str, Meaning]] = {"migration.defaults": Meaning.FIELD}
_ELSEWHERE: Final[Mapping[str, Meaning | None]] = {
    "field.type": Meaning.NAMED_TYPE,
    "entry.type": Meaning.NAMED_TYPE,
    "document.valid": Meaning.SPAN,
    "contest.before": None,
    "rank.by": Meaning.CONDITION,
    "division.place": Meaning.DIVIDED,
    "statistic.by": Meaning.COUNTED,
    "statistic.median": Meaning.SUMMED,
    "statistic.sum": Meaning.SUMMED,
    "migration.stages": Meaning.STAGE,
    "migration.fields": Meaning.CARRIED,
    "migration.defaults": Meaning.CONDITION,
}


def meaning(definition: str, key: str) -> Meaning | None:
    """What a key's text stands for in a definition such as `action`; None for free text."""
    return _ELSEWHERE.get(f"{definition}.{key}", _MEANINGS.get(key))


def key_meaning(definition: str, key: str) -> Meaning | None:
    """What the keys that the author writes under a key stand for, where they are names of others;
    None where they declare names."""
    return _KEYS.get(f"{definition}.{key}")
