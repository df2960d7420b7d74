"""Pages that are done from beginning to end: each file written, each command run, in order.

A fence says what its block is. `sh` is run, and must end well, or badly where it says `échoue`;
with `reste` it is a server, which answers until the end of the page; with `essai` one that is
stopped once it has answered. A file's path is that file; after its path, `après TEXTE` adds the
block after the line that begins so. `text` is what the last command printed: its lines in order,
`…` for lines, or for the end of one, that are left out. The port that a page serves on is any that
is free.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from architecture.tree import ROOT

FENCE = re.compile(r"^```([\w-]+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DONE = [
    ROOT / "docs" / f"{name}.md"
    for name in ("tutorial/premiere-table", "tutorial/premier-service", "how-to/changer-de-version")
]
PORT = "8000"


@pytest.mark.parametrize("page", DONE, ids=lambda page: page.stem)
def test_a_tutorial_is_done_from_beginning_to_end(page: Path, tmp_path: Path) -> None:
    printed, port = "", free_port()
    with ExitStack() as servers:
        for kind, said, block in FENCE.findall(page.read_text().replace(f":{PORT}", f":{port}")):
            match kind, said:
                case "sh", "reste":
                    commands = block.replace(f"--port {PORT}", f"--port {port}")
                    servers.enter_context(serving(commands, tmp_path, port))
                case "sh", "essai":
                    with serving(f"{block.strip()} --port {port}", tmp_path, port):
                        shown = urlopen(f"http://127.0.0.1:{port}/").read().decode()
                    assert f'href="/services/{block.split()[-1]}/"' in shown
                case "sh", _:
                    printed = ran(block, tmp_path, fails=said == "échoue")
                case "text", _:
                    assert_printed(block, printed)
                case _ if said:
                    write(tmp_path, said, block)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    """The environment of whoever does a tutorial: `kene` is in the path, and nothing is set."""
    own = ("KENE_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@contextmanager
def serving(commands: str, folder: Path, port: int) -> Iterator[None]:
    """A server that answers as long as it is wanted."""
    words = ["bash", "-euc", commands]
    with (folder / "served.log").open("w") as log:
        server = subprocess.Popen(
            words, cwd=folder, env=environment(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_ready(port, server)
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def wait_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until it answers."""
    for _ in range(240):
        assert server.poll() is None, "the server has ended"
        try:
            urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server does not answer")


def ran(commands: str, folder: Path, *, fails: bool) -> str:
    """What commands print; they must end well, or the last one badly."""
    done = subprocess.run(
        ["bash", "-euc", commands],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert bool(done.returncode) is fails, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout


def assert_printed(block: str, printed: str) -> None:
    """Each line that the page shows was printed, in its order."""
    lines = iter(line.strip() for line in printed.splitlines())
    for line in block.splitlines():
        shown = line.strip()
        left_out = shown in ("", "…")
        assert left_out or any(same(shown, line) for line in lines), f"{shown}\n{printed}"


def same(shown: str, line: str) -> bool:
    """Whether a line of the page is a line that was printed; its end may be left out."""
    return line.startswith(shown.removesuffix("…").rstrip()) if shown[-1] == "…" else line == shown


def write(folder: Path, said: str, block: str) -> None:
    """Write a file of the page, or add its block to one."""
    name, _, beginning = said.partition(" après ")
    path = folder / name
    if not beginning:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block)
        return
    lines = path.read_text().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.strip().startswith(beginning))
    path.write_text("".join([*lines[: place + 1], block, *lines[place + 1 :]]))
