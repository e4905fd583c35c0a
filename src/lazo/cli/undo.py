"""`lazo undo`: an import taken back."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

if TYPE_CHECKING:
    from lazo.identify.models import ImportBatch

KINDS = {
    "identify_party": _("persona o empresa"),
    "identify_product": _("producto"),
    "identify_purchase": pgettext("noun", "compra"),
    "identify_purchaseline": _("línea de compra"),
    "identify_interaction": _("interacción"),
}


class UnableToUndo(Exception):
    """There is no such batch, or nothing of it came in."""


HELP = _(
    "Deshace una importación: lo que trajo se va y lo que cambió vuelve a como estaba.\n\n"
    "Lo que una persona corrigió después se conserva, y se nombra."
)


def undo(
    number: Annotated[
        int, typer.Argument(metavar=_("LOTE"), help=_("El número que mostró «lazo import --json», o Datos."))
    ],
    *,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from lazo.cli.running import finish_visibly
    from lazo.identify.imports.operations import start_undo

    result = finish_visibly(start_undo(batch=_found(number), by=acting_user(as_user)), quiet=as_json)
    if as_json:
        print_json(described(result))
    else:
        show(result)


def _found(number: int) -> "ImportBatch":
    from lazo.identify.models import ImportBatch

    batch = ImportBatch.objects.filter(pk=number).first()
    if batch is None:
        raise UnableToUndo(_("No hay un lote %(number)d. Míralos en Datos, Importaciones.") % {"number": number})
    came_in = {ImportBatch.State.RUNNING, ImportBatch.State.DONE, ImportBatch.State.UNDOING, ImportBatch.State.UNDONE}
    if batch.state not in came_in and not (batch.state == ImportBatch.State.FAILED and batch.watermark):
        raise UnableToUndo(_("Del lote %(number)d no entró nada: no hay qué deshacer.") % {"number": number})
    return batch


def described(result: dict[str, Any]) -> dict[str, Any]:
    """The undo for scripts; the keys are documented in docs/reference/cli.md."""
    rows = [{"table": table, "row": row} for table, row in result["kept_rows"]]
    return {"batch": result["batch"], "state": result["state"], "kept": result["kept"], "kept_rows": rows}


def show(result: dict[str, Any]) -> None:
    """The undo for people."""
    say(_("Lote %(number)d deshecho.") % {"number": result["batch"]})
    if not result["kept"]:
        return
    say(
        _("Se conservan %(count)s, porque alguien las corrigió o las usa desde entonces:")
        % {"count": figure(result["kept"])}
    )
    print_table("", [_("qué"), "id"], [(KINDS.get(table, table), row) for table, row in result["kept_rows"]], right=[1])
