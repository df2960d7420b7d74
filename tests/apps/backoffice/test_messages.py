"""The operator decides of messages that may have left."""

from datetime import timedelta

from django.utils import timezone

from apps.backoffice.world import agent, browser, text
from apps.intake.test_hops import declared
from apps.town import Clock, Phone
from kene.casework import api as casework
from kene.casework.models import Message
from kene.people import api as people


def doubtful() -> str:
    """A message that may have left, ten minutes ago."""
    before = timezone.now() - timedelta(minutes=10)
    declared(Phone(clock=Clock(before)))
    message = Message.objects.get()
    casework.mark(message.reference, "unknown", before)
    return message.reference


def test_a_message_that_may_have_left_is_sent_again_or_noted() -> None:
    reference = doubtful()
    operator = browser(agent("chef", people.NODE, people.OPERATOR))
    assert reference in text(operator.get("/agents/noeud/"))
    operator.post("/agents/noeud/messages/", {"message": reference, "faire": "renvoyer"})
    assert Message.objects.get().state == "waiting"
    assert reference not in text(operator.get("/agents/noeud/"))


def test_nobody_else_decides_of_it() -> None:
    reference = doubtful()
    other = browser(agent("awa"))
    told = other.post("/agents/noeud/messages/", {"message": reference, "faire": "parti"})
    assert told.status_code == 404
    assert Message.objects.get().state == "unknown"
