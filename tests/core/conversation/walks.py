"""Random walks through conversations: services, and what a person may do with a screen."""

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from core.services.broken_packs import GOOD, RELATIVES
from kene.catalogue.packing import read_folder
from kene.core.conversation import View
from kene.core.screens import (
    Abandon,
    Back,
    Choose,
    Confirm,
    Correct,
    Fill,
    Help,
    Input,
    Language,
    Say,
    Screen,
)
from kene.core.services import Service, load

TODAY = date(2026, 11, 24)
PACKS = Path(__file__).parents[3] / "packs"
SERVICES = [
    *(load(read_folder(PACKS / name)) for name in ("naissance", "reclamation")),
    load(GOOD),
    load(RELATIVES),
]

services = st.sampled_from(SERVICES)
views = st.builds(
    View,
    st.just(TODAY),
    manner=st.sampled_from(["screen", "short", "speech"]),
    groups=st.booleans(),
)

LIKELY = [
    "Awa",
    "Kati",
    "15/11/2026",
    "1/1/1850",
    "1",
    "2",
    "3",
    "25",
    "5",
    "oui",
    "add",
    "done",
    "remove.1",
    "remove.2",
    "proches.1",
    "prenom.2",
    "14:30",
    "1 3",
    "Mopti",
    "02-04",
]
texts = st.one_of(
    st.sampled_from([*LIKELY, "", " ", "confirm", "abandon", "in:02:a-z", "x" * 400]),
    st.text(max_size=20),
)


@st.composite
def inputs(draw: st.DrawFn, service: Service, screen: Screen) -> Input:
    """Something that a person does: likely on this screen, or anything at all."""
    offered = [*screen.options, *(each for asked in screen.questions for each in asked.options)]
    keys = st.sampled_from([each.key for each in offered]) if offered else texts
    names = st.sampled_from([*service.answerable, "proches.2", "x"])
    fills = st.dictionaries(names, texts, max_size=6)
    return draw(
        st.one_of(
            st.builds(Choose, keys),
            st.builds(Say, texts),
            st.builds(Choose, texts),
            st.builds(Fill, fills),
            st.just(Back()),
            st.just(Help()),
            st.builds(Language, st.sampled_from(["fr", "bm", "en", ""])),
            st.builds(Correct, names),
            st.just(Confirm()),
            st.sampled_from([Help(), Help(), Abandon()]),
        )
    )
