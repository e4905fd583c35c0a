"""`lazo wallet`: from which fields it is known what part of their spending customers spend with the company; measured at once."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.console import figure, print_json, print_table
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.differentiate.queries.wallet_settings import WalletFields

HELP = _("Mide qué parte de lo que gastan los clientes se queda en la empresa, o cambia de qué campos se sabe.")
METHODS = {
    "rank": _("por su lugar entre las marcas"),
    "declared": _("por lo que dicen gastar"),
    "panel": _("por un panel"),
    "look_alikes": _("por sus parecidos"),
}
Field = Annotated[str | None, typer.Option(help=_("Clave del campo; vacía, ninguno."))]


class UnableToSayFields(Exception):
    """The fields can't be what wallet shares are known from; the words say which and why."""


def wallet(
    *,
    rank: Field = None,
    brands: Field = None,
    spend: Field = None,
    panel: Field = None,
    look_alikes: Annotated[
        bool | None,
        typer.Option("--look-alikes/--no-look-alikes", help=_("Si de los demás se infiere por sus parecidos.")),
    ] = None,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from lazo.cli.running import finish_visibly
    from lazo.differentiate.operations.wallet_settings import JOB
    from lazo.differentiate.queries.wallet_settings import wallet_fields
    from lazo.kernel.jobs import enqueue
    from lazo.kernel.models import Job

    held = wallet_fields()
    said = {"rank_field": rank, "brands_field": brands, "spend_field": spend, "panel_field": panel}
    told = {name: value for name, value in said.items() if value is not None}
    fields = replace(held, **told, look_alikes=held.look_alikes if look_alikes is None else look_alikes)
    undo = _save(fields, as_user) if fields != held else ""
    waiting = Job.objects.filter(kind=JOB, state=Job.State.QUEUED).order_by("-pk").first()
    found = finish_visibly(waiting or enqueue(JOB, by=acting_user(as_user), arguments={}), quiet=as_json)
    if as_json:
        print_json({"fields": asdict(fields), "values": found, "undo": undo})
        return
    cells = [(METHODS[name], figure(count)) for name, count in found.items() if name in METHODS]
    print_table(_("Participación de billetera"), [_("cómo se sabe"), _("clientes")], cells, right=[1])


def _save(fields: "WalletFields", as_user: str | None) -> str:
    from lazo.differentiate.operations.wallet_settings import UnableToSaveWallet, save_wallet
    from lazo.differentiate.queries.wallet_settings import wallet_version

    version = wallet_version()
    try:
        return save_wallet(fields=fields, version=version.pk if version else None, by=acting_user(as_user))
    except UnableToSaveWallet as error:
        if error.code == "not_allowed":
            raise
        rows = ", ".join(f"{name}: {code}" for name, code in sorted(error.problems.items()))
        raise UnableToSayFields(rows or error.code) from error
