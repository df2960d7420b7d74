"""`kene migrate`: the open cases of a service brought to the version that it has now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kene.cli import terminal
from kene.cli.options import PROBLEMS, Json, Lang, Tongue
from kene.cli.spoken import said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.casework.api import Proof, Tried
    from kene.core.services import Migration, Service

Named = Annotated[str, typer.Argument(metavar="SERVICE")]
To = Annotated[str, typer.Option("--to")]
Apply = Annotated[bool, typer.Option("--apply")]
By = Annotated[str, typer.Option("--by")]

SHOWN: Final = 20
"""How many cases that cannot move are listed; all are in --json."""


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(migrate)


def migrate(
    service: Named,
    to: To = "",
    apply: Apply = False,
    by: By = "node",
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Try on all open cases how they move to a version, then do it (--apply)."""
    from kene.cli.django import on_node

    with on_node():
        new = _target(service, to)
        routes = tuple(_routes(new, lang, json=json))
        if json:
            terminal.data([_as_data(proof) for proof in routes])
        else:
            for proof in routes:
                tell(proof)
        if any(proof.barred for proof in routes):
            if not json:
                terminal.say(f"\n{said('migrate.barred')}")
            raise typer.Exit(PROBLEMS)
        _finish(routes, by if apply else "", json=json)


def proved(old: Service, new: Service, lang: Tongue) -> Proof | None:
    """The proof of one way on all its open cases; None where the packs alone forbid it, which is
    told."""
    from kene.casework import api as casework
    from kene.cli import problems
    from kene.cli.progress import Bar
    from kene.core.services.checks.moving import immovable

    move = _declared(old, new)
    if move is None or move.stay:
        return None
    found = tuple(immovable(old, new, move))
    if found:
        problems.tell(found, lang)
        return None
    with Bar(_titles()) as bar:
        route = casework.Route(old, new, move)
        return casework.prove_moves(
            route, datetime.now(UTC), lambda done, count: bar("prove", done / count)
        )


def _declared(old: Service, new: Service) -> Migration | None:
    return next((each for each in new.migrations if each.since == old.version), None)


def _titles() -> dict[str, str]:
    return {stage: said(f"migrate.title.{stage}") for stage in ("prove", "apply")}


def _target(name: str, to: str) -> Service:
    from kene.catalogue import api as catalogue

    try:
        return catalogue.version(name, to) if to else catalogue.named(name)
    except catalogue.Unknown:
        known = ", ".join(each.version for each in catalogue.versions(name)) or "—"
        terminal.wrong(said("migrate.unknown", name=name, version=to, known=known))


def _routes(new: Service, lang: Tongue, *, json: bool) -> Iterator[Proof]:
    """The proof of each way that leads open cases to the version; others are told. Stops with 1
    where the packs alone forbid one."""
    from kene.casework import api as casework
    from kene.catalogue import api as catalogue

    for digest, count in casework.open_cases(new.name).items():
        if digest == new.digest:
            continue
        old = catalogue.service(digest)
        move = _declared(old, new)
        if move is None or move.stay:
            of = {"reference": old.reference, "cases": said("migrate.open", n=count)}
            if not json and move is None:
                terminal.say(said("migrate.undeclared", **of))
            elif not json and move is not None:
                terminal.say(said("migrate.stays", why=move.why, **of))
            continue
        proof = proved(old, new, lang)
        if proof is None:
            raise typer.Exit(PROBLEMS)
        yield proof


def tell(proof: Proof) -> None:
    """The counts of a way, what is in the way of some cases, and what is decided otherwise."""
    from kene.core.casefile import show_number

    old, new = proof.route.old.reference, proof.route.new.reference
    terminal.say(said("migrate.route", old=old, new=new, why=proof.route.move.why))
    counts = {
        "cases": said("migrate.open", n=len(proof.tried)),
        "moving": said("migrate.moving", n=len(proof.moving)),
        "staying": said("migrate.staying", n=len(proof.staying)),
        "barring": said("migrate.barring", n=len(proof.barred)),
    }
    terminal.say(said("migrate.counts", **counts))
    kept = (*proof.barred, *proof.staying)
    if kept:
        rows = [(show_number(each.number), _why(each)) for each in kept[:SHOWN]]
        terminal.table((said("migrate.case"), said("migrate.reason")), rows)
    if len(kept) > SHOWN:
        terminal.say(said("migrate.others", n=len(kept) - SHOWN))
    _tell_decisions(proof)


def _tell_decisions(proof: Proof) -> None:
    """The decisions that come out otherwise, and what the node does by itself once they do."""
    from kene.testing.examples import shown

    turned = Counter(
        (each.decision, shown(each.before), shown(each.after))
        for tried in proof.tried
        for each in tried.turned
    )
    if turned:
        rows = [(*words, str(count)) for words, count in sorted(turned.items())]
        heads = [said(f"migrate.{key}") for key in ("decision", "before", "after", "cases")]
        terminal.table(heads, rows, (3,))
    alone = Counter(action for tried in proof.moving for action in tried.done)
    for action, count in alone.items():
        terminal.say(said("migrate.alone", action=action, n=count))


def _why(tried: Tried) -> str:
    whys = ((said(f"migrate.why.{each.why}"), each.names) for each in tried.obstacles)
    told = (f"{why} ({', '.join(names)})" if names else why for why, names in whys)
    return said("migrate.between").join(told)


def _finish(routes: tuple[Proof, ...], agent: str, *, json: bool) -> None:
    """Move the cases where an agent asks for it; else say how."""
    from kene.casework import api as casework
    from kene.cli.progress import Bar

    if not routes and not json:
        terminal.say(said("migrate.none"))
    if not routes or not agent:
        if routes and not json:
            terminal.say(f"\n{said('migrate.again', command=_again(routes))}")
        return
    counts = Counter[str]()
    with Bar(_titles()) as bar:
        for proof in routes:
            counts += casework.move_cases(
                proof.route,
                agent,
                datetime.now(UTC),
                lambda done, count: bar("apply", done / count),
            )
    if not json:
        done = {key: said(f"migrate.{key}", n=counts[key]) for key in ("moved", "stayed")}
        terminal.say(f"\n{said('migrate.done', **done)}")


def _again(routes: tuple[Proof, ...]) -> str:
    """The command that was given."""
    new = routes[0].route.new
    return f"kene migrate {new.name} --to {new.version}"


def _as_data(proof: Proof) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "from": proof.route.old.reference,
        "to": proof.route.new.reference,
        "moving": [asdict(each) for each in proof.moving],
        "staying": [asdict(each) for each in proof.staying],
        "barred": [asdict(each) for each in proof.barred],
    }
