"""Whatever a form holds, each row is imported or told, and what is written is a service."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.forms import taken
from kene.exchange.api import Imported, NothingAsked
from kene.exchange.xlsform.xpath import Malformed, parse

TYPES = st.sampled_from(
    [
        "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "hidden",
        "acknowledge", "range", "image", "file", "geopoint", "geoshape", "audio", "rank l",
        "barcode",
        "select_one l", "select_multiple l", "select_one seul", "select_one l or_other",
        "select_one_from_file x.csv", "start", "today", "deviceid", "bizarre",
    ]
)  # fmt: skip
EDGES = st.sampled_from(["begin group", "end group", "begin repeat", "end repeat"])
NAMES = st.sampled_from(["a", "b", "c", "date", "if", "mot-clé", "q1", "count", "é", "today"])
PARTS = st.sampled_from(
    [
        "${a}", "${b}", "${q1}", ".", "1", "'x'", "today()", "=", "!=", ">", "and", "or", "+",
        "div", "(", ")", "not(${a} = 1)", "selected(${b}, 'x')", "count(${c})", "sum(${a})",
        "if(${a} > 1, 'x', 2)", "concat(${a}, ${b})", "position(..)", "${absent}", "../a", "[1]",
        "instance('l')", "coalesce(${a}, 0)", "jr:choice-name(${b}, '${b}')", "’",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.just(""), st.lists(PARTS, min_size=1, max_size=5).map(" ".join))
LABELS = st.sampled_from(["", "Quoi ?", "<b>Bon</b> {x} ${a}", "**fort**", "a" * 300])
ROWS = st.lists(
    st.tuples(
        st.one_of(TYPES, TYPES, TYPES, EDGES),
        NAMES,
        LABELS,
        TEXTS,
        TEXTS,
        TEXTS,
        st.sampled_from(["", "yes", "${a} = 1"]),
        TEXTS,
    ),
    min_size=1,
    max_size=14,
)
HEADER = "type|name|label|relevant|constraint|calculation|required|choice_filter"
CHOICES = "list_name|name|label|zone\nl|x|X|1\nl|y|X|2\nl|2|Deux|1\nseul|x|X|"


def accounted(found: Imported) -> set[int]:
    """The rows of the survey that something is told of."""
    return {each.where.line for each in found.problems if each.where.file.endswith(":survey")}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS)
def test_each_row_is_imported_or_told(rows: list[tuple[str, ...]]) -> None:
    survey = "\n".join([HEADER, *("|".join(row) for row in rows)])
    try:
        found = taken(survey, CHOICES)
    except NothingAsked:
        return
    service = found.service
    kept = {*service.fields, *service.facts, *service.evidence, *service.repeats}
    told = accounted(found)
    texts = " ".join(text.long for text in service.wording("fr").texts.values())
    for number, (kind, name, label, *_) in enumerate(rows, 2):
        if kind in ("begin group", "end group", "end repeat") or number in told:
            continue
        assert name in kept, (kind, name, label, texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(max_size=3)), max_size=12).map(" ".join))
def test_a_text_is_read_as_xpath_or_refused(text: str) -> None:
    try:
        parse(text)
    except Malformed:
        return


def test_what_nests_too_deep_is_refused_and_not_followed() -> None:
    for text in ("(" * 5000 + "1" + ")" * 5000, "not(" * 5000, "-" * 5000 + "1", "1+" * 5000 + "1"):
        try:
            parse(text)
        except Malformed:
            continue
    found = taken("type|name|label|relevant\ntext|a|A|" + "1+" * 3000 + "1 > 2\ntext|b|B|")
    assert [each.code for each in found.problems] == ["X104"]
