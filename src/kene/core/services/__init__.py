"""A public service as data: read from its pack, resolved, and checked."""

from kene.core.services.load import CHANNELS, LANGUAGES, digest, load
from kene.core.services.model import (
    APPLICANT,
    CLOSED,
    Action,
    Contest,
    DocumentTemplate,
    Evidence,
    Fee,
    Field,
    Group,
    Late,
    Law,
    Mark,
    Purpose,
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
    "Contest",
    "DocumentTemplate",
    "Evidence",
    "Fee",
    "Field",
    "Group",
    "Late",
    "Law",
    "Mark",
    "Naming",
    "Purpose",
    "Service",
    "Span",
    "Stage",
    "digest",
    "label",
    "load",
    "parse_span",
    "refused",
    "settled",
]
