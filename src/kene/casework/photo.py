"""Pictures that people send: read as pictures and nothing else, and written again as plain ones."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

LARGEST: Final = 8_000_000
"""The octets of a picture as a phone takes it; more is refused before it is read."""
PIXELS: Final = 60_000_000
SIDE: Final = 1_800
"""The longest side that is kept, in pixels: a page of A4 is read with ease."""
QUALITY: Final = 72
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


class NotAPicture(ValueError):
    """What was sent is no picture of a kind that is taken, or is too large to be read."""


def plain(octets: bytes) -> bytes:
    """The picture as a JPEG of at most `SIDE` pixels, upright, without anything that went with it:
    no place, no date, no device, no thumbnail. Raises NotAPicture."""
    if len(octets) > LARGEST:
        raise NotAPicture("too many octets")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=_FORMATS) as picture:
                return _written(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise NotAPicture(type(error).__name__) from error


def _written(picture: Image.Image) -> bytes:
    width, height = picture.size
    if width * height > PIXELS:
        raise NotAPicture("too many pixels")
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is read at the size that is wanted
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    flat = Image.new("RGB", upright.size, "white")
    bands = upright.convert("RGBA")
    flat.paste(bands, mask=bands.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
