"""How a command was wrongly used, told in the language of the run."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

import typer
from typer._click import Context
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperArgument, TyperGroup, TyperOption

from kene.cli.spoken import called, said

_UNEXPECTED: Final = re.compile(r"unexpected extra argument\(s\) \((.*)\)")
_UNKNOWN: Final = re.compile(r"No such command '(.*?)'\.")


def show(error: ClickException) -> None:
    """Tell of a wrong use on the standard error: how the command is written, what is wrong."""
    if isinstance(error, NoArgsIsHelpError):
        typer.echo(error.message, err=True)
        return
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        typer.echo(context.get_usage(), err=True)
        typer.echo(f"{said('shell.try', command=context.command_path)}\n", err=True)
    typer.echo(said("shell.error", sentence=sentence(error)), err=True)


def sentence(error: ClickException) -> str:
    """What is wrong, and what is nearest."""
    match error:
        case MissingParameter():
            return said("misuse.missing", name=_name(error))
        case BadParameter():
            return said("misuse.value", name=_name(error), wanted=_wanted(error.param))
        case NoSuchOption():
            near = ", ".join(sorted(error.possibilities or ()))
            return said("misuse.option", name=error.option_name) + _near(near)
        case BadOptionUsage():
            flag = "does not take" in error.message
            return said(f"misuse.{'flag' if flag else 'valueless'}", name=error.option_name)
        case UsageError():
            return _other(error)
        case _:
            return error.format_message()


def _other(error: UsageError) -> str:
    """What Typer tells in a sentence alone."""
    unknown, extra = _UNKNOWN.search(error.message), _UNEXPECTED.search(error.message)
    if unknown is not None:
        return said("misuse.word", name=unknown[1]) + _near(_nearest(unknown[1], error.ctx))
    if extra is not None:
        return said("misuse.extra", words=extra[1])
    return said("misuse.wordless") if error.message == "Missing command." else error.message


def _nearest(name: str, context: Context | None) -> str:
    group = context.command if context is not None else None
    known = list(group.commands) if isinstance(group, TyperGroup) else []
    return ", ".join(get_close_matches(name, known))


def _near(names: str) -> str:
    return f" {said('misuse.near', names=names)}" if names else ""


def _name(error: BadParameter) -> str:
    match error.param:
        case TyperOption() as option:
            return option.opts[0]
        case TyperArgument() as argument:
            return called(argument)
        case _:
            return ""


def _wanted(param: object) -> str:
    """What is to be written instead."""
    if not isinstance(param, TyperArgument | TyperOption):
        return said("misuse.other")
    choices = param.type_descriptor.choices
    if choices is not None:
        return said("misuse.choice", known=", ".join(str(each.value) for each in choices))
    if param.min is not None:
        key = "from" if param.max is None else "between"
        return said(f"misuse.{key}", least=param.min, most=param.max)
    return said("misuse.whole" if param.bare_type() == "int" else "misuse.number")
