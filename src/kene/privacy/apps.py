"""The room's name for Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Keys, purposes and retentions of personal data."""

    name = "kene.privacy"
    label = "kene_privacy"
