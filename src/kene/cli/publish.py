"""`kene publish`: a pack that was checked and tried, served from then on to new conversations."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kene.cli.options import PROBLEMS, Lang, Packs, Tongue, Yes
from kene.cli.spoken import agreed, said
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.core.services import Service


def register(app: Words) -> None:
    """Add the word to the command."""
    app.word()(publish)


def publish(packs: Packs, yes: Yes = False, lang: Lang = Tongue.fr) -> None:
    """Publish services that were checked and tried; requests under way keep their version.

    Of a folder, it is the service of the country of the node (KENE_COUNTRY): itself,
    or the one that adapts it.
    """
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.testing.suite import try_pack

    packs = _here(packs)
    services = [loaded(folder, lang) for folder in packs]
    for folder, service in zip(packs, services, strict=True):
        if not try_pack(service, folder.as_posix()).passed:
            terminal.say(said("publish.fails", folder=folder))
            raise typer.Exit(PROBLEMS)
    from kene.cli.django import on_node

    with on_node():
        from kene.site.preparing import prepare, ready_to_sign
        from kene.site.safety import Unsafe

        now = datetime.now(UTC)
        try:
            made = prepare(now)
        except Unsafe as unsafe:
            terminal.wrong(str(unsafe))
        for sentence in made:
            terminal.say(sentence)
        for folder, service in zip(packs, services, strict=True):
            _check(service, folder, lang)
        for service in services:
            _publish(service, now, lang, yes=yes)
        for sentence in ready_to_sign(now):
            terminal.say(sentence)


def _here(folders: list[Path]) -> list[Path]:
    """The folders of the services of the node's country; what has none is told, and stops with 2
    where there is nothing else. Shared parts are passed over."""
    import os

    from kene.catalogue.packing import NotAPack, of_country
    from kene.cli import terminal
    from kene.cli.packs import services_of
    from kene.site.environment import read

    country = read(os.environ).country
    found: list[Path] = []
    for folder in services_of(folders):
        try:
            here = of_country(folder, country)
        except NotAPack:
            here = folder
        if here is not None:
            found.append(here)
        else:
            terminal.say(said("publish.country", folder=folder, country=country))
    if not found:
        terminal.wrong(said("publish.nothing"))
    return found


def _check(service: Service, folder: Path, lang: Tongue) -> None:
    """Stop with 1 where the version was published with another content, or where the cases of one
    that was published cannot move as this one says."""
    from kene.catalogue import api as catalogue
    from kene.cli import problems, terminal
    from kene.core.services.checks import Places
    from kene.core.services.checks.moving import immovable

    try:
        catalogue.unchanged(service)
    except catalogue.SameVersion:
        terminal.say(said("publish.same", reference=service.reference))
        raise typer.Exit(PROBLEMS) from None
    places = Places(service.source, folder.as_posix())
    declared = {move.since: move for move in service.migrations}
    found = [
        problem
        for each in catalogue.versions(service.name)
        if each.version in declared
        for problem in immovable(
            catalogue.service(each.digest), service, declared[each.version], places
        )
    ]
    if found:
        problems.tell(found, lang)
        terminal.say(said("publish.stuck", folder=folder, count=problems.count(found)))
        raise typer.Exit(PROBLEMS)


def _publish(service: Service, now: datetime, lang: Tongue, *, yes: bool) -> None:
    """Publish a service, once what it changes was shown and agreed to."""
    from kene.catalogue import api as catalogue
    from kene.cli import terminal

    try:
        offered = catalogue.named(service.name)
    except catalogue.Unknown:
        offered = None
    if offered is not None and offered.digest != service.digest:
        _show(offered, service, lang)
        if not yes:
            agreed(f"\n{said('publish.ask', reference=service.reference)}")
    catalogue.publish(service.source, now, by="node")
    done = {"reference": service.reference, "digest": service.digest[:12]}
    terminal.say(said("publish.done", **done))


def _show(offered: Service, service: Service, lang: Tongue) -> None:
    """What changes for people, and what stays on the versions before."""
    from kene.casework import api as casework
    from kene.catalogue import api as catalogue
    from kene.cli import terminal
    from kene.cli.diff import tell
    from kene.intake import api as intake

    terminal.say(f"{offered.reference} → {service.reference}")
    tell(offered, service, lang)
    talks, cases = intake.under_way(), casework.open_cases(service.name)
    declared = {move.since: move for move in service.migrations}
    for each in catalogue.versions(service.name):
        move, open_ = declared.get(each.version), cases.get(each.digest, 0)
        if each.digest == service.digest or not (open_ or talks[each.digest]):
            continue
        left = {
            "cases": said("publish.cases", n=open_),
            "talks": said("publish.talks", n=talks[each.digest]),
        }
        terminal.say(f"\n{said('publish.on', reference=each.reference, **left)}")
        if move is None:
            terminal.say(said("publish.undeclared"))
        elif move.stay:
            terminal.say(said("publish.stays", why=move.why))
        else:
            _foresee(catalogue.service(each.digest), service, lang)


def _foresee(old: Service, new: Service, lang: Tongue) -> None:
    """Which cases could move, as things stand."""
    from kene.cli import terminal
    from kene.cli.migrate import proved, tell

    proof = proved(old, new, lang)
    if proof is not None:
        tell(proof)
        terminal.say(said("publish.migrate", name=new.name))
