"""Durable hops a second through the real USSD endpoint of a real node, and the node's memory."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote_plus

from bench import postgresql
from bench.rows import Row
from bench.served import USSD, Served, birth, node

CLIENTS: Final = 64
SECONDS: Final = 8.0
SCRIPT: Final = birth()
STEPS: Final = len(SCRIPT) + 1

PROCESSES: Final = (1, 2)


def rows() -> Iterable[Row]:
    """Throughput and latency of hops at full load, on SQLite and, where it is, on PostgreSQL."""
    for label, served in nodes():
        latencies, seconds = load(served.port, SECONDS)
        rate = len(latencies) / seconds
        yield Row(f"hops, durable, {label}", rate, "hops/s", "commits")
        yield Row(f"hop, median, {label}", statistics.median(latencies) * 1000, "ms")
        yield Row(f"hop, p99, {label}", statistics.quantiles(latencies, n=100)[98] * 1000, "ms")
        yield Row(f"node, memory, {label}", memory(served), "MB")


def nodes() -> Iterator[tuple[str, Served]]:
    """Nodes of one process and of two, on SQLite and, where it is, on PostgreSQL: each warm."""
    yield from _warm("SQLite", lambda _: {})
    if programs := postgresql.programs():
        with postgresql.running(programs) as server:
            yield from _warm("PostgreSQL", lambda count: _databases(server, count))


def _databases(server: postgresql.Server, processes: int) -> dict[str, str]:
    """The settings of a node whose two databases are new on that server."""
    return {
        "DATABASE_URL": server.create(f"kene{processes}"),
        "KENE_KEYS_DATABASE_URL": server.create(f"keys{processes}"),
    }


def _warm(name: str, environment: Callable[[int], dict[str, str]]) -> Iterator[tuple[str, Served]]:
    for processes in PROCESSES:
        with node(KENE_PROCESSES=str(processes), **environment(processes)) as served:
            load(served.port, 2.0)
            yield f"{name}, {processes} process" + ("es" if processes > 1 else ""), served


def load(port: int, seconds: float) -> tuple[list[float], float]:
    """Many phones at once, each hop after the answer to the one before: latencies in seconds."""
    start = time.perf_counter()
    latencies = phones(port, seconds)
    return latencies, time.perf_counter() - start


def phones(port: int, seconds: float, rate: float = 0) -> list[float]:
    """The latencies of many phones in seconds; with a `rate`, so many hops a second are due.

    A hop that is due waits for none but those of its own phone, and is timed from when it was due.
    """
    until = time.perf_counter() + seconds
    found: list[list[float]] = [[] for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=_phone, args=(port, index, until, found[index], rate))
        for index in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for some in found for each in some]


def memory(node: Served) -> float:
    """The resident memory of all the processes of a node, in MB."""
    return sum(map(_resident, node.pids())) / 1024


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def _phone(port: int, index: int, until: float, latencies: list[float], rate: float) -> None:
    run, every = 0, CLIENTS / rate if rate else 0
    due = time.perf_counter() + every * index / CLIENTS
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            run += 1
            session, phone = f"{index}-{run}-{until}", f"%2B2237{index:02d}{run:05d}"
            # The first one is left early, each phone's at another step: people don't walk in step,
            # and sixty-four confirmations at once would be no country's, but the bench's own.
            steps = 1 + index % STEPS if run == 1 else STEPS
            for body in islice(_conversation(session, phone), steps):
                if every:
                    time.sleep(max(0, due - time.perf_counter()))
                start = due if every else time.perf_counter()
                answer = _post(link, body)
                latencies.append(time.perf_counter() - start)
                due += every
            if steps == STEPS and b"END " not in answer:
                raise RuntimeError(answer.decode(errors="replace"))


def _conversation(session: str, phone: str) -> Iterator[bytes]:
    """The forms of a whole conversation."""
    for count in range(STEPS):
        said = quote_plus("*".join(SCRIPT[:count]))
        yield (f"sessionId={session}&serviceCode=*123%23&phoneNumber={phone}&text={said}").encode()


def _post(link: socket.socket, body: bytes) -> bytes:
    link.sendall(
        b"POST %b HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%b"
        % (USSD.encode(), len(body), body)
    )
    answer = link.recv(65536)
    head, _, rest = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(rest) < length:
        rest += link.recv(65536)
    return rest
