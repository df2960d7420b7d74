"""A draft as the files of a pack: its definition, its wordings, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from kene.core.wording import Wording, bundled
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.draft import Asked, Findings, Page
from kene.exchange.xlsform.rows import Row
from kene.exchange.xlsform.scope import Item
from kene.exchange.xlsform.texts import Spoken, Texts, plain, references
from kene.exchange.xlsform.walking import ADDED, OF, OTHER, Draft

Tree = dict[str, object]

PURPOSE: Final = "traiter"
_LINE: Final = 72
_STAGE: Final = "examen"
_ACTION: Final = "repondre"
_HELP: Final = ("hint", "guidance_hint")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which service a form becomes: its name, version and country, and its title by language."""

    name: str
    version: str
    country: str
    title: Texts


class Writing:
    """Writes one draft. `choices` are the rows of each list, with their texts."""

    def __init__(
        self,
        draft: Draft,
        spoken: Spoken,
        choices: Mapping[str, Mapping[str, Row]],
        found: Findings,
    ) -> None:
        self.draft = draft
        self.spoken = spoken
        self.choices = choices
        self.found = found
        self._labels = {
            asked.question.row.cell("name"): asked.question.row for asked in draft.fields
        }
        rows = (page.repeat for page in draft.pages if page.repeat is not None)
        self._labels |= {row.cell("name"): row for row in rows}

    def definition(self, identity: Identity, channels: tuple[str, ...]) -> str:
        """The text of `service.yaml`."""
        unsure = bundled(__package__ or "", "fr")
        tree: Tree = {
            "kene": 1,
            "service": identity.name,
            "version": identity.version,
            "country": identity.country,
            "authority": "autorite",
            "languages": list(self.spoken.languages),
            "channels": list(channels),
            "unsure": unsure.say("unsure.service"),
            "purposes": {
                PURPOSE: {
                    "basis": "public-task",
                    "keep": "1 year after close",
                    "unsure": unsure.say("unsure.purpose"),
                }
            },
            "contact": PURPOSE,
            "ask": [_page(page) for page in self.draft.pages],
        }
        if self.draft.facts:
            tree["facts"] = dict(self.draft.facts)
        if self.draft.papers:
            tree["evidence"] = {each.name: _paper(each) for each in self.draft.papers}
        tree["process"] = {_STAGE: _stage(unsure)}
        tree["fee"] = {"amount": 0, "unsure": unsure.say("unsure.fee")}
        return _yaml(tree)

    def wording(self, language: str, identity: Identity) -> str:
        """The text of `wording/<language>.yaml`."""
        own = bundled(__package__ or "", language)
        tree: Tree = {} if own.reviewed else {"reviewed": False}
        tree |= {
            "title": self._said(identity.title, language) or identity.name,
            "summary": own.say("summary"),
            "authority": own.say("authority"),
            "groups": {page.name: self._title(page, language, own) for page in self.draft.pages},
            "fields": {each.name: self._field(each, language, own) for each in self.draft.fields},
        }
        fields = tree["fields"]
        assert isinstance(fields, dict)
        for page in self.draft.pages:
            if page.repeat is not None:
                fields[page.name] = self._repeat(page, language, own)
        tree["purposes"] = {PURPOSE: own.say("purpose")}
        if self.draft.papers:
            tree["evidence"] = {
                each.name: self._text(each.question.row, "label", language) or each.name
                for each in self.draft.papers
            }
        if self.draft.facts:
            tree["facts"] = {
                name: self._fact(name, self.draft.fact_rows[name], language, own)
                for name in self.draft.facts
            }
        tree |= {
            "roles": {"agent": own.say("role")},
            "stages": {_STAGE: own.say("stage.examen"), "closed": own.say("stage.closed")},
            "actions": {_ACTION: own.say("action")},
            "messages": {"reponse": _forms(own, "message")},
        }
        return _yaml(tree)

    def _title(self, page: Page, language: str, own: Wording) -> str:
        said = self._text(page.row, "label", language) if page.row else ""
        if said or page.row is None:
            return said or own.say("questions")
        return page.row.cell("name").replace("_", " ").strip().capitalize() or own.say("questions")

    def _field(self, asked: Asked, language: str, own: Wording) -> Tree:
        row = asked.question.row
        said = self._text(row, "label", language) or _added(asked, own)
        if asked.question.kind in ADDED:
            said = own.say(asked.question.kind, question=self._called(row.cell(OF), language))
        if not said:
            said = row.cell("name").replace("_", " ") or asked.name
            self.found.tell(findings.NO_TEXT, row, name=asked.name, language=language)
        tree: Tree = {"ask": said}
        helped = self._help(asked, language)
        if helped:
            tree["help"] = helped
        if asked.valid:
            told = self._text(row, "constraint_message", language)
            tree["invalid"] = told or own.say("field.invalid")
        if "options" in asked.kind.parameters:
            tree["options"] = self._options(asked, language, own)
        return tree

    def _help(self, asked: Asked, language: str) -> str:
        """Its hints, and the notes that stood before it."""
        row = asked.question.row
        notes = (self._text(note, "label", language) for note in asked.notes)
        for note in asked.notes:
            details = {"name": note.cell("name"), "next": asked.name}
            self.found.tell(findings.NOTE_MOVED, note, **details)
        hints = (self._text(row, column, language) for column in _HELP)
        agreed = self.choices.get(asked.question.list, {}) if asked.kind.name == "yes_no" else {}
        options = (self._text(each, "label", language, "choices") for each in agreed.values())
        return " ".join(dict.fromkeys(filter(None, (*notes, *hints, *options))))

    def _options(self, asked: Asked, language: str, own: Wording) -> dict[str, str]:
        """The text of each option; where two read the same, the name of each follows it."""
        rows = self.choices.get(asked.question.list, {})
        options = asked.kind.parameters["options"]
        assert isinstance(options, list)
        texts: dict[str, str] = {}
        for option in options:
            row = rows.get(option)
            said = self._text(row, "label", language, "choices") if row else ""
            if not said and option == OTHER and row is None:
                said = own.say("other")
            texts[option] = said or option
        folded = [_folded(each) for each in texts.values()]
        return {
            option: text if folded.count(_folded(text)) == 1 else f"{text} ({option})"
            for option, text in texts.items()
        }

    def _repeat(self, page: Page, language: str, own: Wording) -> Tree:
        title = self._title(page, language, own)
        tree: Tree = {
            "ask": own.say("repeat.ask"),
            "label": title,
            "add": own.say("repeat.add"),
            "item": f"{title} {{number}}",
        }
        if page.valid:
            tree["invalid"] = own.say("repeat.invalid")
        return tree

    def _fact(self, name: str, row: Row, language: str, own: Wording) -> str:
        said = self._text(row, "label", language)
        return said or own.say("fact", name=name.replace("_", " "))

    def _text(self, row: Row, column: str, language: str, sheet: str = "survey") -> str:
        """A column's text in a language, or in another one; "" when it has none."""
        said = self._said(self.spoken.texts(row, column), language)
        for reference in references(said):
            details = {"name": row.cell("name"), "reference": reference}
            self.found.tell(findings.NAMED, row, sheet, **details)
        return plain(said, lambda name: self._called(name, language))

    def _called(self, name: str, language: str) -> str:
        """What a text calls the answer to another question: that question without its mark."""
        row = self._labels.get(name)
        said = self._said(self.spoken.texts(row, "label"), language) if row else ""
        bare = plain(said, lambda inner: inner.replace("_", " ")).rstrip(" ?:.…*")
        return bare or name.replace("_", " ")

    def _said(self, texts: Texts, language: str) -> str:
        if language in texts:
            return texts[language]
        return next((texts[each] for each in self.spoken.languages if each in texts), "")


def labelled(items: Mapping[str, Row], spoken: Spoken) -> tuple[Item, ...]:
    """The rows of a list with the text of each in the pack's first language."""
    found: list[Item] = []
    for name, row in items.items():
        texts = spoken.texts(row, "label")
        said = next((texts[each] for each in spoken.languages if each in texts), name)
        found.append({**row.cells, "label": plain(said, str), "name": name})
    return tuple(found)


def _page(page: Page) -> Tree:
    tree: Tree = {"group": page.name}
    if page.repeat is not None:
        repeat: Tree = {"min": page.most if page.fixed else 0, "max": page.most}
        repeat |= {key: text for key, text in (("when", page.when), ("valid", page.valid)) if text}
        tree["repeat"] = repeat
    tree["fields"] = {asked.name: _field(asked) for asked in page.fields}
    return tree


def _paper(paper: Asked) -> Tree:
    condition = {"when": paper.when} if paper.when else {}
    return {"for": PURPOSE, "accept": [paper.kind.name], **condition}


def _field(asked: Asked) -> Tree:
    tree: Tree = {"type": asked.kind.name, **asked.kind.parameters}
    if asked.optional:
        tree["optional"] = True
    tree |= {key: text for key, text in (("when", asked.when), ("valid", asked.valid)) if text}
    tree["for"] = PURPOSE
    return tree


def _added(asked: Asked, own: Wording) -> str:
    """What a field asks that the form has not as a row of its own; "" for any other."""
    name = asked.question.row.cell("name")
    if asked.question.row.texts or not name.endswith(("_other", "_time")):
        return ""
    return own.say("specify" if name.endswith("_other") else "time")


def _stage(unsure: Wording) -> Tree:
    action = {"reason": True, "tell": "reponse", "to": "closed"}
    return {
        "by": "agent",
        "within": "15 days",
        "late": "escalate",
        "unsure": unsure.say("unsure.stage"),
        "actions": {_ACTION: action},
    }


def _forms(own: Wording, key: str) -> dict[str, str]:
    text = own.texts[key]
    return {"long": text.long, "short": text.short}


def _folded(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


class _Dumper(yaml.SafeDumper):
    """Writes what is short on one line, and the rest as a tree."""

    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = _is_short(node)
        return node

    def represent_sequence(
        self, tag: str, sequence: Any, flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = all(isinstance(each, yaml.ScalarNode) for each in node.value)
        return node


def _is_short(node: yaml.MappingNode) -> bool:
    parts = [part for pair in node.value for part in pair]
    if not all(isinstance(part, yaml.ScalarNode) for part in parts):
        return False
    return sum(len(part.value) + 3 for part in parts) <= _LINE


def _yaml(tree: Tree) -> str:
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
