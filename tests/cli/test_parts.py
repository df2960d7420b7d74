"""Shared parts and overlays from the command line."""

import json
from pathlib import Path

from cli.command import kene
from kene.testing.pack import check_folder

BIRTHS = "packs/naissance/bf"


def test_a_shared_part_is_checked_as_one() -> None:
    ran = kene("check", "packs/ml")
    assert ran.code == 0
    assert "packs/ml (partie commune) : 0 problème" in ran.out
    [told] = json.loads(kene("check", "packs/ml", "--json").out)
    assert (told["shared"], told["service"], told["clean"]) == (True, None, True)


def test_a_shared_part_has_nothing_to_try_and_is_no_service() -> None:
    ran = kene("test", "packs/ml", BIRTHS)
    assert ran.code == 0
    assert f"{BIRTHS} : 3 sur 3 conversations" in ran.out
    ran = kene("talk", "packs/ml")
    assert ran.code == 2
    assert "packs/ml est une partie commune" in ran.err


def test_what_differs_in_another_country_is_a_service_of_its_own() -> None:
    ran = kene("check", BIRTHS)
    assert ran.code == 0
    assert "packs/bf/shared.yaml:11:5 S251" in ran.out
    assert "packs/naissance/service.yaml:" in ran.out
    ran = kene("talk", BIRTHS, "--channel", "ussd", typed="1\n00\n")
    assert "Prénoms de l'enfant ?" in ran.out


def test_a_folder_that_is_not_there_gets_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "peche").mkdir()
    text = Path("packs/reclamation/service.yaml").read_text()
    for named, near in (("use: [mll]", "ml"), ("use: [ml]\nextends: naisance", "naissance")):
        (tmp_path / "peche/service.yaml").write_text(text.replace("use: [ml]", named))
        [problem] = check_folder(tmp_path / "peche").problems
        assert problem.code == "S161"
        assert f"Vouliez-vous dire « {near} » ?" in problem.help()
