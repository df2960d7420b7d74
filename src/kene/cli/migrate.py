"""`kene migrate`: the open cases of a service brought to the version that it has now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kene.cli import terminal
from kene.cli.options import PROBLEMS, Json, Lang, Tongue

if TYPE_CHECKING:
    from kene.casework.api import Proof, Tried
    from kene.core.services import Migration, Service

Named = Annotated[str, typer.Argument(help="Le nom du service.", metavar="SERVICE")]
To = Annotated[
    str, typer.Option("--to", help="La version où aller ; vide : celle qui est offerte.")
]
Apply = Annotated[bool, typer.Option("--apply", help="Faire passer les dossiers, et non essayer.")]
By = Annotated[str, typer.Option("--by", help="L'identifiant de l'agent qui le demande.")]

TITLES: Final = {"prove": "Essai de chaque dossier", "apply": "Passage des dossiers"}
WHY: Final[Mapping[str, str]] = {
    "proposed": "une action attend une seconde personne",
    "visit": "un rendez-vous est pris, et il n'est plus le même",
    "issued": "un document est établi",
    "papers": "une pièce reçue n'est plus demandée",
    "language": "la langue du demandeur n'est plus là",
    "asked": "ce qui est redemandé n'est plus demandé",
    "deadline": "le délai vient de passer : le nœud doit d'abord en tirer la suite",
    "value": "une réponse n'est plus possible",
    "missing": "une réponse manque",
    "invalid": "une réponse ne remplit plus sa condition",
    "outcomes": "une décision deviendrait autre",
    "fee": "le demandeur devrait payer plus",
    "stuck": "rien ne pourrait plus s'y faire",
    "erased": "des valeurs sont effacées",
}
"""What is in the way of a case, for each word of the core."""
SHOWN: Final = 20
"""How many cases that cannot move are listed; all are in --json."""


def register(app: typer.Typer) -> None:
    """Add the word to the command."""
    app.command()(migrate)


def migrate(
    service: Named,
    to: To = "",
    apply: Apply = False,
    by: By = "node",
    lang: Lang = Tongue.fr,
    json: Json = False,
) -> None:
    """Essayer sur tous les dossiers ouverts leur passage à une version, puis le faire (--apply)."""
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
                terminal.say("\nRien n'est fait tant qu'un dossier empêche le passage.")
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
    with Bar(TITLES) as bar:
        route = casework.Route(old, new, move)
        return casework.prove_moves(
            route, datetime.now(UTC), lambda done, count: bar("prove", done / count)
        )


def _declared(old: Service, new: Service) -> Migration | None:
    return next((each for each in new.migrations if each.since == old.version), None)


def _target(name: str, to: str) -> Service:
    from kene.catalogue import api as catalogue

    try:
        return catalogue.version(name, to) if to else catalogue.named(name)
    except catalogue.Unknown:
        known = ", ".join(each.version for each in catalogue.versions(name))
        terminal.wrong(f"« {name}@{to} » n'est pas publié sur ce nœud. Versions : {known or '—'}.")


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
            why = f"ils y restent : {move.why}" if move else "rien ne dit comment ils passeraient."
            cases = terminal.counted(count, "dossier ouvert", "dossiers ouverts")
            if not json:
                terminal.say(f"{old.reference} : {cases} ; {why}")
            continue
        proof = proved(old, new, lang)
        if proof is None:
            raise typer.Exit(PROBLEMS)
        yield proof


def tell(proof: Proof) -> None:
    """The counts of a way, what is in the way of some cases, and what is decided otherwise."""
    from kene.core.casefile import show_number

    old, new = proof.route.old, proof.route.new
    terminal.say(f"{old.reference} → {new.reference} : {proof.route.move.why}")
    cases = terminal.counted(len(proof.tried), "dossier ouvert", "dossiers ouverts")
    counts = (
        _verb(proof.moving, "peut passer", "peuvent passer"),
        _verb(proof.staying, "reste", "restent"),
        _verb(proof.barred, "empêche", "empêchent"),
    )
    terminal.say(f"  {cases} : {', '.join(counts)}.")
    kept = (*proof.barred, *proof.staying)
    if kept:
        rows = [(show_number(each.number), _why(each)) for each in kept[:SHOWN]]
        terminal.table(("dossier", "pourquoi il ne passe pas"), rows)
    if len(kept) > SHOWN:
        terminal.say(f"… et {len(kept) - SHOWN} autres ; tous sont dans --json.")
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
        terminal.table(("décision", "avant", "après", "dossiers"), rows, (3,))
    alone = Counter(action for tried in proof.moving for action in tried.done)
    for action, count in alone.items():
        cases = terminal.counted(count, "dossier", "dossiers")
        terminal.say(f"  « {action} » se fera seule pour {cases}.")


def _verb(tried: tuple[Tried, ...], one: str, many: str) -> str:
    return terminal.counted(len(tried), one, many)


def _why(tried: Tried) -> str:
    said = (
        f"{WHY[each.why]} ({', '.join(each.names)})" if each.names else WHY[each.why]
        for each in tried.obstacles
    )
    return " ; ".join(said)


def _finish(routes: tuple[Proof, ...], agent: str, *, json: bool) -> None:
    """Move the cases where an agent asks for it; else say how."""
    from kene.casework import api as casework
    from kene.cli.progress import Bar

    if not routes and not json:
        terminal.say("Aucun dossier ouvert n'a de passage à faire.")
    if not routes or not agent:
        if routes and not json:
            terminal.say(f"\nRien n'a été fait. Pour le faire : {_again(routes)} --apply")
        return
    counts = Counter[str]()
    with Bar(TITLES) as bar:
        for proof in routes:
            counts += casework.move_cases(
                proof.route,
                agent,
                datetime.now(UTC),
                lambda done, count: bar("apply", done / count),
            )
    if not json:
        stayed = terminal.counted(counts["stayed"], "est resté", "sont restés")
        moved = terminal.counted(counts["moved"], "dossier est passé", "dossiers sont passés")
        terminal.say(f"\n{moved}, {stayed}.")


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
