"""The language server of packs (`kene lsp`, with `kene[lsp]`): LSP 3.17 over standard input."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from kene.core.lines import lines_of, place_of, starts_of
from kene.core.problems import Problem, Where, underlined
from kene.core.services.composing import SERVICE
from kene.editor.answers import completions, declared, hover
from kene.editor.mending import Mending, mending
from kene.editor.open_pack import OpenPack, folder_of

Language = Literal["fr", "en"]
_Asked = lsp.CompletionParams | lsp.HoverParams | lsp.DefinitionParams
_SIGNS = ["{", "[", " ", ".", "'", '"', ":"]


@dataclass(slots=True)
class Packs:
    """The packs that an editor has open, by folder, and the files that were last underlined."""

    packs: dict[Path, OpenPack] = field(default_factory=dict)
    underlined: dict[Path, set[str]] = field(default_factory=dict)

    def found(self, uri: str) -> tuple[OpenPack, str] | None:
        """The pack that a file belongs to, and its path inside it; None when it is in none."""
        name = to_fs_path(uri)
        path = Path(name) if name else None
        folder = folder_of(path) if path else None
        if path is None or folder is None:
            return None
        pack = self.packs.setdefault(folder, OpenPack(folder))
        return pack, path.relative_to(folder).as_posix()


def serve(language: Language = "fr") -> None:
    """Answer an editor until it leaves; problems are told in `language`."""
    server(language).start_io()


def server(language: Language) -> LanguageServer:
    """A server that nobody is connected to yet."""
    # Each change gives the whole text: the library counts other lines than editors do.
    whole = lsp.TextDocumentSyncKind.Full
    made = LanguageServer("kene", version("kene"), text_document_sync_kind=whole)
    packs = Packs()
    _follow(made, packs, language)
    _answer(made, packs)
    _mend(made, packs, language)
    return made


def _follow(made: LanguageServer, packs: Packs, language: Language) -> None:
    """Check a pack each time one of its files is opened, changed, saved or closed."""

    def changed(uri: str, text: str | None) -> None:
        found = packs.found(uri)
        if found is None:
            return
        pack, file = found
        if text is None:
            pack.edited.pop(file, None)
        else:
            pack.edited[file] = text
        _tell(made, packs, pack, language)

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def _opened(given: lsp.DidOpenTextDocumentParams) -> None:
        changed(given.text_document.uri, given.text_document.text)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(given: lsp.DidChangeTextDocumentParams) -> None:
        uri = given.text_document.uri
        changed(uri, made.workspace.get_text_document(uri).source)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(given: lsp.DidCloseTextDocumentParams) -> None:
        changed(given.text_document.uri, None)

    @made.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def _saved(given: lsp.DidSaveTextDocumentParams) -> None:
        uri = given.text_document.uri
        changed(uri, made.workspace.get_text_document(uri).source)


def _answer(made: LanguageServer, packs: Packs) -> None:
    """Complete, explain, and lead to where names are declared."""

    def at(given: _Asked) -> tuple[OpenPack, str, int, int] | None:
        found = packs.found(given.text_document.uri)
        if found is None:
            return None
        document = made.workspace.get_text_document(given.text_document.uri)
        lines = lines_of(document.source)
        here = document.position_codec.position_from_client_units(lines, given.position)
        return (*found, here.line, here.character)

    @made.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_SIGNS))
    def _completed(given: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        place = at(given)
        offered = {each.text: each.about for each in completions(*place)} if place else {}
        return [lsp.CompletionItem(text, documentation=said) for text, said in offered.items()]

    @made.feature(lsp.TEXT_DOCUMENT_HOVER)
    def _explained(given: lsp.HoverParams) -> lsp.Hover | None:
        place = at(given)
        said = hover(*place) if place else ""
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, said)) if said else None

    @made.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def _declared(given: lsp.DefinitionParams) -> lsp.Location | None:
        place = at(given)
        where = declared(*place) if place else None
        if where is None or place is None:
            return None
        text = place[0].text(_inside(place[0], where))
        return lsp.Location(_uri(where.file), _range(where, text))


def _mend(made: LanguageServer, packs: Packs, language: Language) -> None:
    """Offer to write what mends a problem."""

    @made.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])
    )
    def _mended(given: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = given.text_document.uri
        found = packs.found(uri)
        if found is None:
            return []
        pack, file = found
        text, offered = pack.text(file), []
        for problem in pack.problems:
            told = _diagnostic(problem, text, language)
            if _inside(pack, problem.where) == file and _touch(told.range, given.range):
                one = mending(problem, text, language)
                if one is not None and (not one.created or _creates(made)):
                    offered.append(_action(one, told, uri, text))
        return offered


def _touch(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _creates(made: LanguageServer) -> bool:
    """Whether the editor creates the files that it is told to."""
    workspace = made.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    does = edits.resource_operations if edits and edits.document_changes else None
    return lsp.ResourceOperationKind.Create in (does or ())


def _action(one: Mending, told: lsp.Diagnostic, uri: str, text: str) -> lsp.CodeAction:
    at = lsp.Range(_position(text, one.start), _position(text, one.end))
    written = lsp.TextEdit(at, one.text)
    edit = lsp.WorkspaceEdit({uri: [written]})
    if one.created:
        new = _uri(one.created)
        document = lsp.OptionalVersionedTextDocumentIdentifier(new)
        edit = lsp.WorkspaceEdit(
            document_changes=[lsp.CreateFile(new), lsp.TextDocumentEdit(document, [written])]
        )
    return lsp.CodeAction(
        one.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[told],
        is_preferred=True,
        edit=edit,
    )


def _position(text: str, offset: int) -> lsp.Position:
    row, column = place_of(starts_of(text), offset)
    return lsp.Position(row, _units(text[offset - column : offset]))


def _tell(made: LanguageServer, packs: Packs, pack: OpenPack, language: Language) -> None:
    """Underline the problems of a pack, and nothing else any more."""
    by_file: dict[str, list[lsp.Diagnostic]] = {}
    for problem in pack.check():
        file = _inside(pack, problem.where)
        by_file.setdefault(file, []).append(_diagnostic(problem, pack.text(file), language))
    before = packs.underlined.get(pack.folder, set())
    packs.underlined[pack.folder] = set(by_file)
    last = pack.definition
    for file in (*sorted((before | set(by_file)) - {last}), last):
        uri = _uri(os.path.normpath(pack.folder / file))
        told = lsp.PublishDiagnosticsParams(uri, by_file.get(file, []))
        made.text_document_publish_diagnostics(told)


def _diagnostic(problem: Problem, text: str, language: Language) -> lsp.Diagnostic:
    severity = lsp.DiagnosticSeverity
    return lsp.Diagnostic(
        _range(problem.where, text),
        f"{problem.message(language)}\n{problem.help(language)}".strip(),
        severity=severity.Warning if problem.warning else severity.Error,
        code=problem.code,
        source="kene",
    )


def _inside(pack: OpenPack, where: Where) -> str:
    """The path of a file from the pack's folder: out of it, where a part is."""
    path = Path(where.file)
    return Path(os.path.relpath(path, pack.folder)).as_posix() if path.is_absolute() else SERVICE


def _range(where: Where, text: str) -> lsp.Range:
    """The word at a place, in the units of UTF-16 that editors count."""
    lines = lines_of(text)
    line = lines[where.line - 1] if 0 < where.line <= len(lines) else ""
    start, end = underlined(line, where.column)
    row = max(where.line - 1, 0)
    return lsp.Range(lsp.Position(row, _units(line[:start])), lsp.Position(row, _units(line[:end])))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _uri(path: str) -> str:
    return from_fs_path(path) or ""
