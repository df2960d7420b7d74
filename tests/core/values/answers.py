"""Types with values of theirs, and people who read them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Literal, NamedTuple

from hypothesis import strategies as st

from kene.core.values import (
    LANGUAGES,
    ApproximateDate,
    Choice,
    Choices,
    Coordinates,
    Date,
    DecimalNumber,
    Misread,
    Money,
    Name,
    NationalNumber,
    PartialDate,
    Phone,
    Place,
    Places,
    Position,
    Setting,
    Text,
    TimeOfDay,
    Type,
    Value,
    Whole,
    YesNo,
)
from kene.core.values.gazetteer import LEVELS
from kene.core.values.phones import PLANS
from kene.core.wording import Text as Label

TODAY = date(2026, 3, 20)

SEX = Choice(
    ("fille", "garcon"),
    {
        "fr": {"fille": Label("Fille"), "garcon": Label("Garçon", "Gars")},
        "bm": {"fille": Label("Muso"), "garcon": Label("Cɛ")},
    },
)

NEEDS = Choices(
    ("eau", "eau_potable", "soins", "ecole"),
    labels={
        "fr": {
            "eau": Label("Eau"),
            "eau_potable": Label("Eau potable, courante"),
            "soins": Label("Soins"),
            "ecole": Label("École et cantine", "École"),
        },
        "bm": {"eau": Label("Ji"), "ecole": Label("Kalanso")},
    },
)


def setting(
    language: str = "fr", manner: Literal["screen", "short", "speech"] = "screen"
) -> Setting:
    """Somebody in Mali on 20 March 2026."""
    return Setting(language, "ml", TODAY, manner)


def read(type_: Type, text: str, reader: Setting) -> Value | str:
    """The value read, or the key of the refusal after an exclamation mark."""
    try:
        return type_.parse(text, reader)
    except Misread as misread:
        return f"!{misread.key}"


class Answer(NamedTuple):
    """A value that a type may hold."""

    type: Type
    value: Value


settings = st.builds(setting, st.sampled_from(LANGUAGES), st.sampled_from(("screen", "short")))

_days = st.dates(date(1800, 1, 1), date(2199, 12, 31))


@st.composite
def _partial(draw: st.DrawFn) -> ApproximateDate:
    day = draw(_days)
    known = draw(st.integers(1, 3))
    parts = (day.year, day.month, day.day)[:known]
    return ApproximateDate(*parts, about=draw(st.booleans()))


@st.composite
def _clean_texts(draw: st.DrawFn, type_: Text | Name) -> Value:
    letters = "aàɛɔɲŋßZ 'ߡ-é" + ("" if isinstance(type_, Name) else "1😀\u200d\n\t")
    text = draw(st.text(st.sampled_from(letters), min_size=1, max_size=type_.max + 5))
    try:
        return type_.parse(text, setting())
    except Misread:
        return "A"


@st.composite
def _decimals(draw: st.DrawFn) -> Answer:
    places = draw(st.integers(0, 9))
    low = draw(st.decimals(-(10**6), 10**6, places=places))
    high = draw(st.decimals(low, 10**12 - 1, places=places))
    return Answer(DecimalNumber(places, low, high), draw(st.decimals(low, high, places=places)))


@st.composite
def _numbers(draw: st.DrawFn) -> Answer:
    type_ = draw(st.sampled_from((Whole, Money)))
    low = draw(st.integers(-(10**12), 10**12))
    high = draw(st.integers(low, 10**12))
    return Answer(type_(low, high), draw(st.integers(low, high)))


@st.composite
def _phones(draw: st.DrawFn) -> Answer:
    plan = draw(st.sampled_from(sorted(PLANS.values(), key=lambda plan: plan.code)))
    number = draw(st.sampled_from(plan.first)) + f"{draw(st.integers(0, 10**7 - 1)):07}"
    return Answer(Phone(draw(st.sampled_from(sorted(PLANS)))), f"+{plan.code}{number}")


PLACES = [
    Answer(Place(level), place.code)
    for level in LEVELS
    for place in Places.of("ml")
    if place.answers(level)
]

texts = st.sampled_from((Text(), Text(max=40, min=1), Text(max=300, long=True), Name()))

answers = st.one_of(
    texts.flatmap(lambda type_: _clean_texts(type_).map(lambda value: Answer(type_, value))),
    _numbers(),
    _decimals(),
    _days.map(lambda day: Answer(Date(), day)),
    _partial().map(lambda day: Answer(PartialDate(), day)),
    st.booleans().map(lambda yes: Answer(YesNo(), yes)),
    st.sampled_from(SEX.options).map(lambda key: Answer(SEX, key)),
    st.sets(st.sampled_from(NEEDS.options), min_size=1).map(
        lambda keys: Answer(NEEDS, tuple(key for key in NEEDS.options if key in keys))
    ),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)).map(lambda at: Answer(TimeOfDay(), at)),
    st.builds(
        Coordinates,
        st.decimals(-90, 90, places=5).map(lambda degrees: degrees + 0),
        st.decimals(-180, 180, places=5).map(lambda degrees: degrees + 0),
    ).map(lambda at: Answer(Position(), at)),
    st.from_regex(r"[0-9]{14}[A-Z]", fullmatch=True).map(
        lambda number: Answer(NationalNumber(), number)
    ),
    st.sampled_from(PLACES),
    _phones(),
)

TYPES_IN_USE: tuple[Type, ...] = (
    *(Text(), Text(max=300, long=True), Name(), Whole(), Money(), Money(500, 10_000)),
    *(DecimalNumber(), DecimalNumber(3, Decimal(-5), Decimal(20)), Date(), PartialDate()),
    *(TimeOfDay(), NationalNumber(), NEEDS, Position()),
    *(YesNo(), SEX, Place("commune"), Place("quartier"), Phone()),
)
