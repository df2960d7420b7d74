"""What a line of the journal costs, and how long it takes to verify all of a large one.

It runs in a process of its own, on a node of its own: `python -m bench.journal` there.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.rows import Row
from bench.served import Served

LINES: Final = 100_000
BATCH: Final = 1_000


def rows() -> Iterable[Row]:
    """Microseconds to append a line in a transaction of many, and seconds to verify them all."""
    with tempfile.TemporaryDirectory(prefix="kene-bench-") as folder:
        node = Served(Path(folder) / "data")
        for module in ("kene.site", "bench.journal"):
            done = node.run(module=module)
            if done.returncode:
                raise RuntimeError(done.stderr)
    appending, verifying = json.loads(done.stdout)
    yield Row("journal, append", appending / LINES * 1e6, "µs", "json")
    yield Row(f"journal, verify {LINES:,} lines", verifying, "s")


def main() -> None:
    """Print the seconds that appending all lines took, and verifying them, as JSON."""
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "kene.site.settings"
    django.setup()
    from kene.journal import api as journal

    start = time.perf_counter()
    for first in range(0, LINES, BATCH):
        _append(first)
    appended = time.perf_counter()
    found = journal.verify()
    verified = time.perf_counter()
    if not isinstance(found, journal.Verified):
        raise RuntimeError(str(found))
    print(json.dumps([appended - start, verified - appended]))


def _append(first: int) -> None:
    from django.db import transaction

    from kene.journal import api as journal

    with transaction.atomic():
        for number in range(first, first + BATCH):
            entry = journal.Entry("applicant", "opened", f"{number:09d}", "naissance@2026.1")
            journal.append(entry, datetime.now(UTC))


if __name__ == "__main__":
    main()
