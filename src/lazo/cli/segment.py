"""`lazo segment`: the segments there are, how many are in each, and who, as a file."""

from pathlib import Path
from typing import Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

HELP = _("Los segmentos: cuáles hay, cuántos clientes tienen y quiénes son.")
LIST_HELP = _("Muestra los segmentos, y con --count cuántos clientes tiene cada uno.")
COUNT_HELP = _(
    "Cuenta un segmento: clientes, valor, alcance y cada regla por separado.\n\nEn vez de una clave puede darse una frase, como «más de 2 compras y en México»."
)
REBUILD_HELP = _("Sincroniza y vuelve a buscar a los clientes de todos los segmentos.")
EXPORT_HELP = _("Escribe los clientes de un segmento en un archivo, con las columnas de la lista de clientes.")
AS_USER = _("Solo lo que esta persona ve (su correo); si no, quien administra.")
AS_JSON = _("Escribe el resultado como JSON.")

app = Commands(help=HELP)


class UnableToFindSegment(Exception):
    """No segment has that key."""


@app.command("list", help=LIST_HELP)
def list_segments(
    *,
    count: Annotated[bool, typer.Option("--count", help=_("Con cuántos clientes tiene cada uno."))] = False,
    as_user: Annotated[str | None, typer.Option("--as-user", help=AS_USER)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False,
) -> None:
    open_workspace()
    from lazo.differentiate.queries.segments import counts_of, live_segments

    rows = list(live_segments())
    counts = counts_of(user=acting_user(as_user), segments={row.key: row for row in rows}) if count and rows else {}
    told = [
        {"key": row.key, "name": row.name, "kind": row.kind, "version": row.version, "customers": counts.get(row.key)}
        for row in rows
    ]
    if as_json:
        print_json({"segments": told})
        return
    table = [
        (row.key, row.name, str(row.get_kind_display()), figure(counts[row.key]) if row.key in counts else "–")
        for row in rows
    ]
    print_table(_("Segmentos"), [_("clave"), _("nombre"), _("tipo"), _("clientes")], table, right=[3])


@app.command("count", help=COUNT_HELP)
def count_segment(
    what: Annotated[str, typer.Argument(metavar=_("CLAVE o FRASE"))],
    *,
    as_user: Annotated[str | None, typer.Option("--as-user", help=AS_USER)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False,
) -> None:
    open_workspace()
    from lazo.differentiate.queries.segment_speech import read_typed
    from lazo.differentiate.queries.segments import found_segment, numbers_of

    segment, user = found_segment(what), acting_user(as_user)
    tree = None if segment else read_typed(what)[1]
    found = numbers_of(user=user, tree=tree, segment=segment)
    if as_json:
        names = ("customers", "everybody", "value_12m", "value_365d", "reach", "areas", "rules", "month_ago")
        print_json({name: getattr(found, name) for name in names} | {"on": found.on.isoformat()})
        return
    told = {"customers": figure(found.customers), "everybody": figure(found.everybody), "day": found.on.isoformat()}
    say(_("%(customers)s de %(everybody)s clientes, al %(day)s") % told)
    for path, customers in found.rules.items():
        say(f"  {path or '.'}: {figure(customers)}")


@app.command("rebuild", help=REBUILD_HELP)
def rebuild(*, as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False) -> None:
    open_workspace()
    from lazo.cli.running import run_visibly

    kind = "differentiate.segments"
    done = run_visibly(kind, arguments={}, by=acting_user(None), key=kind, quiet=as_json)
    if as_json:
        print_json(done)
        return
    told = {name: figure(done[name]) for name in ("segments", "changed", "entered", "left")}
    say(_("%(segments)s segmentos; cambiaron %(changed)s: entraron %(entered)s clientes y salieron %(left)s.") % told)


@app.command("export", help=EXPORT_HELP)
def export_segment(
    key: Annotated[str, typer.Argument(metavar=_("CLAVE"))],
    *,
    to: Annotated[Path, typer.Option(help=_("Archivo que se escribe: .csv o .xlsx."))],
    as_user: Annotated[str | None, typer.Option("--as-user", help=AS_USER)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False,
) -> None:
    open_workspace()
    from lazo.differentiate.operations.customer_export import export_customers
    from lazo.differentiate.queries.customer_question import ListQuestion
    from lazo.differentiate.queries.segments import found_segment
    from lazo.kernel.today import company_today

    if found_segment(key) is None:
        raise UnableToFindSegment(key)
    made = export_customers(
        by=acting_user(as_user),
        question=ListQuestion(segments=(key,)),
        file_format=to.suffix.removeprefix("."),
        on=company_today(),
    )
    with to.open("wb") as stream:
        stream.writelines(made.content)
    if as_json:
        print_json({"segment": key, "rows": made.rows, "file": str(to)})
    else:
        say(_("%(rows)s filas en %(file)s") % {"rows": figure(made.rows), "file": to})
