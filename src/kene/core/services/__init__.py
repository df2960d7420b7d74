"""A public service as data: read from its pack, resolved, and checked."""

from kene.core.services.asking import Answers, Field, Group, name_of, number_of
from kene.core.services.fees import fee_of, quote
from kene.core.services.foreseeing import papers_for
from kene.core.services.load import CHANNELS, LANGUAGES, digest, load
from kene.core.services.model import (
    APPLICANT,
    CLOSED,
    Action,
    Appointment,
    Call,
    Contest,
    DocumentTemplate,
    Evidence,
    Fee,
    Late,
    Law,
    Mark,
    Migration,
    Purpose,
    Rank,
    Remind,
    Service,
    Stage,
    refused,
    settled,
)
from kene.core.services.naming import Naming, label
from kene.core.services.spans import Span, parse_span

__all__ = [
    "APPLICANT",
    "CHANNELS",
    "CLOSED",
    "LANGUAGES",
    "Action",
    "Appointment",
    "Call",
    "Answers",
    "Contest",
    "DocumentTemplate",
    "Evidence",
    "Fee",
    "Field",
    "Group",
    "Late",
    "Law",
    "Mark",
    "Migration",
    "Naming",
    "Purpose",
    "Rank",
    "Remind",
    "Service",
    "Span",
    "Stage",
    "digest",
    "fee_of",
    "label",
    "load",
    "name_of",
    "number_of",
    "papers_for",
    "parse_span",
    "quote",
    "refused",
    "settled",
]
