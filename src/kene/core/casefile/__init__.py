"""The case file: events, what they amount to, and what may happen next."""

from kene.core.casefile.codec import Encoded, canonical, decode, encode, main_purpose
from kene.core.casefile.events import (
    Acted,
    Completed,
    Decided,
    Event,
    Issued,
    Lapsed,
    Opened,
    Told,
    Withdrawn,
)
from kene.core.casefile.fold import CaseFile, fold
from kene.core.casefile.number import check_digit, new_number, read_number, show_number
from kene.core.casefile.process import (
    Agent,
    Moment,
    Refused,
    acting,
    actions,
    completing,
    deciding,
    due,
    known_of,
    lapsing,
    opening,
    replay,
    withdrawing,
)
from kene.core.casefile.reasons import why

__all__ = [
    "Acted",
    "CaseFile",
    "Completed",
    "Decided",
    "Encoded",
    "Event",
    "Issued",
    "Lapsed",
    "Agent",
    "Moment",
    "Opened",
    "Refused",
    "Told",
    "Withdrawn",
    "acting",
    "actions",
    "canonical",
    "check_digit",
    "completing",
    "deciding",
    "decode",
    "due",
    "encode",
    "fold",
    "known_of",
    "lapsing",
    "main_purpose",
    "new_number",
    "opening",
    "read_number",
    "replay",
    "show_number",
    "why",
    "withdrawing",
]
