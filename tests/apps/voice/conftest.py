"""A node that is called, and whoever calls it, in each form of call control."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.town import NOON, Clock, founded
from apps.voice.exchange import DIALECTS, Phone, dialling


@pytest.fixture
def clock(transactional_db: None) -> Clock:
    founded(NOON)
    return Clock(NOON)


@pytest.fixture(params=DIALECTS, ids=lambda each: each.name)
def phone(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Phone:
    return dialling(request.param, clock, tmp_path)
