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
from kene.core.conversation.wholly import Wrong, answer_wholly, given_wholly
from kene.core.services import label

__all__ = [
    "ABANDON",
    "CONFIRM",
    "Conversation",
    "Scene",
    "View",
    "Wrong",
    "answer_wholly",
    "begin",
    "cost_sentence",
    "decode",
    "due_sentence",
    "encode",
    "given_wholly",
    "label",
    "show",
    "shut_sentence",
    "step",
]
