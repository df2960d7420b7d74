"""The room's name for Django."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """Calls: who is to be called back, by the node or by an agent; the studio."""

    name = "kene.channels.voice"
    label = "kene_voice"
