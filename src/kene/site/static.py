"""Static files as they are served: stylesheets without what only their authors read."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

_BLANK: Final = re.compile(rb"\s+")
_COMMENT: Final = re.compile(rb"/\*.*?\*/", re.DOTALL)
_AROUND: Final = re.compile(rb"\s*;?\s*(})\s*|\s*([{;])\s*|(?<=[,:])\s+")


def lean(style: bytes) -> bytes:
    """A stylesheet without comments, nor blanks that mean nothing: a tenth less on the wire.

    No string of it may hold a comment or a brace.
    """
    return _AROUND.sub(rb"\1\2", _BLANK.sub(b" ", _COMMENT.sub(b"", style))).strip()


class LeanStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under the names of what their authors wrote, compressed once."""

    def _save(self, name: str, content: Any) -> str:  # noqa: ANN401 -- Django's own files
        if name.endswith(".css"):
            content = ContentFile(lean(b"".join(content.chunks())))
        return str(super()._save(name, content))
