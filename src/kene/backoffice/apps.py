"""The room's name for Django, and its housekeeping."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.apps import AppConfig

FORGET: Final = "backoffice:forget-sessions"


class BackofficeConfig(AppConfig):
    """Agents' pages."""

    name = "kene.backoffice"
    label = "kene_backoffice"

    def ready(self) -> None:
        """Have agents' sessions that are over forgotten once a day."""
        from kene.people import api as people
        from kene.tasks import api as tasks

        def forget(_: Mapping[str, str | int], now: datetime) -> None:
            people.expire_sessions(now)

        tasks.declare(FORGET, forget)
        tasks.periodic(FORGET, timedelta(days=1))
