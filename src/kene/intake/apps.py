"""The room's name for Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Conversations that are under way."""

    name = "kene.intake"
    label = "kene_intake"
