"""A public service as data: read from its pack, resolved, and checked."""

from kene.core.services.asking import Answers, Field, Group, name_of, number_of
from kene.core.services.fees import fee_of, quote
from kene.core.services.foreseeing import papers_for
from kene.core.services.load import CHANNELS, COUNTRIES, LANGUAGES, digest, load
from kene.core.services.model import (
    APPLICANT,
    CHANNEL,
    CLOSED,
    Action,
    Contest,
    Counted,
    Dimension,
    DocumentTemplate,
    Evidence,
    Fee,
    Late,
    Law,
    Mark,
    Purpose,
    Remind,
    Service,
    Stage,
    Statistic,
    refused,
    settled,
)
from kene.core.services.naming import Naming, is_known, label
from kene.core.services.passage import Migration
from kene.core.services.receiving import Appointment, Call, Rank
from kene.core.services.spans import Span, parse_span

__all__ = [
    "APPLICANT",
    "CHANNEL",
    "CHANNELS",
    "CLOSED",
    "COUNTRIES",
    "LANGUAGES",
    "Action",
    "Appointment",
    "Call",
    "Answers",
    "Contest",
    "Counted",
    "Dimension",
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
    "Statistic",
    "digest",
    "fee_of",
    "is_known",
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
