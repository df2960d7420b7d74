"""Which database holds what: keys apart from all that they open."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Model

KEYS: Final = "keys"
_LABEL: Final = "kene_privacy"


class KeysApart:
    """A database router: the table of keys is in the database `keys`, all others in `default`."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:  # noqa: ANN401 -- Django's own
        """The database that a model is read from."""
        named = (model._meta.app_label, model._meta.model_name)
        return KEYS if named == (_LABEL, "key") else "default"

    db_for_write = db_for_read

    def allow_migrate(
        self,
        db: str,
        app_label: str,
        model_name: str | None = None,
        **hints: Any,  # noqa: ANN401
    ) -> bool:
        """Whether a table is made in that database."""
        return (db == KEYS) == (app_label == _LABEL and model_name == "key")
