"""The command `kene` in this process: many short runs need not start Python each."""

from pathlib import Path

from typer.testing import CliRunner

from cli.command import Ran
from kene.cli.app import app


def kene(*words: str | Path) -> Ran:
    """`kene` with these words, its output in a pipe; a broken promise of the program is raised."""
    done = CliRunner(env={"KENE_LANG": ""}).invoke(
        app, [str(word) for word in words], catch_exceptions=False
    )
    return Ran(done.exit_code, done.stdout, done.stderr)
