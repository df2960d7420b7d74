"""What a code says, as a CBOR Web Token (RFC 8392) with numbers for names.

One private claim holds the title, the number and the fields of the document. A field whose name is
in `names.yaml` travels as a number and is labelled by any verifier; another travels by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from kene.documents import cbor

Claim = str | int | bool | date
"""A value as the document shows it: a choice or a place by its words, a date as a date."""

ISSUER, EXPIRES, ISSUED, IDENTITY = 1, 4, 6, 7
DOCUMENT: Final = -65537
"""The first private number that RFC 8392 leaves to whoever wants one."""
TITLE: Final = 0
NUMBER: Final = -1
DAYS: Final = 100  # matched by its number in `_read`
"""RFC 8943: a date as days since 1970-01-01."""
_EPOCH: Final = date(1970, 1, 1)
_LAST_SECOND: Final = 253_402_300_799
"""The end of the year 9999."""


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a code says: `identity` is eight octets that no other document has.

    `country` is an ISO 3166 code in lower case; times are UTC, in whole seconds; `expires` is None
    when the document is valid without limit; `fields` are in the order of their numbers or names.
    """

    country: str
    identity: bytes
    number: str
    title: str
    issued: datetime
    expires: datetime | None
    fields: Mapping[str, Claim]


@dataclass(frozen=True, slots=True)
class Name:
    """A well-known field: its number, its name in packs, and its label by language."""

    number: int
    name: str
    labels: Mapping[str, str]


def encode(claims: Claims) -> bytes:
    """The token's octets: equal claims have equal octets."""
    token: dict[cbor.Item, cbor.Item] = {
        ISSUER: claims.country,
        ISSUED: int(claims.issued.timestamp()),
        IDENTITY: claims.identity,
        DOCUMENT: {
            TITLE: claims.title,
            NUMBER: claims.number,
            **{_key(name): _written(value) for name, value in claims.fields.items()},
        },
    }
    if claims.expires is not None:
        token[EXPIRES] = int(claims.expires.timestamp())
    return cbor.write(token)


def decode(data: bytes) -> Claims:
    """The claims that `encode` wrote. Raises cbor.Malformed on anything else."""
    token = _mapping(cbor.read(data))
    document = _mapping(token.get(DOCUMENT))
    expires = token.get(EXPIRES)
    identity = token.get(IDENTITY)
    if not isinstance(identity, bytes):
        raise cbor.Malformed("no identity")
    return Claims(
        _text(token.get(ISSUER)),
        identity,
        _text(document.pop(NUMBER, None)),
        _text(document.pop(TITLE, None)),
        moment(token.get(ISSUED)),
        None if expires is None else moment(expires),
        {_name(key): _read(value) for key, value in document.items()},
    )


def label(name: str, language: str) -> str:
    """What a person reads before a field's value; its own name when it is not well known."""
    known = _by_name().get(name)
    return known.labels[language] if known else name.replace("_", " ").capitalize()


def moment(item: cbor.Item) -> datetime:
    """The time of a number of seconds. Raises cbor.Malformed."""
    if type(item) is not int or not 0 <= item <= _LAST_SECOND:
        raise cbor.Malformed("not a time")
    return datetime.fromtimestamp(item, UTC)


@cache
def names() -> tuple[Name, ...]:
    """The well-known fields, by number."""
    source = files("kene.documents").joinpath("names.yaml").read_text(encoding="utf-8")
    return tuple(
        Name(number, labels.pop("name"), labels)
        for number, labels in yaml.load(source, Loader=yaml.CSafeLoader).items()
    )


@cache
def _by_name() -> dict[str, Name]:
    return {known.name: known for known in names()}


@cache
def _by_number() -> dict[int, Name]:
    return {known.number: known for known in names()}


def _key(name: str) -> int | str:
    known = _by_name().get(name)
    return known.number if known else name


def _name(key: cbor.Item) -> str:
    """The name of a key; a number younger than this program stays a number."""
    if isinstance(key, int):
        known = _by_number().get(key)
        return known.name if known else str(key)
    return _text(key)


def _written(value: Claim) -> cbor.Item:
    return cbor.Tag(DAYS, (value - _EPOCH).days) if isinstance(value, date) else value


def _read(item: cbor.Item) -> Claim:
    match item:
        case str() | int():
            return item
        case cbor.Tag(100, int(days)):
            try:
                return _EPOCH + timedelta(days)
            except OverflowError as error:
                raise cbor.Malformed("a date out of reach") from error
        case _:
            raise cbor.Malformed("a value that is no claim")


def _text(item: cbor.Item) -> str:
    if not isinstance(item, str):
        raise cbor.Malformed("not a text")
    return item


def _mapping(item: cbor.Item) -> dict[cbor.Item, cbor.Item]:
    if not isinstance(item, dict):
        raise cbor.Malformed("not a map")
    return item
