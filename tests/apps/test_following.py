"""A pack is served as it is written: each change is published, and a mistake changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from apps.town import NOON, PACKS, founded
from kene.catalogue import api as catalogue
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
