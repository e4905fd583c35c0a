"""What came of a small table that somebody wrote: rates, levels of prices."""

from typing import Any

import typer

from lazo.cli.console import Exit, figure, print_json, print_table, say
from lazo.cli.words import gettext as _


def tell_written(done: Any, problems: list[Any], *, as_json: bool) -> None:
    """Say what went in (`new`, `changed`, `same` of `done`) and each bad row with column and remedy; ends with 3 when there is one."""
    if as_json:
        told = [{"row": one.row, "column": one.column, "code": one.code} for one in problems]
        print_json({"new": done.new, "changed": done.changed, "same": done.same, "problems": told})
    else:
        counts = {name: figure(getattr(done, name)) for name in ("new", "changed", "same")}
        words = counts | {"out": figure(len(problems))}
        say(_("%(new)s nuevos, %(changed)s cambiados, %(same)s ya estaban, %(out)s fuera.") % words)
        if problems:
            cells = [(one.row, one.label, one.sentence) for one in problems]
            print_table("", [_("fila"), _("columna"), _("razón")], cells, right=[0])
    raise typer.Exit(Exit.ATTENTION if problems else Exit.OK)
