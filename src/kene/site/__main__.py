"""`python -m kene.site [demo | follow PACK…]`: prepare a node; for a demonstration, fill it too, or
serve packs as they are written.

It is a process of its own, so that the one that watches over the node stays small.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django

from kene.site.spoken import said

WRONG_USE: Final = 2
"""The exit code of whoever is to set something first."""


def main(words: list[str]) -> None:
    """Prepare the node that the environment describes; with `demo`, fill it too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    django.setup()
    if words[:1] == ["follow"]:  # of a node that is prepared, and serves
        from kene.site.following import follow

        follow([Path(word) for word in words[1:]])
    from kene.site import preparing, stories
    from kene.site.safety import Unsafe

    try:
        told = preparing.prepare(datetime.now(UTC))
    except Unsafe as unsafe:
        print(unsafe, file=sys.stderr)
        raise SystemExit(WRONG_USE) from None
    for sentence in told:
        print(sentence, flush=True)
    if "demo" in words:
        count = stories.fill_once(datetime.now(UTC))
        print(said("demo.made", n=count) if count else said("demo.there"))


if __name__ == "__main__":
    main(sys.argv[1:])
