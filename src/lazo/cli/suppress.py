"""`lazo suppress`: the lists of people who must not be contacted."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.messages import cannot_open
from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

app = Commands(help=_("Listas de exclusión: a quién no se puede buscar."))

AsUser = Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]
FRESHNESS = {
    "fresh": _("vigente"),
    "too_old": pgettext("a consultation", "vencida"),
    "never": _("nunca consultada"),
    "ageless": _("no vence"),
}


class UnableToUseList(Exception):
    """The list is not known, or its file can't be read; the words say what to do."""


@app.command("list", help=_("Muestra las listas que hay y si su última consulta todavía vale."))
def list_lists(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.identify.queries.suppression import list_standings

    found = list_standings(on=_today())
    if as_json:
        rows = [
            {
                "key": one.registry.key,
                "country": one.registry.country,
                "entries": one.entries,
                "freshness": str(one.freshness),
                "consulted_on": one.consulted_on.isoformat() if one.consulted_on else None,
                "expires_on": one.expires_on.isoformat() if one.expires_on else None,
            }
            for one in found
        ]
        print_json({"lists": rows})
        return
    cells = [
        (
            one.registry.key,
            str(one.registry.name),
            figure(one.entries),
            one.consulted_on or "–",
            FRESHNESS[one.freshness],
        )
        for one in found
    ]
    header = [_("clave"), _("lista"), _("huellas"), _("consultada"), _("estado")]
    print_table(_("Listas de exclusión"), header, cells, right=[2])


@app.command(
    "import",
    help=_(
        "Carga la lista de un registro: guarda huellas, nunca el archivo. La consulta anterior vale hasta que termine."
    ),
)
def import_list(
    key: Annotated[str, typer.Argument(metavar=_("LISTA"), help=_("Clave de la lista, como co-rne."))],
    file: Annotated[
        Path, typer.Argument(metavar=_("ARCHIVO"), help=_("CSV, TXT o XLSX, como lo entrega el registro."))
    ],
    *,
    on: Annotated[str | None, typer.Option("--on", help=_("Qué día se consultó, como 2026-11-30; si no, hoy."))] = None,
    reference: Annotated[str, typer.Option(help=_("Comprobante que dio el registro."))] = "",
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.identify.models import SuppressionConsultation
    from lazo.identify.operations.suppression import UnableToSuppress, receive_consultation
    from lazo.kernel.jobs import run_job

    today = _today()
    try:
        with file.open("rb") as stream:
            made = receive_consultation(
                key=key, file_name=file.name, stream=stream, consulted_on=_day(on) or today, reference=reference,
                by=acting_user(as_user), on=today,
            )  # fmt: skip
    except OSError as error:
        raise UnableToUseList(cannot_open(file, error)) from error
    except UnableToSuppress as error:
        raise UnableToUseList(_why(error.code)) from error
    run_job(made.job or 0)
    done = SuppressionConsultation.objects.get(pk=made.pk)
    if done.state != SuppressionConsultation.State.DONE:
        raise UnableToUseList(
            _("No se pudo leer %(file)s: %(why)s") % {"file": file, "why": done.problem or _("mira lazo job")}
        )
    if as_json:
        print_json({"list": key, "rows": done.rows, "entries": done.entries, "unreadable": done.unreadable})
    else:
        say(
            _("%(entries)s huellas de %(rows)s filas; %(unreadable)s no se pudieron leer.")
            % {name: figure(getattr(done, name)) for name in ("entries", "rows", "unreadable")}
        )


@app.command("check", help=_("Dice en qué listas está cada dato, para un fin y un canal."))
def check(
    texts: Annotated[list[str], typer.Argument(metavar=_("DATO…"), help=_("Teléfonos, correos o documentos."))],
    *,
    purpose: Annotated[str, typer.Option(help=_("Para qué: marketing, surveys, collections…"))] = "marketing",
    channel: Annotated[str, typer.Option(help=_("Por dónde: phone, sms, whatsapp, email, letter o visit."))] = "phone",
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.identify.operations.suppression_words import read_key
    from lazo.identify.queries.suppression import suppressed
    from lazo.kernel.models import Company

    country = Company.objects.get(pk=1).country
    keys = {text: read_key(text, country=country) for text in texts}
    found = suppressed(keys=set(filter(None, keys.values())), purpose=purpose, channel=channel, on=_today())
    if as_json:
        print_json({"lists": {text: [one.list for one in found.get(key, ())] for text, key in keys.items()}})
        return
    for text, key in keys.items():
        lists = ", ".join(one.name for one in found.get(key, ()))
        say(f"{text}: {lists or (_('en ninguna lista') if key else _('no se entiende'))}")


def _today() -> date:
    """Today at the company."""
    from lazo.kernel.today import company_today

    return company_today()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnableToUseList(_("El día se escribe como 2026-11-30.")) from error


def _why(code: str) -> str:
    return {
        "not_allowed": _("Esta persona no puede importar."),
        "unknown_list": _("No hay una lista con esa clave. Mira «lazo suppress list»."),
        "not_by_file": _("Esa lista la escribe solo el borrado de personas."),
        "future": _("Todavía no llega ese día."),
    }.get(code, _("No hay espacio en el disco."))
