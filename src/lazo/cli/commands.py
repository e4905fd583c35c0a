"""Commands whose help is in one language throughout: what Typer itself writes on it is told in ours."""

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS, COMMAND = _("[OPCIONES]"), _("COMANDO [DATOS]…")
OF_TYPER = {
    "ARGUMENTS_PANEL_TITLE": pgettext("command line", "Datos"),
    "OPTIONS_PANEL_TITLE": pgettext("command line", "Opciones"),
    "COMMANDS_PANEL_TITLE": _("Comandos"),
    "DEFAULT_STRING": _("[sin decirlo: {}]"),
    "REQUIRED_LONG_STRING": _("[hace falta]"),
}
"""Words that `typer.rich_utils` keeps as variables, by their names there."""


class _Spoken:
    """What a command and a group of them have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # a mixin of commands
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Uso: "))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils  # loads rich: only who asks for help pays for it

        for name, words in OF_TYPER.items():
            setattr(rich_utils, name, words)
        super().format_help(ctx, formatter)  # type: ignore[misc]  # a mixin of commands

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # a mixin of commands
        if option is not None:
            option.help = _("Muestra esta ayuda.")
        return option


class Command(_Spoken, TyperCommand):
    """One command."""


class Group(_Spoken, TyperGroup):
    """`lazo` itself, and each command that has others under it."""


class Commands(typer.Typer):
    """A group of commands; without one of them it shows its help."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=Group, no_args_is_help=True, options_metavar=OPTIONS, subcommand_metavar=COMMAND, **settings
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        return super().command(name, cls=Command, options_metavar=OPTIONS, **settings)
