"""Serving packs while they are written: each is published again when one of its files changes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

from django.conf import settings

from kene.catalogue import api as catalogue
from kene.core.problems import Mistakes
from kene.core.services import Service
from kene.people import api as people
from kene.site.preparing import ready_to_sign
from kene.site.spoken import said

PAUSE: Final = 0.5
"""Seconds between two looks at the files."""


def follow(folders: Sequence[Path]) -> NoReturn:
    """Publish the packs in these folders, then again at each change, until the process is ended."""
    seen: dict[Path, Mapping[str, bytes] | str] = {}
    while True:
        for folder in folders:
            for sentence in look(folder, seen, datetime.now(UTC)):
                print(sentence, flush=True)
        time.sleep(PAUSE)


def look(folder: Path, seen: dict[Path, Mapping[str, bytes] | str], now: datetime) -> Iterator[str]:
    """Publish a pack whose files are not those that were seen; what to tell its author.

    A pack with mistakes leaves the version before it served.
    """
    try:
        files: Mapping[str, bytes] | str = catalogue.read_folder(folder)
    except catalogue.NotAPack as error:
        files = str(error)
    if files == seen.get(folder):
        return
    seen[folder] = files
    if isinstance(files, str):
        yield files
        return
    try:
        service = catalogue.publish(files, now, trial=True)
    except Mistakes as mistakes:
        yield said("follow.wrong", n=len(mistakes.problems), folder=folder)
        return
    yield said("follow.served", reference=service.reference, digest=service.digest[:12])
    yield from ready_to_sign(now)
    yield from _agents(service, now)


def _agents(service: Service, now: datetime) -> Iterator[str]:
    """Accounts to act with on the cases of a service, for the roles that nobody has."""
    if not settings.KENE.demo:
        return
    texts = service.wording("fr")
    for role in service.roles:
        name = texts.say(f"roles.{role}")
        account = people.give_demo_role(role, name, service.authority, now)
        if account is not None:
            account_of = {"username": account.username, "password": account.password}
            yield said("demo.agent", name=name, **account_of)
