"""After a full run, nothing that a person said is in a node's files, logs or addresses."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from bench.served import TOKEN, Gateway, Served, free_port
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from kene.documents.reading import found as codes_in
from node.browsing import Browser
from node.listening import sms_gateway

pytestmark = pytest.mark.slow

FIRST, LAST, MOTHER = "Nyèlèkoun", "Zoumanangala", "Bafokondji Dembaliyaro"
PHONE, OTHER, THIRD = "+22376918273", "+22365748392", "+22390817263"
PLACE = "Sanankoroba"
TOLD = "Le guichetier Kafougouna a exigé 4750 francs"
OFFICE = "Guichet Tiécoungo"
SAID_BY_SMS = "Mon extrait Massabadiaba est perdu"
REASON = "Le prénom Wassoulouba est mal écrit"
NAMES = (FIRST, LAST, "Bafokondji", "Dembaliyaro", "Kafougouna", "Tiécoungo", "Massabadiaba")
PASSWORD = "le-registre-de-kati-2026"
BUTTON = re.compile(r'class="number"[^>]*>([\d\s]+)<')
SHOWN_KEY = re.compile(r"\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b")


class Run:
    """A node's day: each channel, an agent's work, documents, and what is found in its files."""

    def __init__(self, node: Served, messages: list[dict[str, str]], born: date) -> None:
        self.node = node
        self.messages = messages
        self.born = f"{born.day}/{born.month}/{born.year}"
        self.browsers: list[Browser] = []
        self.secrets: list[str] = []

    def all(self) -> None:
        """Everything that the node does with personal values."""
        ussd = self.declare_by_phone()
        self.complain_by_phone()
        self.complain_by_sms()
        web = self.declare_on_pages()
        self.wait_for_messages(3)
        agent = self.sign_in()
        self.ask_for_more(agent, ussd)
        pdf = self.issue(agent, web)
        self.verify(pdf)
        self.follow(web)
        self.wait_for_messages(4)
        self.look_at_the_node()

    def declare_by_phone(self) -> str:
        said = ("1", "1", FIRST, LAST, "1", self.born, "Kati", "1", MOTHER, "000", "1", "1")
        return number_in(Gateway(self.node.port).converse("birth", PHONE, said))

    def complain_by_phone(self) -> None:
        said = ("1", "2", "3", "Bougouni", "1", OFFICE, TOLD, "1")
        assert number_in(Gateway(self.node.port).converse("complaint", OTHER, said))

    def complain_by_sms(self) -> None:
        said = ("PLAINTE", "1", "2", "1", "Bougouni", "1", "mairie", SAID_BY_SMS, "1")
        for count, text in enumerate(said):
            asked = urlencode({"from": THIRD, "id": f"sms-{count}", "text": text})
            with urllib.request.urlopen(
                f"{self.node.address}/channels/sms/kannel/{TOKEN}?{asked}"
            ) as answer:
                told = answer.read().decode()
        assert number_in(told)

    def declare_on_pages(self) -> str:
        browser = self.browser()
        browser.get("/services/naissance/")
        browser.send("/commencer/")
        child = {"prenoms": FIRST, "nom": LAST, "sexe": "fille", "date_naissance": self.born}
        browser.send("/demande/", **child, lieu=PLACE)
        browser.send("/demande/", mere=MOTHER)
        browser.send("/demande/", lien="mere")
        browser.send("/demande/", _choose="confirm")
        number, secret = ("".join(found.split()) for found in BUTTON.findall(browser.body))
        self.secrets.append(secret)
        return number

    def sign_in(self) -> Browser:
        words = ("--name", "Nouhoum", "--authority", "centre-etat-civil", "--role", "officier")
        added = self.node.run("agents", "add", "nouhoum", *words, typed=f"{PASSWORD}\n")
        assert added.returncode == 0, added.stderr
        browser = self.browser()
        browser.get("/agents/entrer/")
        browser.send("/entrer/", login="nouhoum", password=PASSWORD)
        browser.get("/agents/compte/telephone/")
        key = SHOWN_KEY.search(browser.body)
        assert key, browser.body
        browser.send("/telephone/", code=totp(key[0]))
        browser.get("/agents/")
        assert browser.status == 200 and browser.address.endswith("/agents/")
        return browser

    def ask_for_more(self, agent: Browser, number: str) -> None:
        agent.get(f"/agents/dossiers/{number}/")
        assert FIRST in agent.body
        agent.send("/demander/", motif=REASON)
        assert agent.status == 200 and "complément" in agent.body.lower()

    def issue(self, agent: Browser, number: str) -> bytes:
        agent.get(f"/agents/dossiers/{number}/")
        agent.send("/etablir/")
        agent.send("/etablir/")
        agent.get(f"/agents/dossiers/{number}/documents/acte.pdf")
        assert agent.octets.startswith(b"%PDF")
        return agent.octets

    def verify(self, pdf: bytes) -> None:
        code = max(codes_in(pdf), key=len)
        browser = self.browser()
        browser.get("/verifier/")
        browser.send("/verifier/", text=code)
        assert FIRST in browser.body

    def follow(self, number: str) -> None:
        secret = self.secrets[0]
        wrong = f"{(int(secret) + 1) % 1_000_000:06d}"
        browser = self.browser()
        browser.get("/suivre/")
        browser.send("/suivre/", number=number, secret=wrong)
        assert "/dossier/document/acte/" not in browser.body
        browser.send("/suivre/", number=number, secret=secret)
        assert "/dossier/document/acte/" in browser.body
        browser.get("/dossier/document/acte/")
        assert browser.octets.startswith(b"%PDF")

    def wait_for_messages(self, count: int) -> None:
        until = time.monotonic() + 30
        while len(self.messages) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.messages) >= count
        for message in self.messages:
            self.secrets += re.findall(r"(?i)code[^\d]{0,4}(\d{6})\b", message["text"])

    def look_at_the_node(self) -> None:
        """What an operator sees is held to the same."""
        seen = self.node.log.with_name("operator.log")
        with urllib.request.urlopen(f"{self.node.address}/metrics") as answer:
            seen.write_bytes(answer.read())
        for words in (("tasks", "--json"), ("journal", "verify"), ("agents", "list")):
            ran = self.node.run(*words)
            with seen.open("a") as file:
                file.write(ran.stdout + ran.stderr)

    def browser(self) -> Browser:
        self.browsers.append(Browser(self.node.address))
        return self.browsers[-1]

    def looked_for(self) -> Iterator[re.Pattern[bytes]]:
        """What must be nowhere, in every form in which a file may hold it."""
        for text in (*NAMES, "Wassoulouba"):
            for octets in {*forms(text), *forms(text.lower()), *forms(text.upper())}:
                yield re.compile(re.escape(octets))
        day, month, year = self.born.split("/")
        dates = (self.born, f"{year}-{int(month):02d}-{int(day):02d}", f"{day} {month} {year}")
        for text in (*dates, *(form for phone in (PHONE, OTHER, THIRD) for form in phones(phone))):
            yield re.compile(rb"(?<!\d)" + re.escape(text.encode()) + rb"(?!\d)")
            yield re.compile(re.escape(text.encode("utf-16-le")))
        for secret in {*self.secrets}:
            # Six digits may well be the microseconds of some time.
            yield re.compile(rb"(?<![\d.])" + secret.encode() + rb"(?!\d)")


def forms(text: str) -> Iterator[bytes]:
    """A text as files, JSON and addresses may write it."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()


def phones(number: str) -> tuple[str, ...]:
    """A number with and without its country, and as people write it."""
    local = number.removeprefix("+223")
    pairs = " ".join(local[at : at + 2] for at in range(0, 8, 2))
    return (number, number.removeprefix("+"), local, pairs)


def number_in(answer: str) -> str:
    found = re.search(r"\b(\d{3}) (\d{3}) (\d{3})\b", answer)
    assert found, answer
    return "".join(found.groups())


def totp(key: str) -> str:
    """What the agent's telephone shows."""
    secret = b32decode(key.replace(" ", ""))
    made = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303
    return made.generate(int(time.time())).decode()


def files(*folders: Path) -> dict[Path, bytes]:
    """Every file as it is now; a node that works may take one away meanwhile."""
    found = {}
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            with suppress(FileNotFoundError):
                if path.is_file():
                    found[path] = path.read_bytes()
    return found


def a_day_not_in(folder: Path) -> date:
    """A day of birth, lately, that no file of a new node happens to hold."""
    held = b"".join(files(folder).values())
    today = datetime.now(UTC).date()
    for ago in range(2, 25):
        day = today - timedelta(days=ago)
        written = (f"{day.day}/{day.month}/{day.year}", day.isoformat())
        if not any(each.encode() in held for each in written):
            return day
    raise AssertionError("every day is written somewhere")


def test_nothing_that_a_person_said_is_in_files_logs_or_addresses(
    founded: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    port, scratch = free_port(), tmp_path / "scratch"
    scratch.mkdir()
    kannel = f"http://kene:word@127.0.0.1:{port}/cgi-bin/sendsms"
    with sms_gateway(port) as messages:
        node = serve(KENE_KANNEL=kannel, TMPDIR=str(scratch))
        run = Run(node, messages, a_day_not_in(founded))
        run.all()
    working = files(node.data, node.log, scratch, tmp_path / "operator.log")
    assert any(path.name.endswith("-wal") for path in working)
    assert node.stop() == 0
    stopped = files(node.data, node.log, scratch)
    assert len(run.secrets) >= 4
    assert told(run, working) == []
    assert told(run, stopped) == []
    visited = "\n".join(each for browser in run.browsers for each in browser.visited)
    assert told(run, {Path("addresses"): visited.encode()}) == []
    assert [path for path, octets in stopped.items() if b"%PDF" in octets] == []


def told(run: Run, where: dict[Path, bytes]) -> list[tuple[str, str]]:
    """Which files hold what a person said."""
    return [
        (path.name, pattern.pattern.decode(errors="replace"))
        for pattern in run.looked_for()
        for path, octets in where.items()
        if pattern.search(octets)
    ]


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    run = Run(Served(tmp_path / "data"), [], date(2026, 3, 9))
    run.secrets = ["048291"]
    said = [f'{{"nom": "{LAST}"}}', json.dumps({"prenoms": FIRST}), "le 9/3/2026", "=048291;"]
    said += ["né le 2026-03-09", "tel 76 91 82 73", PHONE, quote(FIRST), FIRST.lower()]
    for text in said:
        assert told(run, {Path("log"): text.encode()}), text
    assert told(run, {Path("log"): LAST.encode("utf-16-le")})
    assert not told(run, {Path("log"): b"12:00:00.048291 0482917"})
