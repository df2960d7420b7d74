"""The room's name for Django."""

from django.apps import AppConfig


class SmsConfig(AppConfig):
    """Messages in and out, what they cost, and who does not want those that are optional."""

    name = "kene.channels.sms"
    label = "kene_sms"
