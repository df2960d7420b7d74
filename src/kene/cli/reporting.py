"""`kene check --report`: the longest path on each channel, in screens, in seconds and in FCFA."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.core.services import Service
    from kene.testing.measure import Measure, Report


def reported(service: Service, ussd_price: float) -> Report:
    """The report of a service today; a price of 0 is one that nobody knows."""
    from kene.testing.measure import report

    price = Decimal(str(ussd_price)) if ussd_price else None
    return report(service, datetime.now(UTC).date(), price)


def tell(report: Report) -> None:
    """A table, then where its amounts come from."""
    from kene.cli import terminal

    titles = ("channel", "language", "screens", "time")
    headers = (*(said(f"report.{each}") for each in titles), "FCFA")
    rows = [
        (m.channel, m.language, str(m.screens), _minutes(m.seconds), _price(m))
        for m in report.longest
    ]
    more = "" if report.whole else said("report.others")
    paths = said("report.paths", n=report.paths)
    terminal.say()
    terminal.say(said("report.title", name=report.service.name, paths=paths, more=more))
    terminal.table(headers, rows)
    for line in _sources(report):
        terminal.say(f"  {line}")
    terminal.say()


def as_data(report: Report) -> dict[str, object]:
    """The same for a program."""
    return {
        "paths": report.paths,
        "whole": report.whole,
        "longest": [
            {
                "channel": each.channel,
                "language": each.language,
                "screens": each.screens,
                "sent": each.sent,
                "seconds": each.seconds,
                "fcfa": None if each.fcfa is None else float(each.fcfa),
                "fields": list(each.answers),
            }
            for each in report.longest
        ],
        "recordings": list(_recordings(report.service)),
        "tariffs": {
            channel: {
                "unit": each.unit,
                "price": None if each.price is None else float(each.price),
                "source": each.source,
                "sure": each.sure,
            }
            for channel, each in report.tariffs.items()
        },
    }


def _recordings(service: Service) -> Iterator[dict[str, object]]:
    """How much of what calls say a service carries, in each language."""
    from kene.channels.voice import script
    from kene.testing.audio import missing

    for language in service.languages:
        every, left = script.of_service(service, language), missing(service, language)
        yield {
            "language": language,
            "all": len(every),
            "kept": len(every) - len(left),
            "seconds": round(sum(each.seconds for each in left)),
        }


def _minutes(seconds: int) -> str:
    return f"{seconds // 60} min {seconds % 60:02} s"


def _price(measure: Measure) -> str:
    if measure.fcfa is None:
        return said("report.unknown")
    return said("report.less") if 0 < measure.fcfa < 1 else f"{measure.fcfa:.0f}"


def _sources(report: Report) -> Iterator[str]:
    for channel in dict.fromkeys(each.channel for each in report.longest):
        tariff = report.tariffs.get(channel)
        if tariff is not None:
            yield said(
                "report.source",
                channel=channel,
                price=said("report.priceless") if tariff.price is None else f"{tariff.price} FCFA",
                unit=said(f"report.unit.{tariff.unit}"),
                doubt="" if tariff.sure else said("report.unsure"),
                source=tariff.source,
            )
    if "voice" in report.service.channels:
        for each in _recordings(report.service):
            yield said("report.voice", **each)
    yield said("report.estimated")
