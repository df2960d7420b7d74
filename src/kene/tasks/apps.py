"""The room's name for Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Background work, posted with the fact that calls for it."""

    name = "kene.tasks"
    label = "kene_tasks"
