"""`lazo suppress`: the lists of people who must not be contacted."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace

app = typer.Typer(help="Listas de exclusión: a quién no se puede buscar.", no_args_is_help=True)

AsUser = Annotated[str | None, typer.Option("--as-user", help="En nombre de quién (su correo).")]
AsJson = Annotated[bool, typer.Option("--json", help="Escribe el resultado como JSON.")]
FRESHNESS = {"fresh": "vigente", "too_old": "vencida", "never": "nunca consultada", "ageless": "no vence"}


class UnableToUseList(Exception):
    """The list is not known, or its file can't be read; the words say what to do."""


@app.command("list")
def list_lists(*, as_json: AsJson = False) -> None:
    """Muestra las listas que hay y si su última consulta todavía vale."""
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
    print_table("Listas de exclusión", ["clave", "lista", "huellas", "consultada", "estado"], cells, right=[2])


@app.command("import")
def import_list(
    key: Annotated[str, typer.Argument(metavar="LISTA", help="Clave de la lista, como co-rne.")],
    file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="CSV, TXT o XLSX, como lo entrega el registro.")],
    *,
    on: Annotated[str | None, typer.Option("--on", help="Qué día se consultó, como 2026-11-30; si no, hoy.")] = None,
    reference: Annotated[str, typer.Option(help="Comprobante que dio el registro.")] = "",
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Carga la lista de un registro: guarda huellas, nunca el archivo. La consulta anterior vale hasta que termine."""
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
        raise UnableToUseList(f"No se puede abrir {file}: {error.strerror}") from error
    except UnableToSuppress as error:
        raise UnableToUseList(_why(error.code)) from error
    run_job(made.job or 0)
    done = SuppressionConsultation.objects.get(pk=made.pk)
    if done.state != SuppressionConsultation.State.DONE:
        raise UnableToUseList(f"No se pudo leer {file}: {done.problem or 'mira lazo job'}")
    if as_json:
        print_json({"list": key, "rows": done.rows, "entries": done.entries, "unreadable": done.unreadable})
    else:
        say(
            f"{figure(done.entries)} huellas de {figure(done.rows)} filas; {figure(done.unreadable)} no se pudieron leer."
        )


@app.command("check")
def check(
    texts: Annotated[list[str], typer.Argument(metavar="DATO…", help="Teléfonos, correos o documentos.")],
    *,
    purpose: Annotated[str, typer.Option(help="Para qué: marketing, surveys, collections…")] = "marketing",
    channel: Annotated[str, typer.Option(help="Por dónde: phone, sms, whatsapp, email, letter o visit.")] = "phone",
    as_json: AsJson = False,
) -> None:
    """Dice en qué listas está cada dato, para un fin y un canal."""
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
        say(f"{text}: {lists or ('en ninguna lista' if key else 'no se entiende')}")


def _today() -> date:
    """Today at the company."""
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    from lazo.kernel.models import Company

    return timezone.localdate(timezone=ZoneInfo(Company.objects.get(pk=1).time_zone))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnableToUseList("El día se escribe como 2026-11-30.") from error


def _why(code: str) -> str:
    return {
        "not_allowed": "Esta persona no puede importar.",
        "unknown_list": "No hay una lista con esa clave. Mira «lazo suppress list».",
        "not_by_file": "Esa lista la escribe solo el borrado de personas.",
        "future": "Todavía no llega ese día.",
    }.get(code, "No hay espacio en el disco.")
