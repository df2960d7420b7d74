"""What is asked of a platform over HTTP, and what is surely known of it afterwards."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

TIMEOUT: Final = 10.0
LARGEST: Final = 65_536
SCHEMES: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Told:
    """What a platform answered: `told` is {} where it was not JSON."""

    status: int
    told: Mapping[str, Any]


class Unheard(Exception):
    """Nobody took the request: it was surely not done."""


class Unsure(Exception):
    """The request left, and no answer came: nobody knows whether it was done."""


def post(url: str, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Told:
    """Post an object as JSON. Raises Unheard or Unsure."""
    body = json.dumps(payload).encode()
    given = {"Content-Type": "application/json", **(headers or {})}
    return _asked(urllib.request.Request(url, body, given))  # noqa: S310 -- from the settings


def submit(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Told:
    """Post a form. Raises Unheard or Unsure."""
    body = urlencode(fields).encode()
    return _asked(urllib.request.Request(url, body, dict(headers)))  # noqa: S310 -- as above


def document(url: str, fields: Mapping[str, str]) -> str:
    """Post a form, and the text that is answered. Raises OSError when it is refused or lost."""
    request = urllib.request.Request(url, urlencode(fields).encode())  # noqa: S310 -- as above
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
        return bytes(response.read(LARGEST)).decode("utf-8", "replace")


def get(url: str, headers: Mapping[str, str] | None = None) -> Told:
    """Ask for an object. Raises Unheard or Unsure."""
    return _asked(urllib.request.Request(url, headers=dict(headers or {})))  # noqa: S310 -- as above


def download(url: str, most: int, headers: Mapping[str, str] | None = None) -> bytes:
    """A file of at most `most` octets, or one more when it is longer.

    Raises LookupError when it is not to be had, Unheard when the platform is away.
    """
    if not url.startswith(SCHEMES):
        raise LookupError(url)
    request = urllib.request.Request(url, headers=dict(headers or {}))  # noqa: S310 -- checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return bytes(response.read(most + 1))
    except urllib.error.HTTPError as error:
        if error.code >= 500 or error.code == 429:
            raise Unheard(error.code) from error
        raise LookupError(error.code) from error
    except OSError as error:
        raise Unheard(type(error).__name__) from error


def _asked(request: urllib.request.Request) -> Told:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return Told(response.status, _object(response.read(LARGEST)))
    except urllib.error.HTTPError as error:
        with error:
            return Told(error.code, _object(error.read(LARGEST)))
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Unsure("no answer in time") from error
        raise Unheard(type(error.reason).__name__) from error
    except OSError as error:
        raise Unsure(type(error).__name__) from error


def _object(octets: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(octets)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
