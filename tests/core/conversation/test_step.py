"""A conversation is a pure walk: whatever is done, nothing is lost and nothing breaks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.conversation.walks import TODAY, inputs, services, views
from kene.core.conversation import (
    Conversation,
    Scene,
    View,
    begin,
    decode,
    encode,
    show,
    step,
)
from kene.core.screens import Back, Confirm, Help, Input, Screen
from kene.core.services import Service
from kene.core.services.asking import MAXIMUM_OCTETS

STEPS = 12


@st.composite
def walked(draw: st.DrawFn) -> tuple[Service, Conversation, Screen, View]:
    """A conversation after some steps, its screen, and how it was seen."""
    service, view = draw(services), draw(views)
    language = draw(st.sampled_from(["fr", "bm"]))
    conversation = begin(service, language)
    screen = show(service, conversation, view)
    for _ in range(draw(st.integers(0, STEPS))):
        given_ = draw(inputs(service, screen))
        conversation, screen = step(service, conversation, given_, view)
    return service, conversation, screen, view


def position_of(service: Service, conversation: Conversation) -> str:
    """The field asked now, or "" at the summary."""
    now = Scene(service, conversation, TODAY).now
    return now.name if now else ""


@given(walked(), st.data())
def test_the_same_input_gives_the_same_screen(
    walk: tuple[Service, Conversation, Screen, View], data: st.DataObject
) -> None:
    service, conversation, screen, view = walk
    given_: Input = data.draw(inputs(service, screen))
    first = step(service, conversation, given_, view)
    assert step(service, decode(service, encode(service, conversation)), given_, view) == first


@given(walked())
def test_a_conversation_kept_as_octets_is_the_same_conversation(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, _ = walk
    kept = encode(service, conversation)
    assert decode(service, kept) == conversation
    assert encode(service, decode(service, kept)) == kept
    assert len(kept) <= MAXIMUM_OCTETS


@given(walked())
def test_going_back_or_asking_for_help_loses_no_answer(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, view = walk
    for given_ in (Back(), Help()):
        after, _ = step(service, conversation, given_, view)
        assert after.answers == conversation.answers
        assert after.skipped == conversation.skipped


@given(walked())
def test_going_back_again_and_again_ends_at_the_first_question(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, view = walk
    seen = []
    for _ in range(40):
        seen.append(conversation)
        conversation, screen = step(service, conversation, Back(), view)
        if conversation == seen[-1]:
            break
    assert conversation == seen[-1]
    if not conversation.end:
        assert screen.kind == "summary" or not screen.back


@given(walked())
def test_the_position_follows_from_the_answers_alone(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, _ = walk
    told = replace(
        begin(service, conversation.language),
        answers=conversation.answers,
        skipped=conversation.skipped,
    )
    assert position_of(service, conversation.moved()) == position_of(service, told)


@given(walked())
def test_no_answer_that_was_kept_breaks_its_own_constraint_alone(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, _ = walk
    scene = Scene(service, conversation.moved(), TODAY)
    broken = [field.name for field in scene.asked if scene.breaks(field)]
    assert not broken or position_of(service, conversation.moved()) in broken


@given(walked())
def test_a_confirmed_conversation_has_every_answer(
    walk: tuple[Service, Conversation, Screen, View],
) -> None:
    service, conversation, _, view = walk
    after, screen = step(service, conversation, Confirm(), view)
    if after.end == "confirmed":
        for asked in Scene(service, after, TODAY).asked:
            assert asked.name in after.answers or asked.optional
        assert screen.kind == "end"


@given(walked(), st.data())
def test_what_has_ended_stays_so(
    walk: tuple[Service, Conversation, Screen, View], data: st.DataObject
) -> None:
    service, conversation, screen, view = walk
    if conversation.end:
        after, _ = step(service, conversation, data.draw(inputs(service, screen)), view)
        assert after == conversation
