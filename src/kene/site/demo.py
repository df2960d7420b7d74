"""`kene demo`: a node to try on this machine, with a simulated phone, agents and a dozen cases."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kene.site.serve import check_free, prepared, run
from kene.site.spoken import said

FOLDER: Final = "data/demo"
_KEPT: Final = "secret"


def demo(host: str, port: int, packs: Sequence[Path] = (), country: str = "") -> None:
    """Prepare a demonstration in `data/demo`, or in KENE_DATA, and serve it until stopped.

    That of a `country` has a folder of its own. Each of `packs` is served too, and published again
    as it is written. Raises Taken.
    """
    os.environ.setdefault("KENE_DATA", f"{FOLDER}-{country}" if country else FOLDER)
    if country:
        os.environ["KENE_COUNTRY"] = country
    os.environ["KENE_DEMO"] = "yes"
    os.environ.setdefault("KENE_SECRET", _secret(Path(os.environ["KENE_DATA"])))
    os.environ.setdefault("KENE_ADDRESS", f"http://localhost:{port}")
    os.environ |= {"KENE_VOICE": "africastalking", "KENE_VOICE_NUMBER": "+22320000000"}
    check_free(host, port)
    print(said("demo.preparing"), flush=True)
    prepared("demo")
    with followed(packs):
        run(host, port, lambda: print(_welcome(port), flush=True))


@contextmanager
def followed(packs: Sequence[Path]) -> Iterator[None]:
    """Meanwhile, another process publishes these packs as they are written."""
    if not packs:
        yield
        return
    words = [sys.executable, "-m", "kene.site", "follow", *map(str, packs)]
    with subprocess.Popen(words) as follower:
        try:
            yield
        finally:
            follower.terminate()


def recall(folder: Path) -> None:
    """Give a word that acts on a demonstration's folder the secret that is kept there."""
    if (folder / _KEPT).is_file():
        os.environ.setdefault("KENE_SECRET", _secret(folder))


def _secret(folder: Path) -> str:
    """The secret of this demonstration's sessions, the same at each start."""
    file = folder / _KEPT
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
        file.chmod(0o600)
    return file.read_text(encoding="ascii").strip()


def _welcome(port: int) -> str:
    here = f"http://localhost:{port}"
    code = os.environ.get("KENE_CODE", "*123#")
    return said("demo.welcome", here=here, code=code)
