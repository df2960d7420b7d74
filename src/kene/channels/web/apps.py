"""The room's name for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The citizens' pages, and the look that agents' pages and the simulator share."""

    name = "kene.channels.web"
    label = "kene_web"
