"""The room's name for Django."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Chats: who is where, which pictures came, and the answers that leave."""

    name = "kene.channels.messaging"
    label = "kene_messaging"
