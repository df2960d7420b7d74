"""The command `kene`, run as a person or a script runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str


def kene(*words: str | Path, typed: str = "", **environment: str) -> Ran:
    """`kene` with these words, in the root of the repository, its output in a pipe."""
    own = ("KENE_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    done = subprocess.run(
        [sys.executable, "-m", "kene.cli", *map(str, words)],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        env={**kept, "PYTHONPATH": "src", "TERM": "xterm-256color", **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
