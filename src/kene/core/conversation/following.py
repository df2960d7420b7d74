"""Following cases on a phone: finding one, and what its applicant can do with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime
from typing import Final

from kene.core.casefile import read_number, show_number
from kene.core.conversation.showing import own
from kene.core.conversation.state import View
from kene.core.conversation.visit import CASE, Desk, Glimpse, Visit
from kene.core.screens import Note, Option, Question, Screen
from kene.core.values import Date, Setting, TimeOfDay

MOST_DAYS: Final = 6
"""A short list is read with ease on a phone; the next days come first."""


class Following(ABC):
    """A person who looks at their cases: `visit` is where they are, and moves with each input."""

    def __init__(self, visit: Visit, desk: Desk, view: View) -> None:
        self.visit = visit
        self.desk = desk
        self.view = view

    @abstractmethod
    def screen(self) -> Screen:
        """The screen where the visit is."""

    @abstractmethod
    def _menu(self) -> Screen:
        """The first screen."""

    def _say(self, key: str, **details: object) -> str:
        language = self.visit.language or self.desk.languages()[0]
        short = self.view.manner == "short"
        return own(language, self.view.manner).say(f"reception.{key}", short=short, **details)

    def _options(self, *keys: str) -> tuple[Option, ...]:
        return tuple(Option(key, self._say(key)) for key in keys)

    def _at(self, visit: Visit) -> tuple[Visit, Screen]:
        self.visit = visit
        return visit, self.screen()

    def _refuse(self, key: str) -> tuple[Visit, Screen]:
        return self.visit, replace(self.screen(), note=Note(self._say(key), error=True))

    def _with_case(self, key: str) -> tuple[Visit, Screen]:
        """What was chosen of a case; the menu for anything else."""
        match key:
            case "withdraw" | "contest" | "unbook":
                return self._at(replace(self.visit, spot=key))
            case "withdraw_yes":
                return self._withdrawn()
            case "book" | "move":
                return self._at(replace(self.visit, spot="day", day=""))
            case "unbook_yes":
                done = self.desk.unbook(self.visit.case)
                return self._ended("unbooked" if done else "book_not-now")
            case _:
                return self._at(replace(self.visit, spot="menu", case=""))

    def _withdrawn(self) -> tuple[Visit, Screen]:
        done = self.desk.withdraw(self.visit.case)
        return self._ended("withdrawn" if done else "closed")

    def _contested(self, reason: str) -> tuple[Visit, Screen]:
        refused = self.desk.contest(self.visit.case, reason)
        return self._ended(f"contest_{refused}" if refused else "contested")

    def _times(self) -> Screen:
        """The next days that have a free time, then the times of the chosen one."""
        slots = self.desk.slots(self.visit.case)
        setting = Setting(self.visit.language, "", self.view.today, self.view.manner)
        if self.visit.spot == "day":
            days = dict.fromkeys(slot.date() for slot in slots)
            options = [
                Option(day.isoformat(), Date().show(day, setting)) for day in [*days][:MOST_DAYS]
            ]
        else:
            options = [
                Option(slot.isoformat(timespec="minutes"), TimeOfDay().show(slot.time(), setting))
                for slot in slots
                if slot.date().isoformat() == self.visit.day
            ]
        title = self._say(f"ask_{self.visit.spot}" if options else "no_slot")
        return Screen("menu", title, options=(*options, *self._options("menu_back")), back=True)

    def _timed(self, key: str) -> tuple[Visit, Screen]:
        """A day, or a time, that was chosen."""
        if key == "menu_back":
            return self._at(replace(self.visit, spot="menu", case="", day=""))
        if self.visit.spot == "day":
            return self._at(replace(self.visit, spot="hour", day=key))
        refused = self.desk.book(self.visit.case, datetime.fromisoformat(key))
        if not refused:
            return self._ended("booked")
        self.visit = replace(self.visit, spot="day", day="")
        return self._refuse(f"book_{refused}")

    def _ended(self, key: str) -> tuple[Visit, Screen]:
        """What was done with the case, as the last screen."""
        text = self._say(key, number=show_number(self.visit.case))
        self.visit = replace(self.visit, spot="start", case="")
        return self.visit, Screen("end", self._say("welcome"), (text,))

    def _cases(self) -> Screen:
        mine = self.desk.cases(self.visit.language)
        options = tuple(
            Option(CASE + each.number, f"{each.title} {show_number(each.number)}") for each in mine
        )
        others = self._options("by_number")
        return Screen("menu", self._say("your_cases"), options=(*options, *others), back=True)

    def _ask(self, what: str) -> Screen:
        question = Question(what, self._say(f"ask_{what}"), "text")
        return Screen("question", self._say("welcome"), questions=(question,), back=True)

    def _sought(self, text: str) -> tuple[Visit, Screen]:
        if self.visit.spot == "number":
            number = read_number(text)
            if number is None:
                return self._refuse("bad_number")
            return self._at(replace(self.visit, spot="secret", case=number))
        glimpse = self.desk.look(self.visit.case, text, self.visit.language)
        if glimpse is None:
            return self._refuse("bad_secret")
        return self.visit, self._case(
            replace(
                glimpse,
                request=None,
                withdrawable=False,
                contestable=False,
                bookable=False,
                booked=False,
            )
        )

    def _glimpse(self) -> Glimpse | None:
        mine = self.desk.cases(self.visit.language)
        return next((each for each in mine if each.number == self.visit.case), None)

    def _case(self, glimpse: Glimpse | None) -> Screen:
        if glimpse is None:
            return self._menu()
        offered = []
        if glimpse.request is not None:
            offered.append("complete")
        if glimpse.bookable:
            offered.append("move" if glimpse.booked else "book")
        if glimpse.booked:
            offered.append("unbook")
        if glimpse.withdrawable:
            offered.append("withdraw")
        if glimpse.contestable:
            offered.append("contest")
        options = self._options(*offered, "menu_back")
        title = f"{glimpse.title} {show_number(glimpse.number)}"
        return Screen("menu", title, glimpse.lines, options=options, back=True)
