"""Whether a channel keeps its contract: conversations through its real application, on a node.

For the author of a channel. With pytest-django, a database and a node that offers services:

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    def test_my_channel(check: Check) -> None:
        check(Rig.of(MyLine(), MyNetwork()))

A check raises AssertionError, which says in a sentence what was broken. `docs/how-to/
ecrire-un-canal.md` writes a channel from its first line.
"""

from kene.testing.channels.browser import Browser
from kene.testing.channels.checks import CHECKS, Check, Rig
from kene.testing.channels.handset import Answered, Asked, Call, Clock, Handset, Network, Shown
from kene.testing.channels.partner import Software
from kene.testing.channels.plans import Plan, Unanswerable, planned

__all__ = [
    "CHECKS",
    "Answered",
    "Asked",
    "Browser",
    "Call",
    "Check",
    "Clock",
    "Handset",
    "Network",
    "Plan",
    "Rig",
    "Shown",
    "Software",
    "Unanswerable",
    "planned",
]
