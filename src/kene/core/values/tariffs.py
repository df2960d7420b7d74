"""What a citizen pays on each channel, by country, and where that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Unit = Literal["session", "message", "minute", "gigabyte"]


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price in FCFA of one unit of a channel, None where nobody knows it.

    `source` says where it was read; `sure` is False for what is believed, or is no operator's
    tariff.
    """

    channel: str
    unit: Unit
    price: Decimal | None
    source: str
    sure: bool


@cache
def tariffs(country: str) -> Mapping[str, Tariff]:
    """The tariffs of a country by channel; none for a country that nothing is known of."""
    text = files("kene.core.values").joinpath("data", "tariffs.yaml").read_text(encoding="utf-8")
    known = yaml.load(text, Loader=yaml.CSafeLoader).get(country, {})
    return {
        channel: Tariff(
            channel,
            each["unit"],
            Decimal(each["price"]) if "price" in each else None,
            each["source"],
            each["sure"],
        )
        for channel, each in known.items()
    }
