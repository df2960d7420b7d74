"""The words of the command and their help, told in the language of the run.

Typer has its own words in English alone; the texts of each word, argument and option are in
`wording/`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import cache
from typing import Any, Final

import typer
from typer._click import Command, Context, HelpFormatter, Parameter
from typer._click.exceptions import ClickException
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kene.cli.options import Lang, Tongue
from kene.cli.spoken import called, help_of, said, speak

_KINDS: Final = {"int": "whole", "float": "number", "path": "path"}


class Words(typer.Typer):
    """Words of the command: the command itself, or a word that has others under it."""

    def __init__(self) -> None:
        super().__init__(
            cls=Group,
            callback=_under,
            no_args_is_help=True,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )

    def word(self, name: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """A function as a word, by its own name unless another is given."""
        return self.command(name, cls=Word)


class _Told(Command):
    """What tells of itself in the language of the run, and may be asked for another."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        params = super().get_params(ctx)
        if any(each.name == "lang" for each in params):
            return params
        return [*params[:-1], _lang(), params[-1]]

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        arguments = [each for each in self.params if isinstance(each, TyperArgument)]
        pieces = (called(each) for each in arguments)
        optional = (
            piece if each.required else f"[{piece}]"
            for each, piece in zip(arguments, pieces, strict=True)
        )
        return [said("shell.options_piece"), *optional]

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{said('shell.usage')} ")

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(help_of(_path(ctx)))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        params, path = self.get_params(ctx), _path(ctx)
        for title, kind in (("arguments", TyperArgument), ("options", TyperOption)):
            rows = [_row(each, path) for each in params if isinstance(each, kind)]
            _section(formatter, title, rows)


class Word(_Told, TyperCommand):
    """A word that does something."""


class Group(_Told, TyperGroup):
    """A word that has others under it."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return [said("shell.options_piece"), said("shell.words_piece")]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        path = _path(ctx)
        rows = [(name, help_of((*path, name)).partition("\n")[0]) for name in self.commands]
        _section(formatter, "words", rows)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command; a wrong use is told in the language that it was asked in."""
        from kene.cli.misuse import show

        speak(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except ClickException as error:
            show(error)
            sys.exit(error.exit_code)
        except typer.Abort:
            typer.echo(said("shell.aborted"), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _under() -> None:
    """A word that has others under it does nothing by itself."""


def _path(ctx: Context) -> tuple[str, ...]:
    """The words that lead to a command, without the name of the program."""
    return (*_path(ctx.parent), ctx.info_name or "") if ctx.parent else ()


@cache
def _lang() -> TyperOption:
    """The option `--lang`, for words that do nothing else with it."""

    def spoken(lang: Lang = Tongue.fr) -> None:
        """Carry the option."""

    carrier = typer.Typer(add_completion=False)
    carrier.command()(spoken)
    option = next(each for each in typer.main.get_command(carrier).params if each.name == "lang")
    assert isinstance(option, TyperOption)  # noqa: S101 -- for the reader of types
    option.expose_value = False
    return option


def _section(formatter: HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(said(f"shell.{title}")):
            formatter.write_dl(rows)


def _row(param: TyperArgument | TyperOption, path: Sequence[str]) -> tuple[str, str]:
    """How an argument or an option is written, then what it is and what it may be."""
    help_option = param.name == "help"
    text = said("options.help") if help_option else help_of(path, param.name or "")
    more = "" if help_option else " ; ".join(_bounds(param))
    if isinstance(param, TyperArgument):
        name = called(param)
    else:
        name = ", ".join((*param.opts, *param.secondary_opts))
        name += "" if param.is_flag else f" {_value(param)}"
    return name, f"{text}  [{more}]" if more else text


def _value(option: TyperOption) -> str:
    """What is written after an option."""
    if option.metavar:
        return called(option)
    choices = option.type_descriptor.choices
    if choices is not None:
        return f"<{'|'.join(str(each.value) for each in choices)}>"
    bare = option.bare_type().removesuffix("]").rpartition("[")[2].lower()
    kind = "path" if option.type_descriptor.is_path else _KINDS.get(bare, "text")
    return f"<{said(f'kinds.{kind}')}>"


def _bounds(param: TyperArgument | TyperOption) -> Iterator[str]:
    default = param.default.value if isinstance(param.default, Enum) else param.default
    if default and default is not True:
        yield said("shell.default", value=default)
    if param.min is not None:
        key = "from" if param.max is None else "between"
        yield said(f"shell.{key}", least=param.min, most=param.max)
    if param.required:
        yield said("shell.required")
