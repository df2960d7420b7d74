"""The simulated handset of a demonstration, as the hand and the eye of a person use it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


class Handset:
    """A phone on the simulator's page: keys to press, a keyboard, a screen, and an inbox."""

    def __init__(self, page: Page, number: str) -> None:
        self.page = page
        page.goto("/simulateur/")
        page.get_by_label("Numéro du téléphone").select_option(number)

    @property
    def screen(self) -> str:
        """What is on its screen."""
        return self.page.locator("#page-screen").inner_text()

    def press(self, keys: str) -> str:
        """Press keys, then the green one; the screen that comes."""
        for key in keys:
            self.page.locator(f'[data-key="{key}"]').click()
        return self._send(self.page.get_by_label("Appeler ou envoyer"))

    def choose(self, words: str) -> str:
        """Choose the option that begins so, as an expression, on whichever page it is; the screen
        that comes."""
        while not (option := re.search(rf"^(\d+) {words}", self.screen, re.MULTILINE)):
            assert "00" in self.screen, self.screen
            self.press("00")
        return self.press(option[1])

    def spell(self, presses: str) -> str:
        """Press keys as letters, `222` for "c" and a space between letters of one key."""
        self.page.locator('[data-key="#"]').click()
        for group in presses.split():
            for key in group:
                self.page.locator(f'[data-key="{key}"]').click()
            self.page.wait_for_timeout(1000)  # the pause that ends a letter, as on a real phone
        return self._send(self.page.get_by_label("Appeler ou envoyer"))

    def type(self, text: str) -> str:
        """Type on the computer's keyboard, then Enter; the screen that comes."""
        entry = self.page.get_by_label("Votre saisie")
        entry.fill(text)
        with self.page.expect_response(re.compile("/channels/ussd/")):
            entry.press("Enter")
        return self._shown()

    def message(self, count: int) -> str:
        """The message that came as the `count`-th, waited for."""
        line = self.page.locator("#page-inbox li").nth(count - 1)
        expect(line).to_be_visible()
        return line.inner_text()

    def _send(self, button: Locator) -> str:
        with self.page.expect_response(re.compile("/channels/ussd/")):
            button.click()
        return self._shown()

    def _shown(self) -> str:
        expect(self.page.locator("#page-screen")).not_to_have_text("Requête en cours…")
        return self.screen
