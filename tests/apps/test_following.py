"""A pack is served as it is written: each change is published, and a mistake changes nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from apps.town import NOON, PACKS, founded
from kene.catalogue import api as catalogue
from kene.people import api as people
from kene.people.api import Membership
from kene.site.following import look

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_each_change_is_served_and_a_mistake_is_told(tmp_path: Path) -> None:
    founded()
    folder = Path(shutil.copytree(PACKS / "reclamation", tmp_path / "reclamation"))
    seen: dict[Path, Mapping[str, bytes] | str] = {}
    first = catalogue.named("reclamation").digest
    assert "est servi" in next(look(folder, seen, NOON))
    assert list(look(folder, seen, NOON)) == []
    told = folder / "service.yaml"
    text = told.read_text()
    told.write_text(text + "\n# written on\n")
    assert "est servi" in next(look(folder, seen, NOON))
    second = catalogue.named("reclamation").digest
    assert second != first
    told.write_text(text.replace("authority:", "autority:", 1))
    assert "kene check" in "".join(look(folder, seen, NOON))
    assert catalogue.named("reclamation").digest == second
    shutil.rmtree(folder)
    assert len(list(look(folder, seen, NOON))) == 1


def test_each_role_of_a_pack_that_is_written_has_an_account_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded()
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, demo=True))
    people.create_demo_agents(NOON)
    folder = Path(shutil.copytree(PACKS / "reclamation", tmp_path / "mine"))
    assert not any("mot de passe" in told for told in look(folder, {}, NOON))
    told = folder / "service.yaml"
    told.write_text(told.read_text().replace("service: reclamation", "service: mine"))
    told.write_text(re.sub("^authority: .*", "authority: tribunal", told.read_text(), flags=re.M))
    said = "".join(look(folder, {}, NOON))
    assert "mediateur, mot de passe" in said
    roles = catalogue.named("mine").roles
    given = {each.role for each in Membership.objects.filter(authority="tribunal")}
    assert given == set(roles)
    assert not any("mot de passe" in told for told in look(folder, {}, NOON))
    account = next(a for a in people.demo_accounts(NOON) if a.username == "mediateur")
    assert account.code


def test_an_account_of_somebody_is_not_given_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KENE", replace(settings.KENE, demo=True))
    people.create_agent("caissier", "Awa Traoré", "un mot que nul ne sait", NOON)
    account = people.give_demo_role("caissier", "Caissier", "mairie", NOON)
    assert account is not None
    assert account.username == "caissier-essai"
    assert people.demo_code("caissier", NOON) == ""
    assert {each.username for each in people.demo_accounts(NOON)} == {"caissier-essai"}
