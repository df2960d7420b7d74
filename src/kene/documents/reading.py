"""Finding codes in a photo or a PDF that a stranger sent, in a process of its own.

Decoders of pictures and of PDF are the likeliest doors into a node. They run in this file as a
program, with bounds on memory and time and without the node's environment; a crash is an unreadable
file and nothing more.
"""

from __future__ import annotations

import importlib
import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

LARGEST: Final = 12_000_000
"""Octets of a file: a photo of a 48-megapixel phone has fewer."""
PAGES: Final = 8
"""Pages of a PDF that are looked at."""
_PIXELS: Final = 50_000_000
_SIDE: Final = 3000
"""Pixels of a page's longer side: some 250 an inch on A4, 3 a module of the smallest code."""
_SECONDS: Final = 20
_MEMORY: Final = 1 << 30
_READY: Final = "ready"


def found(file: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a picture or a PDF; none when it is neither, or too large.

    Raises RuntimeError when the reading process itself cannot work here.
    """
    if len(file) > LARGEST:
        return ()
    command = [sys.executable, "-I", __file__]
    try:
        answer = subprocess.run(
            command, input=file, capture_output=True, timeout=_SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return ()
    ready, *texts = answer.stdout.decode(errors="replace").split("\n")
    if ready != _READY:
        raise RuntimeError(f"pictures cannot be read: {answer.stderr.decode(errors='replace')}")
    return tuple(texts)


def _codes(file: bytes) -> Iterator[str]:
    import zxingcpp  # noqa: PLC0415

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for picture in _pages(file) if file.startswith(b"%PDF") else _picture(file):
        for code in zxingcpp.read_barcodes(picture, formats=formats):
            yield code.text


def _picture(file: bytes) -> Iterator[Image.Image]:
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(file), formats=("JPEG", "PNG", "WEBP", "TIFF")) as picture:
        if picture.width * picture.height <= _PIXELS:
            yield picture.convert("L")


def _pages(file: bytes) -> Iterator[Image.Image]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415

    document = pypdfium2.PdfDocument(file)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        yield page.render(scale=_SIDE / max(page.get_size()), grayscale=True).to_pil()


def _main() -> None:
    """Say that the decoders are there, then a text a line; a crash after that is the file's."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    for decoder in ("PIL.Image", "pypdfium2", "zxingcpp"):
        importlib.import_module(decoder)
    print(_READY, flush=True)
    for text in _codes(sys.stdin.buffer.read()):
        print(text, flush=True)


if __name__ == "__main__":
    _main()
