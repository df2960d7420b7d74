"""Packs made of others, on disk: gathered, checked, tried, and frozen with what they are."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from architecture.tree import ROOT
from kene.catalogue import api as catalogue
from kene.catalogue.packing import read_folder
from kene.core.problems import Mistakes
from kene.core.services import load
from kene.testing.api import check_folder, try_pack

NOW = datetime(2026, 11, 25, tzinfo=UTC)
OVERLAYS = sorted(path.parent for path in ROOT.glob("packs/*/*/service.yaml"))
PARTS = sorted(path.parent for path in ROOT.glob("packs/*/shared.yaml"))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The packs of the house, to be edited."""
    for name in ("ml", "bf", "naissance"):
        copytree(ROOT / "packs" / name, tmp_path / "packs" / name)
    return tmp_path / "packs"


def replace(path: Path, old: str, new: str) -> None:
    """Edit a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("folder", OVERLAYS, ids=lambda folder: folder.name)
def test_what_differs_in_another_country_is_a_service_that_is_tried_whole(folder: Path) -> None:
    assert check_folder(folder).clean
    tested = try_pack(load(read_folder(folder)))
    assert tested.passed
    assert tested.coverage.whole


@pytest.mark.parametrize("folder", PARTS, ids=lambda folder: folder.name)
def test_a_shared_part_is_checked_by_itself(folder: Path) -> None:
    checked = check_folder(folder)
    assert checked.shared
    assert checked.clean


def test_a_pack_inside_another_is_not_of_it() -> None:
    files = read_folder(ROOT / "packs" / "naissance")
    assert not any(name.startswith("bf/") for name in files)
    assert "use/ml/shared.yaml" in files


def test_a_problem_is_told_in_the_file_of_the_part(packs: Path) -> None:
    replace(packs / "bf/shared.yaml", "1 year after close", "un an")
    replace(packs / "naissance/service.yaml", "keep: 100 years", "keep: cent ans")
    found = {
        (problem.code, problem.where.file)
        for problem in check_folder(packs / "naissance/bf").problems
        if not problem.warning
    }
    assert found == {
        ("S130", (packs / "bf/shared.yaml").as_posix()),
        ("S130", (packs / "naissance/service.yaml").as_posix()),
    }


def test_a_part_that_is_in_no_folder_is_told(packs: Path) -> None:
    replace(packs / "naissance/service.yaml", "use: [ml]", "use: [nulle-part]")
    with pytest.raises(Mistakes) as told:
        load(read_folder(packs / "naissance"))
    assert [problem.code for problem in told.value.problems] == ["S161"]


@pytest.mark.django_db
def test_a_published_version_keeps_what_it_was_made_of(packs: Path) -> None:
    first = catalogue.publish_folder(packs / "naissance/bf", NOW)
    replace(packs / "bf/shared.yaml", "max: 40", "max: 50")
    replace(packs / "naissance/service.yaml", "within: 2 working days", "within: 5 working days")
    catalogue.service.cache_clear()
    kept = catalogue.service(first.digest)
    assert (kept.digest, kept.files, kept.stages) == (first.digest, first.files, first.stages)
    with pytest.raises(catalogue.SameVersion):
        catalogue.publish_folder(packs / "naissance/bf", NOW)
    replace(packs / "naissance/bf/service.yaml", "extends:", "version: 2026.2\nextends:")
    second = catalogue.publish_folder(packs / "naissance/bf", NOW)
    assert second.stages["examen"].within != kept.stages["examen"].within


@pytest.mark.django_db
def test_what_is_added_to_a_part_for_others_asks_no_new_version(packs: Path) -> None:
    first = catalogue.publish_folder(packs / "naissance", NOW)
    replace(packs / "ml/shared.yaml", "law:\n", "law:\n  de-plus: {text: Une loi de plus}\n")
    assert catalogue.publish_folder(packs / "naissance", NOW).digest == first.digest
