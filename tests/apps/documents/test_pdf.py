"""The PDF: the same octets each time, readable for decades and by everybody, sealed by its code."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from apps.documents.world import NOW, World, composed, page, template, world
from kene.documents import code, offline, pdf, typesetting

POPPLER = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
ZBAR = pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="module")
def document(made: World) -> bytes:
    return composed(made)


def test_the_same_document_at_the_same_time_has_the_same_octets(
    made: World, document: bytes
) -> None:
    assert composed(made) == document
    later = pdf.compose(template(), page(), made.seal(), NOW + timedelta(seconds=1))
    assert later != document


def test_every_line_is_printed_even_one_that_the_template_does_not_name(document: bytes) -> None:
    text = _text(document)
    for line in page().lines:
        assert line.label in text
        assert line.value in text
    assert "260 001 234 5" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_letters_of_bambara_are_printed(document: bytes) -> None:
    assert "Kɔrɔtimi" in _text(document)
    assert "Ɲɛlɛ Ŋana" in _text(document)


def test_the_document_never_says_that_its_signature_is_qualified(document: bytes) -> None:
    text = _text(document).casefold()
    assert "copie scellée" in text
    assert "qualifi" not in text


def test_the_document_says_that_it_is_pdf_a_2a_and_pdf_ua_1(document: bytes) -> None:
    with pikepdf.open(BytesIO(document)) as opened:
        metadata = opened.open_metadata()
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Acte de naissance n° 2600012345"


def test_the_document_is_built_as_these_standards_ask(document: bytes) -> None:
    with pikepdf.open(BytesIO(document)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(root.Lang) == "fr"
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/EmbeddedFiles" not in root.get("/Names", {})
        figures = [node for node in _structure(root.StructTreeRoot) if node.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.Alt) for figure in figures)
        for font in _fonts(opened):
            assert "/FontFile3" in font or "/FontFile2" in font


@POPPLER
@ZBAR
@pytest.mark.parametrize(("inch", "blur", "noise"), [(150, 0.0, 0), (150, 0.9, 20), (110, 0.5, 10)])
def test_another_reader_reads_the_code_as_it_is_printed(
    made: World, document: bytes, tmp_path: Path, inch: int, blur: float, noise: int
) -> None:
    picture = _photo(document, tmp_path, inch, blur, noise)
    answer = subprocess.run(
        ["zbarimg", "-q", "--raw", "--set", "disable", "--set", "qrcode.enable", str(picture)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert answer.stdout.removesuffix("\n") == made.seal()


@POPPLER
@pytest.mark.parametrize("turn", [0, 90, 7])
def test_a_photo_of_the_paper_is_verified(
    made: World, document: bytes, tmp_path: Path, turn: int
) -> None:
    path = _photo(document, tmp_path, 130, 0.8, 20)
    with Image.open(path) as picture:
        picture.rotate(turn, expand=True, fillcolor=200).save(tmp_path / "photo.jpg", quality=60)
    photo = (tmp_path / "photo.jpg").read_bytes()
    assert isinstance(offline.verify(photo, made.data, NOW), code.Valid)


def test_the_file_itself_is_verified(made: World, document: bytes) -> None:
    assert isinstance(offline.verify(document, made.data, NOW), code.Valid)


def test_a_text_file_of_the_code_is_verified(made: World) -> None:
    assert isinstance(offline.verify(made.seal().encode() + b"\n", made.data, NOW), code.Valid)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00\xff" * 500,
        b"%PDF-1.7 and nothing more",
        b"\xff\xd8\xff\xe0 no photo",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
        b"x" * 12_000_001,
    ],
)
def test_a_file_that_shows_no_code_is_unreadable(made: World, garbage: bytes) -> None:
    assert offline.verify(garbage, made.data, NOW) == code.Unreadable()


def test_a_cut_document_is_unreadable_or_good_and_never_an_error(
    made: World, document: bytes
) -> None:
    for part in (0.2, 0.6, 0.95):
        verdict = offline.verify(document[: int(len(document) * part)], made.data, NOW)
        assert isinstance(verdict, code.Unreadable | code.Valid)


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#image("https://example.org/x.png", alt: "x")',
        '#import "@preview/cetz:0.3.0": *',
        "#let",
        "= No title",
    ],
)
def test_a_template_that_is_wrong_or_reaches_outside_its_pack_is_refused(
    made: World, source: str
) -> None:
    bad = pdf.Template("documents/x.typ", {"documents/x.typ": source.encode()})
    with pytest.raises(typesetting.BadTemplate):
        pdf.compose(bad, page(), made.seal(), NOW)


def test_a_template_imports_the_files_of_its_pack(made: World) -> None:
    files = {
        "documents/short.typ": b'#import "/kene.typ": *\n#import "shared/part.typ": part\n'
        b'#show: sealed.with(state: "Burkina Faso")\n#section(part, "prenoms")',
        "documents/shared/part.typ": b'#let part = "Une partie"',
    }
    made_here = pdf.compose(pdf.Template("documents/short.typ", files), page(), made.seal(), NOW)
    assert "Une partie" in _text(made_here)


def _text(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    return "\n".join(
        opened[number].get_textpage().get_text_range() for number in range(len(opened))
    )


def _structure(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _structure(child)


def _fonts(opened: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)]
    return [thing for thing in found if thing.get("/Type") == "/FontDescriptor"]


def _photo(document: bytes, folder: Path, inch: int, blur: float, noise: int) -> Path:
    """The page as a poor camera has it, in grey."""
    (folder / "document.pdf").write_bytes(document)
    drawn = ["pdftoppm", "-r", str(inch), "-gray", "-png", "-singlefile", "document.pdf", "page"]
    subprocess.run(drawn, cwd=folder, check=True)
    with Image.open(folder / "page.png") as picture:
        grey = picture.convert("L").filter(ImageFilter.GaussianBlur(blur))
    rng = Random(7)
    octets = bytes(max(0, min(255, shade + rng.randint(-noise, noise))) for shade in grey.tobytes())
    Image.frombytes("L", grey.size, octets).save(folder / "photo.png")
    return folder / "photo.png"
