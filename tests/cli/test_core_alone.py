"""With the core alone installed, the command says what to install."""

import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
SCRIPT = """
import sys
sys.path.insert(0, {src!r})
from kene.cli import main
main()
"""


def test_without_the_site_the_command_says_what_to_install() -> None:
    # -I -S: neither the environment nor any installed library.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", SCRIPT.format(src=str(SRC))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "pip install 'kene[site]'" in done.stderr
    assert "Traceback" not in done.stderr
