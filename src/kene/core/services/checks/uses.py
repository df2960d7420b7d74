"""What is asked, computed or cited for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from kene.core.decisions import Decision
from kene.core.problems import Kind, Problem, declare
from kene.core.services.checks.places import Places
from kene.core.services.mentions import expressions
from kene.core.services.model import Action, Service
from kene.core.values import Place

_WORD: Final = re.compile(r"\w+")


def _unused(code: str, fr: tuple[str, str], en: tuple[str, str]) -> Kind:
    return declare(code, fr=fr, en=en, warning=True)


UNUSED_PURPOSE: Final = _unused(
    "S211",
    ("Rien n'est demandé pour la finalité « {name} ».", "Enlevez-la, ou donnez-lui un champ."),
    ("Nothing is asked for the purpose '{name}'.", "Take it out, or give it a field."),
)
UNUSED_FIELD: Final = _unused(
    "S212",
    (
        "« {name} » est demandé, et rien ne s'en sert : ni décision, ni action, ni document, "
        "ni statistique.",
        "Ne le demandez pas ; ou dites à quoi il sert : une décision, « ask » d'une action, un "
        "message (« {{{name}}} »), un document.",
    ),
    (
        "'{name}' is asked, and nothing uses it: no decision, action, document or statistic.",
        "Do not ask for it; or say what it is for: a decision, the 'ask' of an action, a message "
        "('{{{name}}}'), a document.",
    ),
)
UNUSED_FACT: Final = _unused(
    "S213",
    ("« {name} » est calculé, et rien ne s'en sert.", "Enlevez-le, ou servez-vous-en."),
    ("'{name}' is computed, and nothing uses it.", "Take it out, or use it."),
)
NEVER_ENTERED: Final = _unused(
    "S217",
    (
        "« {name} » n'est saisi dans aucune action.",
        "Écrivez « enter: [{name}] » dans une action, ou enlevez-le.",
    ),
    (
        "'{name}' is entered by no action.",
        "Write 'enter: [{name}]' in an action, or take it out.",
    ),
)
UNUSED_LAW: Final = _unused(
    "S214",
    ("Rien ne cite le texte de loi « {name} ».", "Enlevez-le, ou citez-le."),
    ("Nothing cites the law '{name}'.", "Take it out, or cite it."),
)


def unused(service: Service, places: Places) -> Iterator[Problem]:
    """Purposes, fields, facts and laws that lead to nothing, each named."""
    for name in service.purposes.keys() - _purposes(service):
        yield Problem(UNUSED_PURPOSE, places.service("purposes", name), {"name": name})
    used = _names(service)
    for name, field in service.fields.items():
        if name not in used:
            where = places.service("ask", field.group, "fields", name)
            yield Problem(UNUSED_FIELD, where, {"name": name})
    for name in service.facts.keys() - used:
        yield Problem(UNUSED_FACT, places.service("facts", name), {"name": name})
    entered = {name for action in _actions(service) for name in action.enter}
    for name in service.entries:
        if name not in entered:
            yield Problem(NEVER_ENTERED, places.service("enter", name), {"name": name})
        elif name not in used:
            yield Problem(UNUSED_FIELD, places.service("enter", name), {"name": name})
    for name in service.laws.keys() - _laws(service):
        yield Problem(UNUSED_LAW, places.service("law", name), {"name": name})


def _actions(service: Service) -> Iterator[Action]:
    for stage in service.stages.values():
        yield from stage.actions.values()


def _purposes(service: Service) -> frozenset[str]:
    return service.served | {each.purpose for each in service.statistics.values()}


def _names(service: Service) -> set[str]:
    """The fields and facts that something reads.

    A place says which authority answers; what is asked again is what an agent examines.
    """
    used = {name for name, field in service.fields.items() if isinstance(field.type, Place)}
    for name, field in service.fields.items():
        used |= frozenset().union(*(each.inputs for each in expressions(field))) - {name}
    parts = (getattr(service, part.name) for part in fields(service) if part.name != "fields")
    for part in parts:
        used |= frozenset().union(*(each.inputs for each in expressions(part)))
    for action in _actions(service):
        used |= {*action.ask}
    for document in service.documents.values():
        used |= {*document.claims, *document.shows}
    used |= _said(service)
    for statistic in service.statistics.values():
        used |= statistic.reads
    return used | _inside(service)


def _said(service: Service) -> set[str]:
    """What messages and refusals name."""
    texts = (text for wording in service.wordings.values() for text in wording.texts.items())
    told = (t for key, t in texts if key.startswith("messages.") or key.endswith(".invalid"))
    places = frozenset().union(*(text.placeholders for text in told))
    return {place.removesuffix(" F") for place in places & service.named}


def _inside(service: Service) -> set[str]:
    """The fields of groups that repeat which something reads: all of them where the group is shown
    or asked again as a whole, else those that an expression over the group names."""
    whole = {name for action in _actions(service) for name in action.ask}
    whole |= {n for each in service.documents.values() for n in (*each.claims, *each.shows)}
    used: set[str] = set()
    for group in service.repeats.values():
        said = " ".join(text for text, inputs in _expressions(service) if group.name in inputs)
        named = {*group.fields} & {*_WORD.findall(said)}
        used |= {*group.fields} if group.name in whole else named
    return used


def _expressions(service: Service) -> Iterator[tuple[str, frozenset[str]]]:
    """The text of each expression of the pack, and the names that it reads."""
    for each in expressions(service):
        if isinstance(each, Decision):
            yield " ".join(column.text for column in each.columns), each.inputs
        else:
            yield each.text, each.inputs


def _laws(service: Service) -> set[str]:
    cited = {service.fee.law, service.contest.law if service.contest else ""}
    cited |= {service.call.law} if service.call else set()
    cited |= {purpose.law for purpose in service.purposes.values()}
    cited |= {document.law for document in service.documents.values()}
    cited |= {action.because for action in _actions(service)}
    cited |= {stage.late.because for stage in service.stages.values() if stage.late}
    for decision in service.decisions.values():
        cited |= decision.laws
    return cited
