"""The same answers make the same case, whether they are given on phone pages or on web pages."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.conversation.walks import TODAY, services
from kene.core.casefile import Moment, encode, opening
from kene.core.conversation import Conversation, View, begin, show, step
from kene.core.screens import Confirm, Fill, Question, Say
from kene.core.screens.encoding import USSD_OCTETS
from kene.core.screens.phone import Turn, pages, read, words
from kene.core.services import Service

MOMENT = Moment(datetime(2026, 11, 24, 9, tzinfo=UTC), TODAY)
PHONE = View(TODAY, manner="short")
WEB = View(TODAY, groups=True)
LETTERS = st.text(alphabet="abcdefghijɛɔ é", min_size=1, max_size=12).filter(str.strip)


@st.composite
def typed(draw: st.DrawFn, question: Question) -> str:
    """What a person types: the number of an option, or an answer of the kind that is asked."""
    if question.options:
        return str(draw(st.integers(1, len(question.options))))
    match question.entry:
        case "date":
            return draw(st.dates(TODAY.replace(year=2020), TODAY)).isoformat()
        case "number":
            return str(draw(st.integers(15, 120)))
        case _:
            return draw(LETTERS)


def on_phone(conversation: Conversation, service: Service, text: str) -> Conversation:
    """The conversation after a text was typed on the page of a phone that shows it."""
    screen = show(service, conversation, PHONE)
    drawn = pages(screen, USSD_OCTETS, words(conversation.language))
    # Options keep their number on all pages: the last page is as good as the first.
    meant = read(screen, len(drawn) - 1, len(drawn), text)
    assert not isinstance(meant, Turn)
    return step(service, conversation, meant, PHONE)[0]


@given(services, st.sampled_from(["fr", "bm"]), st.data())
def test_phone_pages_and_web_pages_make_the_same_case(
    service: Service, language: str, data: st.DataObject
) -> None:
    phone = begin(service, language)
    while (screen := show(service, phone, PHONE)).kind == "question":
        assert screen.question is not None
        if screen.question.optional and data.draw(st.booleans()):
            phone = step(service, phone, Say(""), PHONE)[0]
        else:
            phone = on_phone(phone, service, data.draw(typed(screen.question)))
    web = on_web(service, language, phone)
    assert web.answers == phone.answers
    for conversation in (phone, web):
        assert step(service, conversation, Confirm(), WEB)[0].end == "confirmed"
    assert events(service, web) == events(service, phone)


def on_web(service: Service, language: str, phone: Conversation) -> Conversation:
    """The same answers, given page by page."""
    web = begin(service, language)
    for _ in service.fields:
        screen = show(service, web, WEB)
        if screen.kind != "question":
            break
        texts = {each.field: raw(service, phone, each.field) for each in screen.questions}
        web = step(service, web, Fill(texts), WEB)[0]
    return web


def raw(service: Service, phone: Conversation, name: str) -> str:
    """An answer as a form sends it."""
    value = phone.answers.get(name)
    return "" if value is None else str(service.fields[name].type.encode(value))


def events(service: Service, conversation: Conversation) -> list[object]:
    """The events of the case that the conversation opens."""
    made = opening(service, conversation.answers, "any", conversation.language, MOMENT)
    return [encode(service, event) for event in made]
