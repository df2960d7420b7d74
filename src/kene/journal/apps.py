"""The room's name for Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Who did what, append-only and tamper-evident."""

    name = "kene.journal"
    label = "kene_journal"
