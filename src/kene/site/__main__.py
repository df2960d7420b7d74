"""`python -m kene.site [demo]`: prepare a node, and for a demonstration fill it with cases.

It is a process of its own, so that the one that watches over the node stays small.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import django


def main(words: list[str]) -> None:
    """Prepare the node that the environment describes; with `demo`, fill it too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    django.setup()
    from kene.site import preparing, stories

    for sentence in preparing.prepare(datetime.now(UTC)):
        print(sentence, flush=True)
    if "demo" in words:
        count = stories.fill_once(datetime.now(UTC))
        print(f"{count} demandes d'exemple." if count else "Les demandes d'exemple sont là.")


if __name__ == "__main__":
    main(sys.argv[1:])
