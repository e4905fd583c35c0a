"""`lazo equity`: what all customers are worth together, and why it changed since the run before."""

from decimal import Decimal
from typing import Annotated

import typer

from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

PARTS = {
    "new": _("llegaron"),
    "grown": _("valen más"),
    "shrunk": _("valen menos"),
    "lost": _("se fueron"),
    "refit": _("modelo reajustado"),
}


HELP = _("Explica el capital de clientes: la suma de sus valores de vida, y de qué está hecho su cambio.")


def equity(
    *, as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False
) -> None:
    open_workspace()
    from lazo.cli.running import run_visibly
    from lazo.differentiate.queries.equity import customer_equity
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    by = acting_user(None)
    run_visibly("differentiate.equity", arguments={}, by=by, key="differentiate.equity", quiet=as_json)
    found = customer_equity(by)
    if found is None:
        say(_("Todavía no hay un capital que explicar."))
        return
    unit = Decimal(10) ** digits_of(Company.objects.get(pk=1).currency)
    figures = {
        name: {"customers": one.customers, "amount": float(one.amount / unit)} for name, one in found.figures.items()
    }
    since = found.since.on_date.isoformat() if found.since else None
    if as_json:
        on = found.run.on_date.isoformat()
        print_json({"run": found.run.pk, "on": on, "since": since, "figures": figures, "kpis": found.kpis()})
        return
    worth = figure(found.closing.amount / unit)
    say(_("Capital de clientes al %(on)s: %(money)s") % {"on": found.run.on_date.isoformat(), "money": worth})
    if since:
        cells = [
            (PARTS[part], figure(found.of(part).customers), figure(found.of(part).amount / unit)) for part in PARTS
        ]
        cells.append((_("cambio"), "", figure(found.change / unit)))
        head = [_("parte"), _("clientes"), _("dinero")]
        print_table(_("Cambio desde el %(since)s") % {"since": since}, head, cells, right=[1, 2])
