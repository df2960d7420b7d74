"""The same answers make the same case, whether they are given on phone pages or on web pages."""

from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from core.conversation.walks import TODAY, services
from kene.core.casefile import Moment, encode, opening
from kene.core.conversation import Conversation, View, begin, show, step
from kene.core.screens import Back, Choose, Confirm, Fill, Question, Say
from kene.core.screens.encoding import USSD_OCTETS
from kene.core.screens.phone import Turn, pages, read, words
from kene.core.services import Service

MOMENT = Moment(datetime(2026, 11, 24, 9, tzinfo=UTC), TODAY)
PHONE = View(TODAY, manner="short")
WEB = View(TODAY, groups=True)
LONG = 30
LETTERS = st.text(alphabet="abcdefghijɛɔ é", min_size=1, max_size=12).filter(str.strip)


@st.composite
def typed(draw: st.DrawFn, question: Question) -> str:
    """What a person types: numbers of options, or an answer of the kind that is asked."""
    one = st.integers(1, max(1, len(question.options)))
    match question.entry:
        case "choices":
            return " ".join(map(str, draw(st.lists(one, min_size=1, max_size=3))))
        case _ if question.options:
            return str(draw(one))
        case "time":
            return f"{draw(st.times()):%H%M}"
        case "date":
            return draw(st.dates(TODAY.replace(year=2020), TODAY)).isoformat()
        case _ if question.field == "nina":
            return draw(st.from_regex(r"[0-9]{14}[A-Z]", fullmatch=True))
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
    for turn in count():
        screen = show(service, phone, PHONE)
        if screen.kind != "question" or screen.question is None:
            break
        if turn > LONG and screen.question.entry == "items":
            phone = ending(service, phone)
            continue
        if screen.question.optional and data.draw(st.booleans()):
            phone = step(service, phone, Say(""), PHONE)[0]
        else:
            phone = on_phone(phone, service, data.draw(typed(screen.question)))
    web = on_web(service, language, phone)
    for conversation in (phone, web):
        assert step(service, conversation, Confirm(), WEB)[0].end == "confirmed"
    assert events(service, web) == events(service, phone)


def ending(service: Service, phone: Conversation) -> Conversation:
    """Whoever adds and removes for ever has had enough: the list ends as soon as it may."""
    for meant in (Choose("done"), Choose("add"), Back()):
        after = step(service, phone, meant, PHONE)[0]
        if after != phone:
            return after
    raise AssertionError("a list that nothing leaves")


def on_web(service: Service, language: str, phone: Conversation) -> Conversation:
    """The same answers, given page by page."""
    web = begin(service, language)
    for _ in range(2 * LONG):
        screen = show(service, web, WEB)
        if screen.kind != "question" or screen.question is None:
            break
        texts = {each.field: raw(service, phone, each.field) for each in screen.questions}
        name = screen.question.field
        if screen.question.entry == "items":
            listed = [option.key for option in screen.question.options]
            there = sum(key.startswith(f"{name}.") for key in listed)
            texts = {name: "done" if there == phone.answers[name] else "add"}
        web = step(service, web, Fill(texts), WEB)[0]
    return web


def raw(service: Service, phone: Conversation, name: str) -> str:
    """An answer as a form sends it."""
    value = phone.answers.get(name)
    encoded = None if value is None else service.answerable[name].type.encode(value)
    match encoded:
        case None:
            return ""
        case list():
            return ",".join(map(str, encoded))
        case _:
            return str(encoded)


def events(service: Service, conversation: Conversation) -> list[object]:
    """The events of the case that the conversation opens."""
    made = opening(service, conversation.answers, "any", conversation.language, MOMENT)
    return [encode(service, event) for event in made]
