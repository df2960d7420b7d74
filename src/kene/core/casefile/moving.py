"""A case moved to another version of its service: what it would be there, or why it cannot.

The day that was promised stays, and so does what is owed unless the new rules ask for less. Nothing
is edited: a move is an event, and what came before is read by the version that it happened in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kene.core.casefile.deciding import deciding
from kene.core.casefile.events import Decided, Event, Moved, Owed
from kene.core.casefile.fold import CaseFile, after
from kene.core.casefile.moment import Moment, Refused
from kene.core.casefile.process import actions, due, followed
from kene.core.services import Answers, Field, Migration, Service, name_of, number_of, refused
from kene.core.services.asking import address, feel
from kene.core.values import DecimalNumber, Items, Json, Money, Type, Value, Whole


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot move: a word for a sentence, and the names that it is about."""

    why: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """A decision that comes out otherwise by the rules of the new version."""

    decision: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Passage:
    """The events that move a case, its decisions that come out otherwise, and what is in the way.

    The first event is the move; others are decisions taken again, and what they alone allow.
    """

    events: tuple[Event, ...]
    turned: tuple[Turned, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


def moving(
    versions: tuple[Service, Service, Migration], case: CaseFile, agent: str, moment: Moment
) -> Passage:
    """What moves an open case from its version to another; both and how are in `versions`.

    The packs alone have proved already that each stage leads somewhere. Raises ValueError when the
    case is closed.
    """
    if not case.open:
        raise ValueError("a case that is closed stays as it is")
    return _Moving(versions, case, moment).passage(agent)


def brought(versions: Sequence[Service], answers: Answers) -> Answers:
    """Answers that a conversation gave in one of the versions that a case was in, from the first to
    the last, under the names of the last.

    Raises Refused, `not-now`, when they cannot all be answers there.
    """
    last = len(versions) - 1
    read = (place for place in range(last, -1, -1) if _readable(versions[place], answers))
    place = next(read, None)
    if place is None:
        raise Refused("not-now")
    for old, new in pairwise(versions[place:]):
        move = next(each for each in new.migrations if each.since == old.version)
        moved = {target: carried for target, carried in _carried((old, new, move), answers)}
        answers = {at: value for at, value in moved.items() if value is not None}
        if len(answers) < len(moved):
            raise Refused("not-now")
    return answers


def _readable(service: Service, answers: Answers) -> bool:
    """Whether these are answers to questions of that version."""
    fields = service.answerable
    return all(at in fields and _carry(fields[at].type, fields[at], v) for at, v in answers.items())


def _carried(
    versions: tuple[Service, Service, Migration], answers: Answers
) -> Iterator[tuple[str, Value | None]]:
    """Answers under their new names; None for one that cannot be an answer there. What is not asked
    any more is left out."""
    old, new, move = versions
    for place, value in answers.items():
        name, number = move.field(name_of(place)), number_of(place)
        if name in new.held:
            target = address(name, number) if number else name
            yield target, _carry(old.recorded[place].type, new.recorded.get(target), value)


def _carry(before: Type, field: Field | None, value: Value) -> Value | None:
    """The value in the type of a field; None when it cannot be one there."""
    if field is None:
        return None
    same = type(before) is type(field.type)
    try:
        carried = field.type.decode((field.type if same else before).encode(value))
    except (TypeError, ValueError):
        return None
    return carried if carried == value or not same else None


class _Moving:
    def __init__(
        self, versions: tuple[Service, Service, Migration], case: CaseFile, moment: Moment
    ) -> None:
        self.old, self.new, self.move = versions
        self.case = case
        self.moment = moment
        self.obstacles: list[Obstacle] = []
        days = [decided.day for decided in case.decided.values()]
        self.day = max(days) if days else case.opened.date()
        """The day of the facts: that on which the case was decided."""

    def passage(self, agent: str) -> Passage:
        self._held()
        answers = self._answers()
        entered = self._entered(answers)
        stage = self.move.stage(self.case.stage)
        moved = Moved(
            at=self.moment.now,
            agent=agent,
            since=self.old.digest,
            digest=self.new.digest,
            stage=stage,
            why=self.move.why,
            answers={**answers, **entered},
            due=self.case.due or due(self.new, stage, self.moment),
            asked=self._asked(),
            tell=self.move.tell,
        )
        # Of answers that are not right, nothing is decided.
        again = self._decided(answers) if self.move.again and not self.obstacles else []
        turned = tuple(self._turned(again))
        if turned and "outcomes" not in self.move.allow:
            self._hinder("outcomes", *(each.decision for each in turned))
        events: list[Event] = [moved, *again]
        if not self.obstacles:
            events = followed(self.new, self.case, events, self.moment)
            self._way_out(events)
        return Passage(tuple(events), turned, tuple(self.obstacles))

    def _hinder(self, why: str, *names: str) -> None:
        self.obstacles.append(Obstacle(why, names))

    def _held(self) -> None:
        """What ties a case to the version that it is in."""
        case = self.case
        if case.proposed is not None:
            self._hinder("proposed", case.proposed.action)
        if case.visit is not None and not self._same_visit():
            self._hinder("visit")
        if case.issued:
            self._hinder("issued", *(each.document for each in case.issued))
        seen = {each.evidence for each in case.received} | {each.evidence for each in case.checked}
        if gone := sorted(seen - self.new.evidence.keys()):
            self._hinder("papers", *gone)
        if case.language not in self.new.languages:
            self._hinder("language", case.language)
        if case.due is not None and case.due < self.moment.today and not case.late:
            self._hinder("deadline")

    def _same_visit(self) -> bool:
        """Whether the appointment that was made is kept as it is."""
        visit = self.case.visit
        assert visit is not None
        stage = self.new.stages.get(visit.stage)
        action = stage.actions.get(visit.action) if stage else None
        name = self.old.stages[visit.stage].actions[visit.action].appointment
        same = self.new.appointments.get(name) == self.old.appointments[name]
        return same and action is not None and action.appointment == name

    def _asked(self) -> tuple[str, ...]:
        """What the applicant is still asked again, in the names of the new version."""
        named = (self.move.field(name) for name in self.case.asked)
        asked = tuple(name for name in named if name in self.new.fields)
        if self.case.asked and not asked:
            self._hinder("asked", *self.case.asked)
        return asked

    # -- answers -----------------------------------------------------------------------------

    def _answers(self) -> dict[str, Value]:
        """All answers in the new version: those that it asks for, each one right."""
        answers: dict[str, Value] = {}
        for target, carried in _carried((self.old, self.new, self.move), self.case.answers):
            if carried is None:
                self._hinder("value", target)
            else:
                answers[target] = carried
        for name, kind in ((field.name, field.type) for field in self.new.fields.values()):
            if name not in answers and isinstance(kind, Items) and not kind.min:
                answers[name] = 0
        for name in self.move.defaults:
            if name not in answers:
                self._answer(name, answers)
        asked = self.new.asked(answers, self.day)
        if any(each.why == "value" for each in self.obstacles):
            return answers  # what else is missing may only follow from that
        wanting = [each.name for each in asked if each.name not in answers and not each.optional]
        if wanting:
            self._hinder("missing", *wanting)
        known = self.new.known(answers, self.day)
        wrong = [
            each.name
            for each in asked
            if each.name in answers and refused(each.valid, self.new.scope(known, each))
        ]
        if wrong:
            self._hinder("invalid", *wrong)
        return {each.name: answers[each.name] for each in asked if each.name in answers}

    def _entered(self, answers: dict[str, Value]) -> dict[str, Value]:
        """What agents entered, in the new version: each value right."""
        carried = dict(_carried((self.old, self.new, self.move), self.case.entered))
        entered = {name: value for name, value in carried.items() if value is not None}
        if len(entered) < len(carried):
            self._hinder("value", *(carried.keys() - entered.keys()))
        known = self.new.known(answers, self.day)
        known |= {name: feel(value) for name, value in entered.items()}
        wrong = [name for name in entered if refused(self.new.entries[name].valid, known)]
        if wrong:
            self._hinder("invalid", *wrong)
        return entered

    def _answer(self, name: str, answers: dict[str, Value]) -> None:
        """Answer a new field as the pack says, where that gives an answer."""
        given = self.move.defaults[name].evaluate(self.new.known(answers, self.day))
        kind = self.new.fields[name].type
        try:
            answers[name] = kind.decode(kind.encode(_value(kind, given)))
        except (TypeError, ValueError):
            return  # without an answer, a field that is asked is missing, which is told

    # -- decisions ---------------------------------------------------------------------------

    def _decided(self, answers: dict[str, Value]) -> list[Event]:
        """The decisions taken again for the day on which they were taken, and what is owed where
        that is less, or nothing was."""
        at = Moment(self.moment.now, self.day, self.moment.holidays)
        events = [
            event
            for event in deciding(self.new, answers, at)
            if not isinstance(event, Owed) or event.amount != self.case.owed
        ]
        owed = next((event.amount for event in events if isinstance(event, Owed)), None)
        before = self.case.owed
        if before is not None and (owed or 0) > before and "fee" not in self.move.allow:
            self._hinder("fee")
        return events

    def _turned(self, again: list[Event]) -> Iterator[Turned]:
        for event in again:
            if isinstance(event, Decided) and event.decision in self.case.decided:
                before = self.case.decided[event.decision].outcome
                if before != event.outcome:
                    yield Turned(event.decision, before, event.outcome)

    def _way_out(self, events: list[Event]) -> None:
        """Whether something can be done with the case where it goes, or its deadline does."""
        case = self.case
        for event in events:
            case = after(self.new, case, event)
        if not case.open:
            return
        stage = self.new.stages[case.stage]
        rank = self.new.call.rank if self.new.call else None
        ranked = rank is not None and rank.stage == case.stage
        late = stage.late is not None and bool(stage.late.to or stage.late.grant)
        timed = late and case.due is not None and not case.late
        if not (ranked or timed or actions(self.new, case, stage.by, self.moment.today)):
            self._hinder("stuck", case.stage)


def _value(kind: Type, given: object) -> Value:
    """What an expression gives, as an answer of a type. Raises TypeError."""
    match given:
        case Decimal() if isinstance(kind, Whole | Money) and given == int(given):
            return int(given)
        case int() if isinstance(kind, DecimalNumber) and not isinstance(given, bool):
            return Decimal(given)
        case list():
            return tuple(str(each) for each in given)
        case str() | int() | Decimal() | date():
            return given
        case _:
            raise TypeError("no answer")
