"""The room's name for Django."""

from django.apps import AppConfig


class SimulatorConfig(AppConfig):
    """A handset on a page, its messages, and what each call costs."""

    name = "kene.channels.simulator"
    label = "kene_simulator"
