"""The room's name for Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: sealed, given out, verified, withdrawn."""

    name = "kene.documents"
    label = "kene_documents"
