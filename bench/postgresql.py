"""A real PostgreSQL, from Debian's package, in a folder that is gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.served import free_port

_PATIENCE: Final = 60.0


def programs() -> Path | None:
    """Where the newest PostgreSQL's programs are; None when there is none on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    return found[-1].parent if found else None


def _version(path: Path) -> int:
    return int(path.parts[-3])


class Server:
    """A server that others cannot reach. PostgreSQL refuses to run as root, so another user does.

    With `durable` false, nothing waits for the disk: for tests that look at results alone.
    """

    def __init__(self, folder: Path, programs: Path, *, durable: bool) -> None:
        self._folder = folder
        self._programs = programs
        self._options = [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off"]
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        arguments = ("-D", str(folder / "data"), "-U", "kene", "--auth=trust", "-E", "UTF8")
        self._run("initdb", *arguments, "--locale=C.UTF-8")

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgres://kene@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make an empty database; its address."""
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "kene")
        self._run("createdb", *where, database)
        return self.url(database)

    def start(self) -> None:
        """Start, and return once it answers."""
        options = ("-p", str(self.port), "-h", "127.0.0.1", "-k", str(self._folder))
        self._process = subprocess.Popen(
            [
                *self._command("postgres"),
                "-D",
                str(self._folder / "data"),
                *options,
                *self._options,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            start_new_session=True,
        )
        until = time.monotonic() + _PATIENCE
        where = ("-q", "-h", "127.0.0.1", "-p", str(self.port), "-d", "postgres", "-U", "kene")
        ready = [str(self._programs / "pg_isready"), *where]
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > until:
                raise RuntimeError("PostgreSQL does not answer")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once; those who are connected are cut."""
        if self._process is not None:
            # The one that was started may be `runuser`, which passes nothing on but ends with it.
            pid = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGINT)
            self._process.wait(_PATIENCE)
            self._process = None

    def _command(self, program: str) -> list[str]:
        as_nobody = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        return [*as_nobody, str(self._programs / program)]

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self._command(program), *words],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)


@contextmanager
def running(programs: Path, *, durable: bool = True) -> Iterator[Server]:
    """A server with no database but its own, that answers; all of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kene-pg-", dir=os.environ.get("KENE_BENCH_DIR")))
    server = None
    try:
        server = Server(folder, programs, durable=durable)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
