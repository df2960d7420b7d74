"""What `deploy/` holds can be deployed."""

import re
import shutil
import subprocess
import sys

import pytest

from architecture.tree import ROOT

UNIT = (ROOT / "deploy" / "kene.service").read_text()
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text()


@pytest.fixture
def unit(tmp_path):
    """The unit, with a program that is on this machine."""
    path = tmp_path / "kene.service"
    path.write_text(re.sub(r"(?m)^(ExecStart=)\S+", rf"\g<1>{sys.executable}", UNIT))
    return path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is absent")
def test_systemd_accepts_the_unit(unit):
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is absent")
def test_the_unit_leaves_little_exposed(unit):
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", unit]
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_the_container_copies_what_is_there_and_is_not_root():
    copied = [
        name
        for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", CONTAINER)
        for name in line.split()
    ]
    assert copied and not [name for name in copied if not (ROOT / name).exists()]
    assert re.search(r"(?m)^USER kene$", CONTAINER)
