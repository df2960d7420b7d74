"""A bad day, made on purpose: people who declare births on bad networks, while the node suffers.

Gateways repeat, double and cut what they send; the node is killed, its disk is full for a while,
and the SMS gateway is slow, absent, or gone before it answers. People behave as people do: who is
told to come back later, or gets no answer, calls again and goes on from the page that is shown.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from random import Random
from urllib.parse import parse_qs, urlsplit

from bench.served import TOKEN, Served

from apps.channels.networks import AfricasTalkingNetwork, JsonNetwork, KannelNetwork
from kene.core.conversation.later import come_back_later
from kene.testing.channels.handset import Answered, Asked, Call, Network, Shown
from node.listening import listening
from node.outages import full

REPEATED, DOUBLED, CUT = 0.20, 0.05, 0.05
PATIENCE = 300.0
"""Seconds for which a gateway sends a hop again before the test gives up."""
READING = 0.3
"""Seconds for which somebody reads a page at most, so that trouble falls in the middle."""
HOPS = 120
"""Pages that somebody reads at most before the end of their declaration."""
NUMBER = re.compile(r"\b(\d{3} \d{3} \d{3})\b")
FOLLOW = re.compile(r"^(\d+) Suivre$", re.MULTILINE)
LATER = come_back_later()

LINES: tuple[tuple[str, Network], ...] = (
    ("/channels/ussd/africastalking", AfricasTalkingNetwork()),
    ("/channels/ussd/json", JsonNetwork()),
    ("/channels/sms/kannel", KannelNetwork()),
)
OFFICE = "/api/services/naissance/cases"
SETTINGS = {"KENE_USSD": "africastalking json", "KENE_SMS_NIGHT": "0-0"}


@dataclass
class Tally:
    """What happened, counted; and what should not have."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """The number of the case that each phone was told."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, by: int = 1) -> None:
        """One more of that."""
        with self._lock:
            self.counts[what] += by


@dataclass
class Person:
    """One person who declares one birth, and the bad network between them and the node."""

    address: str
    path: str
    network: Network
    port: int
    rng: Random
    tally: Tally
    call: Call = field(init=False)
    sessions: int = 0
    confirming: bool = False
    _link: http.client.HTTPConnection | None = None

    @property
    def first_name(self) -> str:
        """A name that no other child of the campaign has."""
        return "Awa " + "".join("abcdefghij"[int(digit)] for digit in self.address[-7:]).title()

    def declare(self) -> None:
        """Declare the birth, whatever it takes."""
        shown = self._dial()
        for _ in range(HOPS):
            if found := self._told(shown):
                self.tally.acknowledged[self.address] = found.replace(" ", "")
                return
            shown = self._dial() if self._is_over(shown) else self._type(self._reads(shown.text))
        self.tally.wrong.append(f"{self.address}: no end after {HOPS} pages: {shown.text!r}")

    def _told(self, shown: Shown) -> str:
        """The number of the case, from the last page or from what follows a case."""
        found = NUMBER.search(shown.text)
        return found.group(1) if found and self.confirming else ""

    def _is_over(self, shown: Shown) -> bool:
        if LATER in shown.text:
            self.tally.count("come back later")
            return True
        return self.network.sessions and not shown.more

    def _dial(self) -> Shown:
        self.sessions += 1
        if not self.network.sessions:
            return self._type("0")
        self.call = Call(self.address, f"{self.address}-{self.sessions}")
        return self._hop(self.call)

    def _type(self, text: str) -> Shown:
        if self.network.sessions:
            call = replace(self.call, typed=(*self.call.typed, text))
        else:
            self.sessions += 1
            call = Call(self.address, f"{self.address}-{self.sessions}", (text,))
        shown = self._hop(call)
        self.call = call
        return shown

    def _reads(self, text: str) -> str:
        """What somebody types who reads that page."""
        if "Confirmer" in text:
            self.confirming = True
            return "1"
        born = datetime.now(UTC) - timedelta(days=5)
        for words, typed in (
            ("Prénoms de l'enfant", self.first_name),
            ("Nom de famille", "Traoré"),
            ("Date de naissance", f"{born.day}/{born.month}/{born.year}"),
            ("Commune de naissance", "Kati"),
            ("nom de la mère", "Fanta Diarra"),
            ("nom du père", "000"),
        ):
            if words in text:
                return typed
        follow = FOLLOW.search(text)
        if follow and self.confirming:
            return follow.group(1)  # was it kept? the cases of this phone say so
        return "1"

    def _hop(self, call: Call) -> Shown:
        """The page for a hop, which the gateway sends until it is answered."""
        time.sleep(self.rng.uniform(0, READING))
        self.tally.count("hops")
        asked = self.network.ask(call)
        drawn = self.rng.random()
        if drawn < CUT:
            self._cut(asked)
        if drawn > 1 - DOUBLED:
            shown = self._doubled(asked, call)
        else:
            shown = self._until_answered(asked, call)
        if self.rng.random() < REPEATED:
            self.tally.count("repeated")
            again = self._until_answered(asked, call)
            self._compare(shown, again, "repeated")
        return shown

    def _doubled(self, asked: Asked, call: Call) -> Shown:
        """The same hop twice at the same instant."""
        self.tally.count("doubled")
        twin = type(self)(self.address, self.path, self.network, self.port, self.rng, self.tally)
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(twin._until_answered, asked, call)
            shown = self._until_answered(asked, call)
            second = other.result()
        twin._close()
        self._compare(shown, second, "doubled")
        return second if LATER in shown.text else shown

    def _compare(self, one: Shown, other: Shown, how: str) -> None:
        if one != other and LATER not in one.text and LATER not in other.text:
            self.tally.wrong.append(f"{self.address}: {how}: {one.text!r} and {other.text!r}")

    def _cut(self, asked: Asked) -> None:
        """The link breaks: in the middle of the request, or before the answer is read."""
        self.tally.count("cut")
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            if self.rng.random() < 0.5 and asked.body:
                link.putrequest(asked.method, self._target(asked))
                link.putheader("Content-Length", str(len(asked.body)))
                for name, value in asked.headers.items():
                    link.putheader(name, value)
                link.endheaders(asked.body[: len(asked.body) // 2])
            else:
                self._request(link, asked)
        except OSError:
            pass  # the node is away at this instant: cut all the same
        finally:
            link.close()

    def _until_answered(self, asked: Asked, call: Call) -> Shown:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answered = self._sent(asked)
            except (OSError, http.client.HTTPException):
                self._close()
                self.tally.count("without answer")
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
                continue
            if answered.status == "503":
                self.tally.count("come back later")
                time.sleep(0.1)
                continue
            if answered.status not in ("200", "201"):
                raise RuntimeError(f"{answered.status} {answered.body}")
            return self.network.shown(answered, call)

    def _sent(self, asked: Asked) -> Answered:
        if self._link is None:
            self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._request(self._link, asked)
        answer = self._link.getresponse()
        return Answered(str(answer.status), dict(answer.headers), answer.read().decode())

    def _request(self, link: http.client.HTTPConnection, asked: Asked) -> None:
        headers = dict(asked.headers)
        link.request(asked.method, self._target(asked), asked.body or None, headers)

    def _target(self, asked: Asked) -> str:
        rest = f"/{asked.rest}" if asked.rest else ""
        return f"{self.path}/{TOKEN}{rest}" + (f"?{asked.query}" if asked.query else "")

    def _close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


class Office(Person):
    """A partner's software, which has all the answers of one person and sends them whole."""

    def declare(self) -> None:
        """Send the declaration until its receipt is read."""
        told = self._hop(Call(self.address, f"office-{self.address[1:]}", (self.first_name,)))
        self.tally.acknowledged[self.address] = told.text

    def _target(self, asked: Asked) -> str:
        return self.path


@dataclass(frozen=True)
class ApiNetwork:
    """How a partner's software speaks, with its key."""

    bearer: str
    sessions: bool = True
    exact: bool = True

    def ask(self, call: Call) -> Asked:
        """A whole declaration; the session is the key of the request."""
        born = datetime.now(UTC) - timedelta(days=5)
        answers = {
            "prenoms": call.typed[0],
            "nom": "Traoré",
            "sexe": "fille",
            "date_naissance": born.date().isoformat(),
            "lieu": "02-04-01",
            "mere": "Fanta Diarra",
            "lien": "mere",
        }
        headers = {
            "Authorization": f"Bearer {self.bearer}",
            "Idempotency-Key": call.session,
            "Content-Type": "application/json",
        }
        body = json.dumps({"phone": call.address, "answers": answers}).encode()
        return Asked(body, headers=headers)

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The number of the receipt."""
        return Shown(json.loads(answered.body)["number"])


class Crowd:
    """People who declare one after the other on each of a few lines at once."""

    def __init__(
        self, port: int, people: int, at_once: int, seed: int, tally: Tally, bearer: str
    ) -> None:
        self._port, self._seed, self._tally = port, seed, tally
        self._lines = (*LINES, (OFFICE, ApiNetwork(bearer)))
        self._pool = ThreadPoolExecutor(at_once)
        self._done = [self._pool.submit(self._declare, index) for index in range(people)]

    def left(self) -> int:
        """How many have not ended."""
        return sum(not each.done() for each in self._done)

    def join(self) -> None:
        """Wait for all; what one raised is told."""
        for each in self._done:
            each.result()
        self._pool.shutdown()

    def _declare(self, index: int) -> None:
        path, network = self._lines[index % len(self._lines)]
        rng = Random(f"{self._seed}/{index}")
        who = Office if path == OFFICE else Person
        person = who(f"+2237{index:07d}", path, network, self._port, rng, self._tally)
        try:
            person.declare()
        except Exception as error:
            self._tally.wrong.append(f"{person.address}: {error!r}")
        finally:
            person._close()


def trouble(
    node: Served, crowd: Crowd, tally: Tally, rng: Random, pauses: Callable[[], float], least: int
) -> None:
    """Kill the node or fill its disk, again and again, while anybody has not ended."""
    while crowd.left() or tally.counts["kills"] < least:
        time.sleep(pauses())
        if rng.random() < 0.25:
            _fill(node, rng.uniform(0.5, 2.0), tally)
        node.kill()
        tally.count("kills")
        node.start()
        if rng.random() < 0.75:
            node.wait_ready()
    node.wait_ready()


def _fill(node: Served, seconds: float, tally: Tally) -> None:
    """Leave the node's disk full for so many seconds."""
    with full(node):
        time.sleep(seconds)
    tally.count("times full")


@contextmanager
def bad_gateway(port: int, seed: int, tally: Tally) -> Iterator[Counter[str]]:
    """An SMS gateway on a bad day; how often it took each message, by its reference."""
    taken: Counter[str] = Counter()
    rng, lock = Random(seed), threading.Lock()

    class Sendsms(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            report = parse_qs(urlsplit(asked["dlr-url"][0]).query)
            with lock:
                drawn = rng.random()
            if drawn < 0.08:
                tally.count("gateway refused for now")
                self._answer(503, b"Temporal failure, try again later.")
                return
            with lock:
                taken[report["reference"][0]] += 1
            if drawn < 0.12:
                tally.count("gateway gone after taking")
                self.close_connection = True
                return
            if drawn < 0.30:
                tally.count("gateway slow")
                time.sleep(rng.uniform(0.05, 0.5))
            self._answer(202, b"0: Accepted for delivery")

        def _answer(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the node was killed while it waited

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with listening(Sendsms, port):
        yield taken
