"""The conversation: a pure walk through a service, the same on every channel."""

from kene.core.conversation.showing import cost_sentence, due_sentence, show, shut_sentence
from kene.core.conversation.state import (
    Conversation,
    Scene,
    View,
    begin,
    decode,
    encode,
)
from kene.core.conversation.step import ABANDON, CONFIRM, step
from kene.core.services import label

__all__ = [
    "ABANDON",
    "CONFIRM",
    "Conversation",
    "Scene",
    "View",
    "begin",
    "cost_sentence",
    "decode",
    "due_sentence",
    "encode",
    "label",
    "show",
    "shut_sentence",
    "step",
]
