"""Django, set up for the words of the command line that need the node."""

from __future__ import annotations

import os

from kene.cli import terminal


def configured() -> None:
    """Set Django up with the node's settings; stop with 2 where they are not whole."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        terminal.wrong(str(error))
