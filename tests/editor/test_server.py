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
from editor.test_spot import ODD

WAIT = 20
CAPABILITIES = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create]
        )
    )
)


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

    async def offered(self, file: str) -> list[lsp.CodeAction]:
        """What mends the first problem of a file."""
        [first, *_] = self.told[file]
        where = lsp.TextDocumentIdentifier(self.uri(file))
        given = lsp.CodeActionParams(where, first.range, lsp.CodeActionContext([first]))
        found = await self.client.text_document_code_action_async(given)
        return [each for each in found or () if isinstance(each, lsp.CodeAction)]

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
        await client.initialize_async(lsp.InitializeParams(capabilities=CAPABILITIES))
        client.initialized(lsp.InitializedParams())
        await play(editor)
    finally:
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()


def filed(files: dict[str, bytes], file: str, *edits: tuple[str, str]) -> str:
    """A file with each piece, which is there once, written otherwise."""
    text = files[file].decode()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


SERVICE = filed(
    GOOD,
    "service.yaml",
    ("version: 2026.1", "version: 2026.2"),
    ("facts:\n", "      commune: {type: place, level: commune, for: repondre}\nfacts:\n"),
    ("  majeur: ", "  tranche: \"if age < 18 then 'jeune' else 'adulte'\"\n  majeur: "),
    (
        "process:\n",
        "types:\n  rang: {type: whole, min: 1}\n"
        "enter:\n  registre: {type: text, max: 20, for: repondre}\n"
        '  feuillet: {type: rang, max: 200, valid: "feuillet > 0", for: repondre}\n'
        "process:\n",
    ),
    ("issue: carte, tell: prete", "enter: [registre, feuillet], issue: carte, tell: prete"),
    ("because: loi, tell", "enter: [registre], because: loi, tell"),
    ("claims: [nom, age]", "claims: [nom, age, feuillet], shows: [majeur]"),
    (
        "contest: ",
        "statistics:\n  demandes:\n    count: opened\n    for: repondre\n"
        "    by: [sorte, tranche, {place: commune, level: region}]\n    sum: age\n"
        "migrate:\n  - from: 2026.1\n    why: Une raison.\n    fields: {surnom: nom}\n"
        "    defaults: {motif: \"'perdue'\"}\n    tell: prete\ncontest: ",
    ),
)
WORDS = filed(
    GOOD,
    "wording/fr.yaml",
    (
        "purposes:",
        "  commune:\n    ask: Votre commune ?\n  registre:\n    ask: Quel registre ?\n"
        "  feuillet:\n    ask: Quel feuillet ?\n    invalid: Plus de {age}.\n"
        "statistics: {demandes: Demandes}\npurposes:",
    ),
    ("facts: {", "facts: {tranche: {label: Âge, outcomes: {jeune: Jeune, adulte: Adulte}}, "),
    ('prete: "{number} : votre carte est prête."', 'prete: "{nom} : carte {tranche}, {registre}."'),
)
RICH = {**GOOD, "service.yaml": SERVICE.encode(), "wording/fr.yaml": WORDS.encode()}
"""The good pack, with what agents enter, statistics, a named type, and a migration."""


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
        await editor.type("service.yaml", GOOD["service.yaml"].decode())
        assert editor.codes() == []

    with_editor(tmp_path, GOOD, play)


def test_problems_of_another_file_are_told_there(tmp_path: Path) -> None:
    wording = GOOD["wording/fr.yaml"].decode()

    async def play(editor: Editor) -> None:
        await editor.open("wording/fr.yaml", wording.replace("title:", "titel:", 1))
        assert {str(each.code) for each in editor.told["wording/fr.yaml"]} == {"S210"}

    with_editor(tmp_path, GOOD, play)


def test_what_mends_a_problem_is_offered(tmp_path: Path) -> None:
    service, words = GOOD["service.yaml"].decode(), GOOD["wording/fr.yaml"].decode()

    async def play(editor: Editor) -> None:
        await editor.open("service.yaml", ODD + service.replace("because: loi", "because: lois", 1))
        [near] = await editor.offered("service.yaml")
        assert (near.title, near.kind) == ("Écrire « loi »", lsp.CodeActionKind.QuickFix)
        assert near.edit is not None and near.edit.changes is not None
        [[edit]] = near.edit.changes.values()
        line = (ODD + service).split("\n")[edit.range.start.line]
        assert line[: edit.range.start.character].endswith("because: ")
        assert (edit.range.end.character - edit.range.start.character, edit.new_text) == (4, "loi")
        await editor.type("service.yaml", service.replace("languages: [fr]", "languages: [fr, bm]"))
        [new] = await editor.offered("service.yaml")
        assert new.title == "Créer wording/bm.yaml"
        assert new.edit is not None and new.edit.document_changes is not None
        [created, filled] = new.edit.document_changes
        assert isinstance(created, lsp.CreateFile) and isinstance(filled, lsp.TextDocumentEdit)
        assert created.uri == filled.text_document.uri == editor.uri("wording/bm.yaml")
        assert filled.edits[0].new_text.startswith("reviewed: no\n")
        await editor.type("service.yaml", service)
        await editor.open("wording/fr.yaml", words.replace("    ask: Votre nom ?\n", ""))
        [texts] = await editor.offered("wording/fr.yaml")
        assert texts.title == "Ajouter le texte « fields.nom.ask »"
        assert texts.edit is not None and texts.edit.changes is not None
        [[edit]] = texts.edit.changes.values()
        assert edit.new_text == '    ask: ""\n'
        assert words.splitlines()[edit.range.start.line - 1] == "  nom:"

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
    ("enter: [registre, feuillet]", "enter: [", {"registre", "feuillet"}, {"nom", "majeur"}),
    ("max: 20, ", "", {"max", "min", "long", "valid", "optional"}, {"when", "level"}),
    ("max: 200, ", "", {"max", "min", "valid"}, {"when", "long"}),
    ("type: rang", "type: ", {"rang", "text"}, {"nom"}),
    ('"feuillet > 0"', '"', {"feuillet", "registre", "age"}, {"paid", "loi"}),
    ("{when: \"droit = 'oui'\"", '{when: "', {"registre", "age", "droit", "paid"}, {"loi"}),
    ("claims: [nom, age", "claims: [", {"nom", "registre", "majeur", "droit"}, {"loi"}),
    ("[nom, motif]", "[", {"nom", "commune"}, {"registre", "majeur"}),
    ("by: [sorte", "by: [", {"sorte", "tranche", "droit", "channel"}, {"nom", "registre", "age"}),
    ("place: commune", "place: ", {"commune"}, {"sorte"}),
    ("level: region", "level: ", {"region", "cercle"}, {"commune"}),
    ("sum: age", "sum: ", {"age", "fee"}, {"nom", "registre", "sorte"}),
    ("count: opened", "count: ", {"opened", "granted"}, {"age"}),
    ("surnom: nom", "surnom: ", {"nom", "registre"}, {"loi", "majeur"}),
    ("defaults: {motif", "defaults: {", {"motif"}, {"loi", "feuillet"}),
    ("tell: prete\ncontest", "tell: ", {"prete", "refusee"}, {"nom"}),
]
# The same between the braces of a text.
NAMED = [
    (
        "{nom} : carte",
        "{n",
        {"nom", "registre", "tranche", "droit", "number", "fee"},
        {"why", "loi"},
    ),
    ("Plus de {age}", "Plus de {", {"age", "feuillet"}, {"number"}),
    ("Terminée", "Terminée {", set(), {"nom", "number"}),
]
# A place of a file; what is said of it.
SAID = [
    ("service.yaml", "wit|hin: 15 days", "Le délai"),
    ("service.yaml", "m|ax: 40", "La plus grande valeur permise"),
    ("service.yaml", "type: na|me", "Un nom de personne"),
    ("service.yaml", "because: lo|i", "Une loi"),
    ("service.yaml", "claims: [no|m", "Votre nom ?"),
    ("service.yaml", "tell: pre|te, to", "carte {tranche}"),
    ("service.yaml", "no|m: {type", "Un nom de personne"),
    ("service.yaml", '"ag|e >= 18"', "Un nombre entier"),
    ("service.yaml", "deli|vrer: {when", "Délivrer"),
    ("decisions/droit.csv", "ma|jeur", "age >= 18"),
    ("wording/fr.yaml", "pre|te", "carte {tranche}"),
    ("service.yaml", "enter: [regi|stre, feuillet]", "Quel registre ?"),
    ("service.yaml", "  regi|stre: {type", "Un texte"),
    ("service.yaml", "type: ra|ng", "type: whole"),
    ("service.yaml", "age, feui|llet]", "Un nombre entier"),
    ("service.yaml", "by: [sorte, tran|che", "if age < 18"),
    ("service.yaml", "sum: ag|e", "Votre âge ?"),
    ("service.yaml", "dema|ndes:", "Demandes"),
    ("service.yaml", "defaults: {mot|if", "Où l'avez-vous perdue ?"),
    ("service.yaml", "surnom: no|m", "Votre nom ?"),
    ("wording/fr.yaml", "{tran|che}", "if age < 18"),
    ("wording/fr.yaml", "{regi|stre}", "Quel registre ?"),
    ("wording/fr.yaml", "{num|ber} : refusée", "Le numéro de la demande."),
]
# A place of a file; the file and the text where it leads.
LEADS = [
    ("service.yaml", "because: lo|i", "service.yaml", 'loi: {text: "Une loi"'),
    ("service.yaml", "claims: [nom, ag|e, feuillet]", "service.yaml", "age: {type"),
    ("service.yaml", "\"droi|t = 'oui'\"", "service.yaml", "droit: decisions"),
    ("service.yaml", "decisions/dro|it.csv", "decisions/droit.csv", ""),
    ("service.yaml", "to: comp|lement", "service.yaml", "complement:"),
    ("service.yaml", "tell: pre|te, to", "wording/fr.yaml", "prete"),
    ("service.yaml", "no|m: {type", "wording/fr.yaml", "nom"),
    ("decisions/droit.csv", "ma|jeur", "service.yaml", "majeur:"),
    ("wording/fr.yaml", "pre|te", "service.yaml", "prete, to"),
    ("wording/fr.yaml", "sor|te:", "service.yaml", "sorte:"),
    ("service.yaml", "enter: [regi|stre, feuillet]", "service.yaml", "registre: {type: text"),
    ("service.yaml", "  regi|stre: {type", "wording/fr.yaml", "registre:"),
    ("service.yaml", "type: ra|ng", "service.yaml", "rang: {type: whole"),
    ("service.yaml", "shows: [maj|eur]", "service.yaml", "majeur:"),
    ("service.yaml", "by: [sorte, tran|che", "service.yaml", "tranche:"),
    ("service.yaml", "place: comm|une", "service.yaml", "commune: {type: place"),
    ("service.yaml", "dema|ndes:", "wording/fr.yaml", "demandes:"),
    ("service.yaml", "defaults: {mot|if", "service.yaml", "motif: {type"),
    ("wording/fr.yaml", "{nom} : carte {tran|che}", "service.yaml", "tranche:"),
    ("wording/fr.yaml", "carte {tranche}, {regi|stre}", "service.yaml", "registre: {type: text"),
    ("wording/fr.yaml", "  regi|stre:", "service.yaml", "registre: {type: text"),
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
        typed = [("wording/fr.yaml", *each[:2]) for each in NAMED]
        typed += [("service.yaml", *each[:2]) for each in OFFERED]
        for file, old, new in typed:
            text, position = edited(RICH[file].decode(), old, new)
            await editor.type(file, text)
            where_ = lsp.TextDocumentIdentifier(editor.uri(file))
            completion = lsp.CompletionParams(where_, position)
            items = await editor.client.text_document_completion_async(completion)
            assert isinstance(items, list)
            found.offered[old, new] = {item.label for item in items}

    with_editor(tmp_path_factory.mktemp("pack"), RICH, play)
    return found


def place(
    editor: Editor, file: str, marked: str
) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
    """The place of the `|` in a piece of a file."""
    _, position = edited(RICH[file].decode(), marked.replace("|", ""), marked)
    return lsp.TextDocumentIdentifier(editor.uri(file)), position


@pytest.mark.parametrize(("old", "new", "wanted", "unwanted"), [*OFFERED, *NAMED])
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
    line = RICH[target].decode().splitlines()[start.line]
    assert line[start.character :].startswith(begins)
