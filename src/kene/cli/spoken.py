"""The language of one run of the command, and its sentences: `wording/` has every one of them."""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer
from typer._click import Parameter

from kene.site.spoken import LANGUAGE, language


def speak(words: Sequence[str]) -> None:
    """Keep the language that the words of a command ask for, in the environment: what the command
    starts speaks it too. Before anything else is read, for a wrong use is told in it.
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, sign, value = word.partition("=")
        if name == "--":
            break
        if name == "--lang":
            os.environ[LANGUAGE] = value if sign else following


def said(key: str, /, **details: object) -> str:
    """A sentence of the command in the language of this run; `n` in the details is counted."""
    from kene.core.wording import bundled

    return bundled("kene.cli", language()).say(key, short=False, **details)


def help_of(path: Sequence[str], name: str = "help") -> str:
    """What a word of the command does, or what one of its arguments and options is; those that
    several words have are told once."""
    from kene.core.wording import bundled

    wording = bundled("kene.cli", language())
    own = ".".join(("words", *path, name))
    return wording.say(own if wording.has(own) else f"options.{name}")


def called(param: Parameter) -> str:
    """What an argument, or the value of an option, is called."""
    from kene.core.wording import bundled

    name = param.metavar or (param.name or "").upper()
    wording = bundled("kene.cli", language())
    return wording.say(f"metavars.{name}") if wording.has(f"metavars.{name}") else name


def agreed(question: str) -> None:
    """Ask for a yes; anything else stops the command, and nothing is done."""
    answer = input_line(f"{question} [{said('shell.choice')}] : ")
    if answer.strip().lower() not in said("shell.yes").split():
        raise typer.Abort


def asked(question: str, default: str = "") -> str:
    """What is answered to a question; an empty line takes the default."""
    hint = f" [{default}]" if default else ""
    return input_line(f"{question}{hint} : ").strip() or default


def input_line(question: str) -> str:
    """A line typed after a question; the end of the input stops the command."""
    try:
        return input(question)
    except EOFError:
        raise typer.Abort from None
