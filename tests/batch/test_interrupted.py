"""A run that is cut short leaves nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from batch.crowd import AIDE
from batch.running import kene
from cli.command import ROOT

pytestmark = pytest.mark.slow
MANY = 3_000_000
PATIENCE = 120.0


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many people that writing them takes a while."""
    path = tmp_path_factory.mktemp("people") / "people.parquet"
    duckdb.sql(
        f"""copy (select range as code, 'kayes' as region, range % 200000 as revenu,
        range % 9 as enfants, date '1980-01-01' as naissance, null::decimal(9, 2) as loyer,
        false as veuve from range({MANY})) to '{path}'"""
    )
    return path


def hearing() -> None:
    """Have the run hear Ctrl-C: what a script starts in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def begun(people: Path, target: Path) -> subprocess.Popen[bytes]:
    """A run that is writing."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kene.cli", "decide", AIDE, "montant", "--from", people]
        + ["--to", target],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src"},
        stderr=subprocess.PIPE,
        preexec_fn=hearing,
    )
    until = time.monotonic() + PATIENCE
    while not any(each.stat().st_size for each in target.parent.glob(".*/result")):
        assert run.poll() is None, run.stderr.read() if run.stderr else ""
        assert time.monotonic() < until
        time.sleep(0.01)
    return run


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing(
    blow: signal.Signals, people: Path, tmp_path: Path
) -> None:
    run = begun(people, tmp_path / "result.parquet")
    run.send_signal(blow)
    _, told = run.communicate(timeout=PATIENCE)
    assert run.returncode == 130
    assert "rien n'a été écrit" in told.decode()
    assert not [*tmp_path.iterdir()]


def test_a_run_that_is_killed_leaves_no_result_and_the_next_one_cleans_up(
    people: Path, tmp_path: Path
) -> None:
    target = tmp_path / "result.parquet"
    target.write_text("precious")
    target.rename(tmp_path / "before.parquet")
    run = begun(people, target)
    run.kill()
    run.wait(PATIENCE)
    assert not target.exists()
    assert [each.name for each in tmp_path.glob(".*")]
    ran = kene("decide", AIDE, "aide", "--from", people, "--to", target, "--where", "code < 9")
    assert ran.code == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["before.parquet", "result.parquet"]


def test_a_run_leaves_the_folder_of_another_that_is_alive(people: Path, tmp_path: Path) -> None:
    run = begun(people, tmp_path / "result.parquet")
    ran = kene("decide", AIDE, "aide", "--from", people, "--to", tmp_path / "result.parquet",
               "--where", "code < 9")  # fmt: skip
    assert ran.code == 0
    run.communicate(timeout=PATIENCE)
    assert run.returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == ["result.parquet"]
