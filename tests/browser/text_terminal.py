"""lynx in a real terminal: keys that are pressed one after the other, and the page that is left."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

ENTER, DOWN = "^J", "Down Arrow"
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b.|[\x00-\x09\x0b-\x1f]")


def typed(text: str) -> list[str]:
    """The keys of a text."""
    return ["<space>" if letter == " " else letter for letter in text]


def found(text: str) -> list[str]:
    """The keys that go to a control by its words."""
    return ["/", *typed(text), ENTER]


def pressed(address: str, keys: list[str], folder: Path, last: str, seconds: float = 60) -> str:
    """All that lynx drew for these keys, until it said the `last` words; it is then ended."""
    script = folder / "keys"
    script.write_text("".join(f"key {key}\n" for key in keys))
    leader, follower = pty.openpty()
    settings = {**os.environ, "TERM": "vt100", "LINES": "60", "COLUMNS": "100", "LANG": "C.UTF-8"}
    command = ["lynx", "-accept_all_cookies", f"-cmd_script={script}", address]
    process = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=settings, close_fds=True
    )
    os.close(follower)
    seen, until = b"", time.monotonic() + seconds
    try:
        while last not in _plain(seen) and time.monotonic() < until:
            ready, _, _ = select.select([leader], [], [], 0.5)
            if ready:
                seen += os.read(leader, 65_536)
    except OSError:  # the terminal is closed: lynx ended by itself
        pass
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    return _plain(seen)


def _plain(octets: bytes) -> str:
    return _CODES.sub(" ", octets.decode("utf-8", "replace"))
