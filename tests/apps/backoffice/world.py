"""Agents, their browsers, and the cases that a phone opens for them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client
from django.utils import timezone

from apps.town import Clock, Phone
from kene.casework.models import Case
from kene.people import api as people

PASSWORD = "quatre mots sans lien"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BIRTH = ("1", "1", "Awa", "Traoré", "1", None, "Kati", "1", "Fanta Diarra", "000", "1")


def agent(
    username: str, authority: str = "centre-etat-civil", role: str = "officier", place: str = ""
) -> people.Agent:
    """An agent with a role and a second factor; the secret is kept as `totp`."""
    made = people.create_agent(username, username.title(), PASSWORD, timezone.now())
    membership = people.Membership(authority=authority, role=role, place=place)
    people.give_role(made, membership, timezone.now())
    made.totp = generate_totp_secret()  # type: ignore[attr-defined]
    TOTP.activate(made, made.totp)  # type: ignore[attr-defined]
    return made


def code(of: people.Agent) -> str:
    """What the agent's telephone shows."""
    counter = int(timezone.now().timestamp()) // 30
    return format_hotp_value(hotp_value(of.totp, counter))  # type: ignore[attr-defined]


def browser(of: people.Agent) -> Client:
    """A browser of an agent who signed in."""
    client = Client()
    client.force_login(of, BACKEND)
    return client


def birth(days_ago: int = 5, phone: str = "+22376123456", at: datetime | None = None) -> str:
    """A birth declared by phone some days after; the number of its case."""
    now = at or timezone.now()
    born = now - timedelta(days=days_ago)
    before = set(Case.objects.values_list("number", flat=True))
    caller = Phone(phone, Clock(now))
    caller.dial()
    for typed in BIRTH:
        caller.type(typed or f"{born.day}/{born.month}/{born.year}")
    caller.type("1")
    return str(Case.objects.exclude(number__in=before).get().number)


class Page(HTMLParser):
    """A page as a browser reads it: its elements in order, its forms, and what is not well."""

    VOID = frozenset(
        [
            "area",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]
        ids = self.all("id")
        self.wrong += [f"id {each} is there twice" for each in ids if ids.count(each) > 1]
        for name in ("for", "aria-labelledby", "aria-describedby", "form"):
            for value in self.all(name):
                self.wrong += [f"{name} {e} is nowhere" for e in value.split() if e not in ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if len({name for name, _ in attrs}) != len(attrs):
            self.wrong.append(f"<{tag}> says an attribute twice")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> where <{'> <'.join(self.open[-3:])}> is open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [found[attribute] for _, found in self.elements if attribute in found]

    def form(self, action: str) -> dict[str, str]:
        """The hidden and filled inputs of the form that posts to an address."""
        fields: dict[str, str] = {}
        inside = False
        for tag, found in self.elements:
            if tag == "form":
                inside = found.get("action") == action
            elif inside and tag in ("input", "textarea") and "name" in found:
                fields[found["name"]] = found.get("value", "")
        assert fields, f"no form posts to {action}"
        return fields


def page(response: Any) -> Page:
    """The page that a response holds."""
    return Page(response.content.decode())


def text(response: Any) -> str:
    """The words of a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace(
        "&#x27;", "'"
    )
