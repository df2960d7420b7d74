"""The page that connects Kannel, done word for word: its files, its commands, what they print.

Its ports are any that are free; the operator of its second part is a centre that speaks SMPP 3.4.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench.served import free_port

from architecture.test_tutorials import FENCE, assert_printed, environment, ran, wait_ready, write
from architecture.tree import ROOT
from kene.channels.ussd import gateways
from kene.site.configuration import variables
from node.kannel import BEARERBOX, SHORT, SMSBOX
from node.smpp import Centre

FAKE = Path("/usr/lib/kannel/test/fakesmsc")
PAGE = (ROOT / "docs" / "how-to" / "kannel.md").read_text()
PORTS = ("8000", "13000", "13001", "13013", "10000", "2775")
PHONE = "+22376123456"
SMSC = re.compile(r"^group = smsc\n(?:.+\n)+", re.MULTILINE)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (BEARERBOX and SMSBOX and FAKE.exists()),
        reason="kannel and kannel-extras are not installed",
    ),
]


@contextmanager
def staying(commands: str, folder: Path, answers: str) -> Iterator[None]:
    """A server of the page, from when it answers at that port until it is wanted no more."""
    with (folder / "page.log").open("a") as log:
        server = subprocess.Popen(
            ["bash", "-euc", commands],
            cwd=folder,
            env=environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        if "kene" in commands:
            wait_ready(int(answers), server)
        else:
            listens(int(answers), server)
        yield
    finally:
        # Kannel ends when all is sent, which may be never: the page's reader closes the terminal.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM if "kene" in commands else signal.SIGKILL)
        server.wait(30)


def listens(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens at that port."""
    for _ in range(120):
        assert server.poll() is None, "Kannel has ended"
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("Kannel does not listen")


@dataclass(frozen=True)
class Trial:
    """The page in a folder, and its node, which answers."""

    folder: Path
    blocks: list[tuple[str, str, str]]
    ports: dict[str, str]

    def of(self, kind: str, said: str = "", word: str = "") -> list[str]:
        """The blocks of a kind, and of a fence, in which that word stands."""
        return [each for k, s, each in self.blocks if (k, s) == (kind, said) and word in each]

    @contextmanager
    def kannel(self) -> Iterator[None]:
        """Kannel as it is started there."""
        bearer, sms = self.of("sh", "reste", "box")
        with (
            staying(bearer, self.folder, self.ports["13001"]),
            staying(sms, self.folder, self.ports["13013"]),
        ):
            yield

    def printed(self, word: str) -> str:
        """What the block with that word prints."""
        [block] = self.of("sh", word=word)
        return ran(block, self.folder, fails=False)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("page")
    (folder / "packs").symlink_to(ROOT / "packs")
    ports = {port: str(free_port()) for port in PORTS}
    text = re.sub(rf"\b({'|'.join(PORTS)})\b", lambda found: ports[found[1]], PAGE)
    blocks = FENCE.findall(text)
    for kind, said, block in blocks:
        if kind != "sh" and said:
            write(folder, said, block)
    found = Trial(folder, blocks, ports)
    [serve] = found.of("sh", "reste", "kene serve")
    with staying(serve, folder, ports["8000"]):
        yield found


@pytest.mark.parametrize("name", ["passerelles-ussd", "sms"])
def test_the_page_of_a_channel_is_done_on_that_node(trial: Trial, name: str) -> None:
    text = (ROOT / "docs" / "how-to" / f"{name}.md").read_text()
    blocks = FENCE.findall(text.replace(":8000/", f":{trial.ports['8000']}/"))
    [calls], [told] = ([each for k, _, each in blocks if k == kind] for kind in ("sh", "text"))
    assert_printed(told, ran(calls, trial.folder, fails=False))
    settings = "".join(each for kind, _, each in blocks if kind == "sh-env")
    names = set(re.findall(r"^([A-Z_]+)=", settings, re.MULTILINE))
    assert names and names <= {each.name for each in variables()}
    for told in re.findall(r"KENE_USSD='([^']*)'", settings):
        assert gateways.lines(told, "*123#")


def test_the_page_is_done_with_a_simulated_operator(trial: Trial) -> None:
    with trial.kannel():
        printed = trial.printed("fakesmsc")
    told, _ = trial.of("text")
    assert_printed(told, printed)
    assert f"\nKENE {PHONE} " in printed, "the code leaves as a message of its own"


@pytest.mark.parametrize(
    ("group", "binds"), [("smpp", ["transceiver"]), ("smpp-deux", ["receiver", "transmitter"])]
)
def test_the_page_is_done_over_smpp(trial: Trial, group: str, binds: list[str]) -> None:
    [smsc], [whole] = trial.of("ini", group), trial.of("ini", "kannel.conf")
    port = free_port()
    told = {
        "ADRESSE-DE-L-OPÉRATEUR": "127.0.0.1",
        trial.ports["2775"]: str(port),
        "MOT-DE-PASSE": "secret",
        "NOM": "kene",
    }
    filled = re.sub("|".join(told), lambda found: told[found[0]], smsc)
    (trial.folder / "kannel.conf").write_text(SMSC.sub(lambda _: filled, whole))
    centre = Centre(port)
    try:
        with trial.kannel():
            centre.wait_bound(len(binds))
            assert sorted(centre.binds) == binds
            _, status = trial.of("text")
            assert_printed(status, trial.printed("status.txt"))
            centre.sends(PHONE, SHORT, "reclamation")
            assert "Motif de la plainte" in "".join(each.text for each in centre.message())
    finally:
        centre.close()
