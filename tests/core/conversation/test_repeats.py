"""A group that repeats: its items are added, changed and removed, and read as a list."""

from datetime import UTC, date, datetime

from core.services.broken_packs import RELATIVES
from kene.core.casefile import Acted, Moment, completing, encode, fold, opening
from kene.core.conversation import Conversation, View, begin, show, step
from kene.core.conversation import encode as kept
from kene.core.screens import Back, Choose, Correct, Fill, Input, Say, Screen
from kene.core.services import load
from kene.core.values import Value

from .walks import TODAY

SERVICE = load(RELATIVES)
PHONE = View(TODAY, "short")
WEB = View(TODAY, groups=True)
AWA = ("Awa", "enfant", "1/2/2015", "École A", "", "Moussa", "parent", "3/4/1960", "porter", "930")
TWO = (Choose("add"), *map(Say, AWA[:5]), Choose("add"), *map(Say, AWA[5:]))


AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ASKED = Acted(AT, "agent", "examen", "demander", "complement", date(2026, 12, 24), "un motif")


def after(*given: Input, view: View = PHONE) -> tuple[Conversation, Screen]:
    """A conversation after the first page was answered, and these inputs."""
    talk, screen = begin(SERVICE, "fr"), show(SERVICE, begin(SERVICE, "fr"), view)
    for each in (Say("Issa"), Say("neuve"), Say("45")):
        talk, screen = step(SERVICE, talk, each, PHONE)
    for each in given:
        talk, screen = step(SERVICE, talk, each, view)
    return talk, screen


def offered(screen: Screen) -> list[str]:
    """What can be chosen."""
    assert screen.question is not None
    return [option.key for option in screen.question.options]


def test_items_are_asked_until_there_are_no_more() -> None:
    _, screen = after()
    assert offered(screen) == ["add", "done"]
    talk, screen = after(*TWO)
    assert offered(screen) == ["add", "done", "proches.1", "proches.2"]
    talk, _ = step(SERVICE, talk, Choose("done"), PHONE)
    known = SERVICE.known(talk.answers, TODAY)
    assert known["enfants"] == 1
    assert [each["prenom"] for each in known["proches"]] == ["Awa", "Moussa"]  # type: ignore[attr-defined]
    assert known["proches"][0]["passage"] is None  # type: ignore[index]


def test_an_expression_waits_until_the_list_is_whole() -> None:
    talk, _ = after(*TWO)
    assert "proches" not in SERVICE.known(talk.answers, TODAY)


def test_a_condition_in_an_item_reads_its_own_answers_and_those_outside() -> None:
    talk, screen = after(Choose("add"), Say("Awa"), Say("enfant"), Say("1/2/2015"))
    assert screen.question is not None and screen.question.field == "ecole.1"
    talk, screen = after(Choose("add"), Say("Awa"), Say("parent"), Say("1/2/1955"))
    assert screen.question is not None and screen.question.field == "besoins.1"


def test_a_constraint_in_an_item_is_told_there() -> None:
    _, screen = after(Choose("add"), Say("Awa"), Say("enfant"), Say("1/2/2099"))
    assert screen.question is not None and screen.question.note is not None
    assert (screen.question.field, screen.question.note.text) == ("ne_le.1", "Pas dans l'avenir.")


def test_a_page_says_which_answers_a_correction_makes_wrong() -> None:
    asked = b"      nina: {type"
    years = b'      annees: {type: whole, valid: "annees <= age", for: repondre}\n'
    words = b"fields:\n  annees: {ask: Depuis quand ?, invalid: Pas plus que votre \xc3\xa2ge.}\n"
    service = load(
        {
            **RELATIVES,
            "service.yaml": RELATIVES["service.yaml"].replace(asked, years + asked),
            "wording/fr.yaml": RELATIVES["wording/fr.yaml"].replace(b"fields:\n", words),
        }
    )
    first = {"nom": "Issa", "sorte": "neuve", "age": "45"}
    pages = (first, {"proches": "done"}, {"annees": "40", "nina": "", "langues": "peul"})
    talk = begin(service, "fr")
    for page in pages:
        talk, screen = step(service, talk, Fill(page), WEB)
    assert screen.kind == "summary"
    talk, _ = step(service, talk, Correct("age"), WEB)
    talk, screen = step(service, talk, Fill({**first, "age": "30"}), WEB)
    said = {each.field: each.note.text if each.note else "" for each in screen.questions}
    assert said == {"annees": "Pas plus que votre âge.", "nina": "", "langues": ""}


def test_a_page_asked_again_shows_the_help_and_the_answer() -> None:
    answers: dict[str, Value] = {"nom": "Issa", "sorte": "perdue", "age": 45, "motif": "À Kati"}
    talk = begin(SERVICE, "fr", only=("motif",), answers=answers)
    (question,) = show(SERVICE, talk, WEB).questions
    assert question.hint == "Le lieu et le jour. Réponse actuelle : À Kati"
    (question,) = show(SERVICE, talk, PHONE).questions
    assert question.hint == "Avant : À Kati"


def test_a_removed_item_leaves_the_others_in_order() -> None:
    talk, screen = after(*TWO, Choose("proches.1"), Choose("remove.1.2"))
    assert talk.answers["prenom.1"] == "Moussa"
    assert "prenom.2" not in talk.answers
    assert offered(screen) == ["add", "done", "proches.1"]
    again, _ = step(SERVICE, talk, Choose("remove.1.2"), PHONE)
    assert again.answers == talk.answers


def test_one_answer_of_an_item_is_given_again() -> None:
    talk, screen = after(*TWO, Choose("proches.2"))
    assert "prenom.2" in offered(screen)
    talk, screen = after(*TWO, Choose("proches.2"), Choose("prenom.2"), Say("Modibo"))
    assert talk.answers["prenom.2"] == "Modibo"
    assert "proches.2" in offered(screen)


def test_back_from_an_item_that_is_not_begun_adds_none() -> None:
    talk, screen = after(*TWO)
    assert after(*TWO, Choose("add"), Back()) == (talk, screen)
    assert after(*TWO, Choose("proches.1"), Back()) == (talk, screen)


def test_no_more_can_be_added_than_the_group_may_have() -> None:
    one = (Choose("add"), *map(Say, ("Awa", "parent", "1/2/1955", "")))
    talk, screen = after(*one * 4)
    assert "add" not in offered(screen)
    assert step(SERVICE, talk, Choose("add"), PHONE)[0] == talk


def test_a_list_that_breaks_its_constraint_is_asked_again() -> None:
    child = (Choose("add"), *map(Say, ("Awa", "enfant", "1/2/2015", "", "")))
    talk, screen = after(*child * 4, Choose("done"))
    assert screen.question is not None and screen.question.note is not None
    assert screen.question.note.text == "Trois enfants au plus."
    assert "proches" not in talk.answers


def test_a_page_holds_one_item() -> None:
    _, screen = after(Fill({"proches": "add"}), view=WEB)
    assert screen.title == "Proche 1"
    assert screen.questions[0].field == "prenom.1"
    page = Fill({"prenom.1": "Awa", "lien.1": "parent", "ne_le.1": "1/2/1955", "besoins.1": ""})
    talk, screen = after(Fill({"proches": "add"}), page, view=WEB)
    assert offered(screen) == ["add", "done", "proches.1", "remove.1.1"]
    assert screen.questions[0].options[2].detail == "Awa, Parent, 1er février 1955, Aucun"
    _, screen = step(SERVICE, talk, Fill({"proches": "proches.1"}), WEB)
    assert screen.questions[0].given == "Awa"


def test_the_summary_shows_each_item_on_a_page_and_the_names_on_a_phone() -> None:
    end = (Choose("done"), Say(""), Say("1 2"))
    _, screen = after(*TWO, *end)
    shown = {option.key: option.detail for option in screen.options}
    assert shown["proches"] == "Awa, Moussa"
    assert "proches.1" not in shown
    talk, _ = after(*TWO, *end)
    page = show(SERVICE, talk, WEB)
    assert [each.key for each in page.options].count("proches.2") == 1
    _, screen = step(SERVICE, talk, Correct("proches.2"), WEB)
    assert screen.questions[0].given == "Moussa"


def test_an_agent_may_ask_for_the_list_again() -> None:
    talk, _ = after(*TWO, Choose("done"), Say("12901234567001A"), Say("1"))
    again = begin(SERVICE, "fr", only=("proches",), answers=talk.answers)
    screen = show(SERVICE, again, PHONE)
    assert offered(screen) == ["add", "done", "proches.1", "proches.2"]
    again, _ = step(SERVICE, again, Choose("remove.1.2"), PHONE)
    again, screen = step(SERVICE, again, Choose("done"), PHONE)
    assert screen.kind == "summary"
    assert again.answers["proches"] == 1


def test_a_case_keeps_nothing_of_an_item_that_was_removed() -> None:
    talk, _ = after(*TWO, Choose("done"), Say(""), Say("1"))
    moment = Moment(AT, date(2026, 11, 24))
    events = opening(SERVICE, talk.answers, "ussd", "fr", moment)
    case = fold(SERVICE, events)
    answers: dict[str, Value] = {**talk.answers, "proches": 1}
    for name in [each for each in answers if each.endswith(".2")]:
        del answers[name]
    waiting = fold(SERVICE, [*events, ASKED])
    [completed, *_] = completing(SERVICE, waiting, answers, "ussd", moment)
    after_all = fold(SERVICE, [*events, ASKED, completed])
    assert case.answers["prenom.2"] == "Moussa"
    assert not any(name.endswith(".2") for name in after_all.answers)
    assert after_all.answers == answers
    personal = encode(SERVICE, completed).personal
    assert set(personal) == {"repondre"}


def test_an_ordinary_conversation_is_kept_in_less_than_a_kilobyte() -> None:
    one = (Choose("add"), *map(Say, ("Aminata Coulibaly", "parent", "1/2/1955", "1 2 3", "9:30")))
    talk, _ = after(*one * 4, Choose("done"), Say("12901234567001A"), Say("1 2 3"))
    assert len(kept(SERVICE, talk)) < 1000
