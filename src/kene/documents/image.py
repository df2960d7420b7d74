"""The QR code of a text, as a drawing.

Level M (15 % of it may be lost), never micro, alphanumeric: the text of a code is made for that.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

import zxingcpp

QUIET: Final = 4
"""ISO/IEC 18004: modules left white on each side."""
_BLACK: Final = 0


def svg(text: str) -> str:
    """The QR code of `text` as an SVG with its white margin, one unit a module."""
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = symbol.to_image(scale=1, add_quiet_zones=False)
    width = picture.shape[0]
    octets = memoryview(picture).tobytes()  # type: ignore[arg-type]  # its stub hides the buffer
    path = "".join(_runs(row, octets[row * width :][:width]) for row in range(width))
    side = width + 2 * QUIET
    # Strokes are a little thicker than a module: rows that only touch show white seams.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" stroke-width="1.02" d="{path}"/></svg>'
    )


def _runs(row: int, modules: bytes) -> str:
    """The black runs of a row, as strokes along its middle."""
    path = f"M{QUIET} {row + QUIET}.5"
    white = 0
    for shade, run in groupby(modules):
        length = len(list(run))
        if shade == _BLACK:
            path += f"m{white} 0h{length}" if white else f"h{length}"
        white = length
    return path
