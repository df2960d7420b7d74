"""A document as others see it: poppler reads its text, zbar reads its code from the picture."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench.served import ROOT, Served


def needed(*names: str) -> None:
    """Skip without these commands."""
    for name in names:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is absent: `make tools` installs it")


def printed(pdf: Path) -> str:
    """The text of a PDF."""
    return _out("pdftotext", "-layout", str(pdf), "-")


def photographed(pdf: Path) -> str:
    """The QR code of a PDF's first page, read from a picture of it."""
    picture = pdf.with_suffix("")
    _out("pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(picture))
    return _out("zbarimg", "--quiet", "--raw", str(picture.with_suffix(".png"))).strip()


def unplugged(node: Served, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """`kene verify` with nothing but the public keys, in a network that has no cable."""
    known = folder / "carried"
    if not known.exists():
        (known / "keys").mkdir(parents=True)
        shutil.copy(node.data / "keys" / "public.json", known / "keys")
    verify = [sys.executable, "-m", "kene.cli", "verify", code, "--keys", str(known), "--json"]
    return subprocess.run(
        [*_without_network(), *verify],
        cwd=ROOT,
        env=node.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _without_network() -> list[str]:
    """The words that run a command without any network; none where the system forbids them."""
    words = ["unshare", "--map-root-user", "--net"]
    allowed = (
        shutil.which("unshare")
        and not subprocess.run([*words, "true"], capture_output=True, check=False).returncode
    )
    return words if allowed else []


def _out(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout
