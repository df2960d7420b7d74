"""The door of this room: a pack checked and tried, a person on a channel, transcripts, examples."""

from kene.testing.desk import Held, MemoryDesk
from kene.testing.facts import facts
from kene.testing.pack import Checked, NotAPack, check_folder
from kene.testing.play import Difference, Played, play
from kene.testing.suite import Tested, try_pack
from kene.testing.transcript import Transcript, read_transcript, write_transcript
from kene.testing.visitor import CHANNELS, Browser, Phone, visitor

__all__ = [
    "CHANNELS",
    "Browser",
    "Checked",
    "Difference",
    "Held",
    "MemoryDesk",
    "NotAPack",
    "Phone",
    "Played",
    "Tested",
    "Transcript",
    "check_folder",
    "facts",
    "play",
    "read_transcript",
    "try_pack",
    "visitor",
    "write_transcript",
]
