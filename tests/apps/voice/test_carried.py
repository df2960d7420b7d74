"""Recordings that a pack carries: in its digest, checked, and heard before the node's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from core.services.broken_packs import GOOD
from kene.catalogue import api as catalogue
from kene.channels.voice import carried, script, sound, wave
from kene.channels.voice.recordings import Recordings, digest_of, name_of, of_services
from kene.channels.voice.sound import Clip
from kene.core.screens.voice import BREATH, Speech
from kene.core.services import load
from kene.testing.audio import missing
from kene.testing.pack import check_files

ASKED = "Votre nom ?"
FILE = "audio/fr/votre-nom.wav"
SECONDS = 0.5
SAID = wave.written(b"\1\0" * int(wave.RATE * SECONDS))


def with_files(**files: bytes) -> dict[str, bytes]:
    """The good pack, with these files of `audio/fr/`."""
    return {**GOOD, **{f"audio/fr/{name}.wav": octets for name, octets in files.items()}}


PART = b"kene: 1\nshared: ml\ncountry: ml\nlanguages: [fr]\n"
OTHER = wave.written(wave.silence(SECONDS * 3))
OURS, THEIRS = ("audio/fr/oui.wav", "use/ml/audio/fr/oui.wav")


def using(**files: bytes) -> dict[str, bytes]:
    """The good pack, which uses a part that has a voice for the same question, and for "oui"."""
    shared = {"use/ml/shared.yaml": PART, f"use/ml/{FILE}": OTHER, THEIRS: OTHER}
    return {**GOOD, "service.yaml": GOOD["service.yaml"] + b"use: [ml]\n", **shared, **files}


def found(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """The problems of recordings: their codes and files."""
    problems = check_files(Path("pack"), files).problems
    return {
        (each.code, each.where.file.removeprefix("pack/"))
        for each in problems
        if each.code.startswith("S28")
    }


def test_a_file_is_named_by_its_words_and_a_long_one_ends_with_their_digest() -> None:
    assert name_of("Êtes-vous d’ici ?") == "êtes-vous-d-ici"
    long = name_of("un mot et encore " * 20)
    assert len(long) < 80
    assert long != name_of("un mot et encore " * 21)


def test_a_recording_is_part_of_what_is_published() -> None:
    assert load({**GOOD, FILE: SAID}).digest != load(GOOD).digest


def test_a_whole_set_of_recordings_is_clean_by_words_or_by_digests() -> None:
    texts = [each.text for each in script.of_service(load(GOOD), "fr")]
    assert not found(GOOD)
    assert not found(with_files(**{name_of(each): SAID for each in texts}))
    assert not found(with_files(**{digest_of(each): SAID for each in texts}))


def test_what_no_call_would_play_is_told() -> None:
    texts = [each.text for each in script.of_service(load(GOOD), "fr")]
    whole = with_files(**{name_of(each): SAID for each in texts})
    assert found({**whole, FILE: b"Ogg"}) == {("S281", FILE)}
    assert found({**whole, "audio/bm/x.wav": SAID}) == {("S282", "audio/bm/x.wav")}
    assert found({**whole, "audio/fr/x.ogg": SAID}) == {("S282", "audio/fr/x.ogg")}
    assert found({**whole, "audio/fr/votre-non.wav": SAID}) == {("S283", "audio/fr/votre-non.wav")}
    del whole[FILE]
    assert found(whole) == {("S284", "audio/fr")}


def test_a_pack_s_voice_wins_over_that_of_a_part_which_counts_as_recorded(tmp_path: Path) -> None:
    for files, asked in ((using(), OTHER), (using(**{FILE: SAID}), SAID)):
        kept = Recordings(tmp_path, lambda files=files: of_services([load(files)]))
        file = kept.found(ASKED, "fr")
        assert file is not None and file.read_bytes() == asked
        assert kept.has("Oui", "fr")
    assert not {"Votre nom", "Oui"} & {each.text for each in missing(load(using()), "fr")}


def test_any_pack_s_own_voice_is_heard_before_that_of_a_part() -> None:
    kept = of_services([load(using()), load({**GOOD, OURS: SAID})])
    assert kept["fr"]["oui"].octets == SAID
    assert kept["fr"]["votre-nom"].octets == OTHER


def test_the_voice_of_a_part_asks_no_new_version_of_what_uses_it() -> None:
    assert load(using()).digest == load(using(**{THEIRS: SAID})).digest
    assert load(using()).digest != load(using(**{OURS: SAID})).digest


def test_the_voice_of_what_is_no_part_or_is_not_used_is_not_heard() -> None:
    alone = {**using(), "service.yaml": GOOD["service.yaml"]}
    assert not of_services([load(alone)])


def test_a_part_s_recordings_are_checked_with_it() -> None:
    part = {"shared.yaml": PART, "wording/fr.yaml": b"{}\n", FILE: SAID}
    assert not found(part)
    assert found({**part, FILE: b"Ogg", "audio/xx/x.wav": SAID}) == {
        ("S281", FILE),
        ("S282", "audio/xx/x.wav"),
    }


@pytest.mark.django_db
def test_a_pack_is_heard_before_the_node_and_a_trial_that_is_no_sound_is_not(
    tmp_path: Path,
) -> None:
    own = Recordings(tmp_path, carried.of_offered)
    own.keep(ASKED, "fr", wave.silence(2))
    own.keep("Oui", "fr", wave.silence(2))
    page = Clip(Speech("fr", "none", (ASKED, "Oui")))
    catalogue.publish({**GOOD, FILE: SAID, "audio/fr/oui.wav": b"?"}, timezone.now(), trial=True)
    assert wave.lasting(sound.played(page, own)) == pytest.approx(SECONDS + 2 + 2 * BREATH)
