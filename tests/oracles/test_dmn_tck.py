"""The public DMN conformance kit, as far as it is at hand (KENE_TCK)."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.conformance import LEVELS, PAGE, cases_of, report, run_folder

from kene.core.decisions.dmn import Clock

ROOT = Path(__file__).parents[2]
KIT = (ROOT / os.environ.get("KENE_TCK", "../shared/tck")).resolve()
FOLDERS = [
    (level, folder.name)
    for level in LEVELS
    for folder in sorted((KIT / level).glob("*"))
    if folder.is_dir()
]
JAVA = "0076-feel-external-java"
"""The cases of this folder call methods of Java classes, which Kene leaves out on purpose."""

pytestmark = pytest.mark.skipif(not FOLDERS, reason=f"no conformance kit in {KIT} (KENE_TCK)")


@pytest.mark.parametrize(("level", "folder"), FOLDERS)
def test_every_case_of_a_folder_passes(level: str, folder: str) -> None:
    clock = Clock(datetime(2026, 3, 15, 12, tzinfo=UTC))
    cases = list(run_folder(level, KIT / level / folder, clock))
    assert cases
    failures = [f"{case.name}: {case.failure}" for case in cases if case.failure]
    if folder == JAVA:
        assert all("got null" in failure for failure in failures)
    else:
        assert not failures


def test_the_page_says_what_the_kit_says() -> None:
    page = (ROOT / "docs/reference/conformance.md").read_text()
    counted = sum(int(count) for count in re.findall(r": (\d+) folders", page))
    if counted != len(FOLDERS):
        pytest.skip(f"the page was made of {counted} folders, {len(FOLDERS)} are at hand")
    made = PAGE.format(report="\n".join(report(cases_of(KIT))))
    assert page.startswith(made), "run bench.conformance"
