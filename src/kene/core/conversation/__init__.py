"""The conversation: a pure walk through a service, the same on every channel."""

from kene.core.conversation.showing import label, show
from kene.core.conversation.state import (
    Conversation,
    View,
    begin,
    decode,
    encode,
    position,
    questions,
)
from kene.core.conversation.step import ABANDON, CONFIRM, step

__all__ = [
    "ABANDON",
    "CONFIRM",
    "Conversation",
    "View",
    "begin",
    "decode",
    "encode",
    "label",
    "position",
    "questions",
    "show",
    "step",
]
