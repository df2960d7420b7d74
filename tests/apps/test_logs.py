"""Logs say what happened, and never stand in the way of what they tell of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOGGED = """
import logging, os, resource, structlog
from kene.site.logs import configure
configure()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
structlog.get_logger("kene").error("hop_failed")
logging.getLogger("django").error("request")
os._exit(0 if not os.fstat(2).st_size else 1)
"""


def test_a_line_that_a_full_disk_refuses_stops_nothing(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        done = subprocess.run([sys.executable, "-c", LOGGED], stderr=log, check=False)
    assert done.returncode == 0
