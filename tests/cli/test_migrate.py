"""What `kene migrate` says, in the language that was chosen."""

from __future__ import annotations

from typing import get_args

import pytest

from core.services.broken_packs import GOOD, NEXT
from kene.casework.api import Proof, Route, Tried
from kene.cli.migrate import tell
from kene.cli.options import Tongue
from kene.core.casefile import Obstacle, Turned
from kene.core.services import load
from kene.core.services.passage import Left
from kene.core.wording import bundled


@pytest.mark.parametrize("package", ["kene.cli", "kene.site"])
def test_both_languages_say_the_same(package: str) -> None:
    french, english = (bundled(package, lang).texts for lang in ("fr", "en"))
    assert french.keys() == english.keys()
    for key, text in french.items():
        assert text.placeholders == english[key].placeholders
        assert text.plural.keys() == english[key].plural.keys()


def test_every_reason_why_a_case_stays_is_told() -> None:
    told = bundled("kene.cli", "fr").texts
    assert {f"migrate.why.{why}" for why in get_args(Left)} <= told.keys()


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            Tongue.fr,
            (
                "  2 dossiers ouverts : 1 peut passer, 0 reste, 1 empêche.",
                "dossier      pourquoi il ne passe pas",
                "000 000 001  une réponse manque (age) ; des valeurs sont effacées",
                "  « delivrer » se fera seule pour 1 dossier.",
            ),
        ),
        (
            Tongue.en,
            (
                "  2 open cases: 1 can move, 0 stay, 1 is in the way.",
                "case         why it does not move",
                "000 000 001  an answer is missing (age); values are erased",
                "  'delivrer' will be done by itself for 1 case.",
            ),
        ),
    ],
)
def test_a_proof_is_told_in_the_language_that_was_chosen(
    lang: Tongue,
    lines: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = load(GOOD), load(NEXT)
    barred = Tried("000000001", (Obstacle("missing", ("age",)), Obstacle("erased", ())))
    moved = Tried("000000002", (), (Turned("droit", "oui", "non"),), ("delivrer",))
    monkeypatch.setenv("KENE_LANG", lang)
    tell(Proof(Route(old, new, new.migrations[0]), (barred, moved)))
    told = capsys.readouterr().out
    assert all(line in told for line in lines)
