"""What a person sees at one moment of a conversation, and does with it, whatever the channel."""

from kene.core.screens.inputs import (
    Abandon,
    Back,
    Choose,
    Confirm,
    Correct,
    Fill,
    Help,
    Input,
    Language,
    Say,
    Spoke,
)
from kene.core.screens.screen import Note, Option, Question, Screen

__all__ = [
    "Abandon",
    "Back",
    "Choose",
    "Confirm",
    "Correct",
    "Fill",
    "Help",
    "Input",
    "Language",
    "Note",
    "Option",
    "Question",
    "Say",
    "Screen",
    "Spoke",
]
