"""Somebody in a call, who hears a page and presses keys; an agent asks what can't be typed."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Final

from kene.core.screens import Choose, Input, Say, voice
from kene.core.screens.phone import Turn
from kene.intake import api as intake
from kene.testing.channels.handset import CONFIRM, Handset
from kene.testing.channels.plans import Plan
from kene.testing.listener import leads

MOST: Final = 60
COUNTRY: Final = "ml"
_calls = count()


class Caller(Handset):
    """One person who calls a number."""

    manner = "speech"

    def advance(self, plan: Plan, times: int = 1) -> bool:
        """Answer what is asked by keys; where no key can, the agent who calls types it."""
        asked = self.screen.question
        if asked is None:
            return False
        given = plan.answers[asked.field]
        if voice.pages(self.screen, "fr")[-1].keys == "agent" and given:
            self._told_an_agent(given)
            self.dial()
            self._choose("go_on")
            return True
        chosen = next((each.key for each in asked.options if leads(each.key, given, COUNTRY)), "")
        if given and chosen and asked.entry != "choices":
            self._press(Choose(chosen), times)
        elif given:
            self.type(voice.typed_of(asked, given), times)
        else:
            self._press(Say(""), times)
        return True

    def confirm(self, times: int = 1) -> str:
        """Confirm the summary, and hear all that is said."""
        self._press(Choose(CONFIRM), times)
        said = self.last.text
        while self.last.more:
            self.type("#")
            said += f"\n{self.last.text}"
        return said

    def speak(self, language: str) -> None:
        """Change the language in the middle, through the menu."""
        for _ in range(MOST):
            if self.kept.visit.spot == "menu":
                break
            self._press_back()
        for key in ("language", language, "go_on"):
            self._choose(key)

    def _choose(self, key: str) -> None:
        """Choose an option, on whichever page, where it is offered."""
        offered = self.screen.options + (
            self.screen.question.options if self.screen.question else ()
        )
        if any(option.key == key for option in offered):
            self._press(Choose(key))

    def _press(self, meant: Input, times: int = 1) -> None:
        """Hear page after page until a key means that."""
        for _ in range(MOST):
            typed = self._key(meant)
            if typed:
                self.type(typed, times)
                return
            self.type(voice.MORE)
        raise AssertionError(f"{meant} can't be pressed")

    def _press_back(self) -> None:
        self.type("00" if "00" in self._keys() else voice.BACK)

    def _key(self, meant: Input) -> str:
        return next((typed for typed, given in self._keys().items() if given == meant), "")

    def _keys(self) -> dict[str, Input | Turn]:
        return voice.keys(self.screen, self.kept.page)

    def _told_an_agent(self, given: str) -> None:
        """The agent hears the answer on the telephone, and types it."""
        self.clock.pass_()
        call = f"agent-{next(_calls)}"
        for number, said in enumerate(("", "1", given)):
            opening = "" if not number else None
            arrival = intake.Arrival(
                self.line.channel,
                self.address,
                call,
                said,
                4_000,
                manner="latest",
                hop=str(number),
                begins=not number,
                opening=opening,
            )
            intake.hop(arrival, self.clock() + timedelta(seconds=number))
