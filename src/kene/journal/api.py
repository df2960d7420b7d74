"""The journal's door: append what was done, read it back, verify it all, prove one line."""

from kene.journal.appending import BrokenJournal, append, extend
from kene.journal.faults import Fault
from kene.journal.lines import VERBS, Entry, Line
from kene.journal.proofs import Proof, check, prove, root, size
from kene.journal.queries import is_empty, lines_about
from kene.journal.verifying import Verified, verify

__all__ = [
    "VERBS",
    "BrokenJournal",
    "Entry",
    "Fault",
    "Line",
    "Proof",
    "Verified",
    "append",
    "check",
    "extend",
    "is_empty",
    "lines_about",
    "prove",
    "root",
    "size",
    "verify",
]
