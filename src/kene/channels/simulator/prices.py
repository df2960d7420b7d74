"""What the simulator counts for citizens and the State: the tariffs of the node's country."""

from __future__ import annotations

from kene.catalogue import api as catalogue
from kene.core.values.tariffs import tariffs


def price(channel: str) -> int | None:
    """FCFA of a USSD session (`ussd`), a segment (`sms`) or a minute (`voice`); None where it is
    not known in the country."""
    known = tariffs(catalogue.home()).get(channel)
    return None if known is None or known.price is None else int(known.price)
