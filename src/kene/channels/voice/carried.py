"""What the packs that are offered carry: their own voices, heard before the node's."""

from __future__ import annotations

from functools import lru_cache

from django.db import close_old_connections

from kene.catalogue import api as catalogue
from kene.channels.voice import wave
from kene.channels.voice.recordings import Carried, Carrying, of_services


def of_offered() -> Carrying:
    """The recordings of the services that are offered now; the first service's for words that
    several say."""
    try:
        return _of(tuple(each.digest for each in catalogue.offered()))
    finally:
        close_old_connections()


@lru_cache(maxsize=4)
def _of(digests: tuple[str, ...]) -> Carrying:
    kept = of_services([catalogue.service(digest) for digest in digests])
    return {
        language: {name: each for name, each in files.items() if _sounds(each)}
        for language, files in kept.items()
    }


def _sounds(file: Carried) -> bool:
    """Whether it can be played: a trial may publish what a check refuses."""
    try:
        wave.measured(file.octets)
    except wave.NotSound:
        return False
    return True
