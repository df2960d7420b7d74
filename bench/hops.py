"""Durable hops a second through the real USSD endpoint of a real node, and the node's memory."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote_plus

from bench import postgresql
from bench.rows import Row
from bench.served import USSD, Served, birth, node

CLIENTS: Final = 64
SECONDS: Final = 8.0
SCRIPT: Final = birth()


def rows() -> Iterable[Row]:
    """Throughput and latency of hops at full load, on SQLite and, where it is, on PostgreSQL."""
    yield from _measured("SQLite", {})
    if programs := postgresql.programs():
        with postgresql.running(programs) as server:
            addresses = {
                "DATABASE_URL": server.create("kene"),
                "KENE_KEYS_DATABASE_URL": server.create("keys"),
            }
            yield from _measured("PostgreSQL", addresses)


def _measured(name: str, environment: dict[str, str]) -> Iterator[Row]:
    with node(**environment) as served:
        load(served.port, 2.0)
        latencies, seconds = load(served.port, SECONDS)
        rate = len(latencies) / seconds
        yield Row(f"hops, durable, {name}", rate, "hops/s", "commits")
        yield Row(f"hop, median, {name}", statistics.median(latencies) * 1000, "ms")
        yield Row(f"hop, p99, {name}", statistics.quantiles(latencies, n=100)[98] * 1000, "ms")
        yield Row(f"node, memory, {name}", memory(served), "MB")


def load(port: int, seconds: float) -> tuple[list[float], float]:
    """Many phones at once, each hop after the answer to the one before: latencies in seconds."""
    until = time.perf_counter() + seconds
    found: list[list[float]] = [[] for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=_phone, args=(port, index, until, found[index]))
        for index in range(CLIENTS)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for some in found for each in some], time.perf_counter() - start


def memory(node: Served) -> float:
    """The resident memory of all the processes of a node, in MB."""
    return sum(map(_resident, node.pids())) / 1024


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def _phone(port: int, index: int, until: float, latencies: list[float]) -> None:
    run = 0
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            run += 1
            _conversation(link, f"{index}-{run}-{until}", f"%2B2237{index:02d}{run:05d}", latencies)


def _conversation(link: socket.socket, session: str, phone: str, latencies: list[float]) -> None:
    said = ""
    for typed in (None, *SCRIPT):
        if typed is not None:
            said = f"{said}*{typed}" if said else typed
        body = (
            f"sessionId={session}&serviceCode=*123%23&phoneNumber={phone}&text={quote_plus(said)}"
        )
        start = time.perf_counter()
        answer = _post(link, body.encode())
        latencies.append(time.perf_counter() - start)
    if b"END " not in answer:
        raise RuntimeError(answer.decode(errors="replace"))


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
