"""`kene lsp` as an editor meets it: a real client, over the standard input of a real server."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from core.services.broken_packs import CORPUS, GOOD

WAIT = 20


@dataclass
class Editor:
    """An editor with one pack open; `told` are the problems that it underlines, by file."""

    client: LanguageClient
    folder: Path
    told: dict[str, list[lsp.Diagnostic]] = field(default_factory=dict)
    news: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    versions: int = 0

    def uri(self, file: str) -> str:
        """The address of a file."""
        return (self.folder / file).as_uri()

    async def open(self, file: str, text: str | None = None) -> None:
        """Open a file, and wait until it is checked."""
        source = (self.folder / file).read_text() if text is None else text
        item = lsp.TextDocumentItem(self.uri(file), "yaml", 1, source)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await self.checked()

    async def type(self, file: str, text: str) -> None:
        """Replace the text of an open file, and wait until it is checked."""
        self.versions += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions + 1, self.uri(file))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        given = lsp.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(given)
        await self.checked()

    async def checked(self) -> None:
        """Wait until the server has told what is wrong with `service.yaml`, which it does last."""
        while await asyncio.wait_for(self.news.get(), WAIT) != "service.yaml":
            pass

    def codes(self) -> list[str]:
        """The codes that are underlined now."""
        return sorted(str(each.code) for found in self.told.values() for each in found)


def edited(text: str, old: str, new: str) -> tuple[str, lsp.Position]:
    """The text with an edit, and the position of its end, or of `|` in it."""
    start = text.index(old)
    cursor = start + (new.index("|") if "|" in new else len(new))
    changed = text.replace(old, new.replace("|", ""), 1)
    line = changed[:cursor].count("\n")
    return changed, lsp.Position(line, cursor - changed.rfind("\n", 0, cursor) - 1)


def with_editor(
    folder: Path, files: dict[str, bytes], play: Callable[[Editor], Awaitable[None]]
) -> None:
    """Play with an editor that has a pack of these files."""
    for name, octets in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(octets)
    # In a thread of its own: a browser's driver may leave a loop in that of the tests.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _played(folder, play)).result()


async def _played(folder: Path, play: Callable[[Editor], Awaitable[None]]) -> None:
    client = LanguageClient("editor", "1")
    editor = Editor(client, folder)

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(given: lsp.PublishDiagnosticsParams) -> None:
        file = given.uri.removeprefix(f"{folder.as_uri()}/")
        editor.told[file] = list(given.diagnostics)
        editor.news.put_nowait(file)

    source = str(Path(__file__).parents[2] / "src")
    os.environ["PYTHONPATH"] = source
    await client.start_io(sys.executable, "-m", "kene.cli", "lsp")
    try:
        await client.initialize_async(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
        client.initialized(lsp.InitializedParams())
        await play(editor)
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()


SERVICE = GOOD["service.yaml"].decode()


def test_problems_are_underlined_as_they_are_typed_and_gone_when_mended(tmp_path: Path) -> None:
    wrong = next(each for each in CORPUS if each.name.startswith("S121-loi"))

    async def play(editor: Editor) -> None:
        await editor.open("service.yaml")
        assert editor.codes() == []
        await editor.type("service.yaml", wrong.files["service.yaml"].decode())
        [problem] = editor.told["service.yaml"]
        line = wrong.files["service.yaml"].decode().splitlines()[problem.range.start.line]
        assert line[problem.range.start.character : problem.range.end.character] == "lois"
        assert problem.code == "S121"
        assert "Vouliez-vous dire « loi » ?" in problem.message
        await editor.type("service.yaml", SERVICE)
        assert editor.codes() == []

    with_editor(tmp_path, GOOD, play)


def test_problems_of_another_file_are_told_there(tmp_path: Path) -> None:
    wording = GOOD["wording/fr.yaml"].decode()

    async def play(editor: Editor) -> None:
        await editor.open("wording/fr.yaml", wording.replace("title:", "titel:", 1))
        assert {str(each.code) for each in editor.told["wording/fr.yaml"]} == {"S201", "S202"}

    with_editor(tmp_path, GOOD, play)


# What is typed in place of a piece of `service.yaml`; what is then offered, and what is not.
OFFERED = [
    ("issue: carte", "iss", {"issue", "tell", "to"}, {"within", "loi"}),
    ("issue: carte", "issue: ", {"carte"}, {"loi", "examen"}),
    ("because: loi", "because: ", {"loi"}, {"carte"}),
    ("to: complement", "to: ", {"examen", "complement", "closed"}, {"loi"}),
    ("tell: prete", "tell: ", {"prete", "refusee"}, {"nom"}),
    ("[nom, motif]", "[n", {"nom", "sorte", "age", "motif"}, {"loi"}),
    ("type: name", "type: ", {"name", "date", "choice", "place"}, {"nom"}),
    ("max: 40, ", "", {"max", "min", "long", "when", "valid"}, {"level"}),
    ("basis: public-task", "basis: ", {"public-task", "consent"}, {"yes"}),
    ("reason: yes", "reason: ", {"yes", "no"}, {"loi"}),
    ("\"sorte = 'perdue'\"", '"', {"sorte", "age", "majeur", "today", "perdue"}, {"loi"}),
    ("channels: [ussd", "channels: [", {"ussd", "sms", "web"}, {"fr"}),
    ("template: documents/carte.typ", "template: ", {"documents/carte.typ"}, {"nom"}),
]
# A place of a file; what is said of it.
SAID = [
    ("service.yaml", "wit|hin: 15 days", "Le délai"),
    ("service.yaml", "m|ax: 40", "La plus grande valeur permise"),
    ("service.yaml", "type: na|me", "Un nom de personne"),
    ("service.yaml", "because: lo|i", "Une loi"),
    ("service.yaml", "claims: [no|m", "Votre nom ?"),
    ("service.yaml", "tell: pre|te", "votre carte est prête"),
    ("service.yaml", "no|m: {type", "Un nom de personne"),
    ("service.yaml", '"ag|e >= 18"', "Un nombre entier"),
    ("service.yaml", "deli|vrer: {when", "Délivrer"),
    ("decisions/droit.csv", "ma|jeur", "age >= 18"),
    ("wording/fr.yaml", "pre|te", "votre carte est prête"),
]
# A place of a file; the file and the text where it leads.
LEADS = [
    ("service.yaml", "because: lo|i", "service.yaml", 'loi: {text: "Une loi"'),
    ("service.yaml", "claims: [nom, ag|e]", "service.yaml", "age: {type"),
    ("service.yaml", "\"droi|t = 'oui'\"", "service.yaml", "droit: decisions"),
    ("service.yaml", "decisions/dro|it.csv", "decisions/droit.csv", ""),
    ("service.yaml", "to: comp|lement", "service.yaml", "complement:"),
    ("service.yaml", "tell: pre|te", "wording/fr.yaml", "prete"),
    ("service.yaml", "no|m: {type", "wording/fr.yaml", "nom"),
    ("decisions/droit.csv", "ma|jeur", "service.yaml", "majeur:"),
    ("wording/fr.yaml", "pre|te", "service.yaml", "prete"),
    ("wording/fr.yaml", "sor|te:", "service.yaml", "sorte:"),
]


@dataclass
class Answers:
    """What one session answered to all the questions, by question."""

    offered: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    leads: dict[str, tuple[str, lsp.Position]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """One session that asks everything: a server takes a second to start."""
    found = Answers()

    async def play(editor: Editor) -> None:
        for file in ("service.yaml", "wording/fr.yaml", "decisions/droit.csv"):
            await editor.open(file)
        for file, marked, _ in SAID:
            given = lsp.HoverParams(*place(editor, file, marked))
            hover = await editor.client.text_document_hover_async(given)
            contents = hover.contents if hover else None
            said = contents.value if isinstance(contents, lsp.MarkupContent) else ""
            found.said[file + marked] = said
        for file, marked, *_ in LEADS:
            asked = lsp.DefinitionParams(*place(editor, file, marked))
            where = await editor.client.text_document_definition_async(asked)
            if isinstance(where, lsp.Location):
                found.leads[file + marked] = (where.uri, where.range.start)
        for old, new, *_ in OFFERED:
            text, position = edited(SERVICE, old, new)
            await editor.type("service.yaml", text)
            where_ = lsp.TextDocumentIdentifier(editor.uri("service.yaml"))
            completion = lsp.CompletionParams(where_, position)
            items = await editor.client.text_document_completion_async(completion)
            assert isinstance(items, list)
            found.offered[old, new] = {item.label for item in items}

    with_editor(tmp_path_factory.mktemp("pack"), GOOD, play)
    return found


def place(
    editor: Editor, file: str, marked: str
) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
    """The place of the `|` in a piece of a file."""
    _, position = edited(GOOD[file].decode(), marked.replace("|", ""), marked)
    return lsp.TextDocumentIdentifier(editor.uri(file)), position


@pytest.mark.parametrize(("old", "new", "wanted", "unwanted"), OFFERED)
def test_what_may_be_written_is_offered(
    answers: Answers, old: str, new: str, wanted: set[str], unwanted: set[str]
) -> None:
    assert wanted <= answers.offered[old, new]
    assert not unwanted & answers.offered[old, new]


@pytest.mark.parametrize(("file", "marked", "said"), SAID)
def test_what_a_word_is_is_said(answers: Answers, file: str, marked: str, said: str) -> None:
    assert said in answers.said[file + marked]


@pytest.mark.parametrize(("file", "marked", "target", "begins"), LEADS)
def test_a_name_leads_to_where_it_is_declared(
    answers: Answers, file: str, marked: str, target: str, begins: str
) -> None:
    uri, start = answers.leads[file + marked]
    assert uri.endswith(f"/{target}")
    line = GOOD[target].decode().splitlines()[start.line]
    assert line[start.character :].startswith(begins)
