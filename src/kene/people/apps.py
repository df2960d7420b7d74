"""The room's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Agents, their second factor, and their roles."""

    name = "kene.people"
    label = "kene_people"
