"""What keeps its place under another name, as the new pack's migration says: it is not new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kene.core.services.model import Action, Service, Stage
from kene.core.services.passage import Migration


def aligned(old: Service, new: Service) -> Service:
    """The old version, its fields and stages under the names that the new one has for them."""
    move = next((each for each in new.migrations if each.since == old.version), None)
    if move is None or not (move.fields or move.stages):
        return old
    return replace(
        old,
        fields={
            move.field(name): replace(field, name=move.field(name))
            for name, field in old.fields.items()
        },
        stages=_stages(old, move),
        documents={
            name: replace(each, claims=_fields(each.claims, move), shows=_fields(each.shows, move))
            for name, each in old.documents.items()
        },
    )


def _stages(old: Service, move: Migration) -> Mapping[str, Stage]:
    """The stages under their new names; of several that become one, the last."""
    return {
        move.stage(name): replace(
            stage,
            name=move.stage(name),
            actions={each: _action(action, move) for each, action in stage.actions.items()},
            late=replace(stage.late, to=move.stage(stage.late.to)) if stage.late else None,
        )
        for name, stage in old.stages.items()
    }


def _action(action: Action, move: Migration) -> Action:
    return replace(action, to=move.stage(action.to), ask=_fields(action.ask, move))


def _fields(names: tuple[str, ...], move: Migration) -> tuple[str, ...]:
    return tuple(move.field(name) for name in names)
