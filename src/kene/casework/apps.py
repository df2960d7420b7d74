"""The room's name for Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Cases, actions and deadlines."""

    name = "kene.casework"
    label = "kene_casework"
