"""The room's name for Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Published versions of services."""

    name = "kene.catalogue"
    label = "kene_catalogue"
