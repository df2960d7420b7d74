"""Every conversation and example of the packs goes as it is written."""

from pathlib import Path

import pytest

from kene.catalogue.packing import read_folder
from kene.core.services import load
from kene.testing.api import try_pack, write_transcript

PACKS = sorted(path.parent for path in Path(__file__).parents[2].glob("packs/*/service.yaml"))


TESTED = {folder.name: try_pack(load(read_folder(folder))) for folder in PACKS}
PLAYED = {
    f"{name}/{Path(each.transcript.file).name}": each
    for name, pack in TESTED.items()
    for each in pack.played
}


@pytest.mark.parametrize("name", PLAYED)
def test_a_conversation_goes_as_it_is_written(name: str) -> None:
    differences = [
        (str(each.step.where), each.expected, each.actual) for each in PLAYED[name].differences
    ]
    assert differences == []


@pytest.mark.parametrize("name", PLAYED)
def test_a_conversation_is_written_as_kene_writes_it(name: str) -> None:
    played = PLAYED[name]
    folder = Path(__file__).parents[2] / "packs" / name.partition("/")[0]
    text = (folder / played.transcript.file).read_text(encoding="utf-8")
    assert write_transcript(played.transcript) == text


@pytest.mark.parametrize("name", TESTED)
def test_examples_and_conversations_visit_all_of_a_pack_and_say_all_its_texts(name: str) -> None:
    assert TESTED[name].passed
    assert TESTED[name].coverage.missed == ()
    assert TESTED[name].coverage.unsaid == ()


@pytest.mark.parametrize("name", TESTED)
def test_a_pack_is_shown_on_each_channel_and_in_each_language(name: str) -> None:
    transcripts = [played.transcript for played in TESTED[name].played]
    assert {each.channel for each in transcripts} == {"ussd", "sms", "voice", "web"}
    assert TESTED[name].service.languages == ("fr", "bm")
    assert {event.language for each in TESTED[name].played for event in each.events[:1]} == {
        "fr",
        "bm",
    }
