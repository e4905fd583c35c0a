"""`lazo import`: a file of the company's, brought in."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import Exit, figure, print_json, print_table, remark, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.experiment_import import Told, bring_experiment
from lazo.cli.messages import cannot_open
from lazo.cli.words import gettext as _
from lazo.cli.words import pgettext

if TYPE_CHECKING:
    from lazo.identify.imports.operations import Preview
    from lazo.identify.models import ImportBatch
    from lazo.kernel.models import User

SHOWN_PROBLEMS = 20
NOBODY_NEW = frozenset({"products", "consents"})
"""What brings nobody in."""


class Entity(StrEnum):
    """What a row of the file is."""

    CUSTOMERS = "customers"
    PURCHASES = "purchases"
    INTERACTIONS = "interactions"
    PRODUCTS = "products"
    CONTRACTS = "contracts"
    CONSENTS = "consents"
    EXPERIMENT = "experiment"


class UnableToOpenFile(Exception):
    """The file cannot be opened, or a column asked for is not in it."""


HELP = _(
    "Trae clientes, compras, interacciones, productos, contratos, permisos o un experimento terminado desde un archivo.\n\n"
    "Reconoce las columnas, muestra qué entendió, revisa fila por fila y trae las buenas. Las rechazadas quedan "
    "en un archivo, cada una con su razón, para corregirlas y volver a traerlas. Termina con 0 si todas entraron "
    "y con 3 si hubo rechazadas."
)


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar=_("ARCHIVO"), help=_("CSV, TSV, XLSX, ODS, Parquet o JSONL; también .gz."))
    ],
    *,
    entity: Annotated[Entity, typer.Option("--as", help=_("Qué es cada fila."))],
    source: Annotated[str, typer.Option(help=_("De qué sistema viene; sus identificadores se recuerdan por fuente."))],
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar=_("COLUMNA=CAMPO"), help=_("Corrige una columna (repetible)."))
    ] = None,
    country: Annotated[str | None, typer.Option(help=_("País de teléfonos y documentos, ISO de dos letras."))] = None,
    currency: Annotated[str | None, typer.Option(help=_("Moneda de los importes, ISO de tres letras."))] = None,
    number_format: Annotated[str | None, typer.Option(help=_("es: 1.234,56; en: 1,234.56; si no, se deduce."))] = None,
    date_order: Annotated[str | None, typer.Option(help=_("dmy, mdy o ymd; si no, se deduce."))] = None,
    sheet: Annotated[str | None, typer.Option(help=_("La hoja de un libro; si no, la primera con datos."))] = None,
    create_unknown: Annotated[
        bool,
        typer.Option("--create-unknown/--reject-unknown", help=_("Qué hacer con compras de clientes desconocidos.")),
    ] = True,
    allow_erased: Annotated[
        bool, typer.Option("--allow-erased", help=_("Deja entrar a quienes pidieron que los borráramos y vuelven."))
    ] = False,
    name: Annotated[str, typer.Option(help=_("De un experimento: cómo se llama."))] = "",
    area: Annotated[
        str, typer.Option(help=_("De un experimento: ACQUIRE, KEEP, MAXIMIZE, LOYALTY o RETAIN."))
    ] = "MAXIMIZE",
    control: Annotated[str, typer.Option(help=_("De un experimento: el grupo al que no se le hizo nada."))] = "",
    outcomes: Annotated[
        Path | None, typer.Option(help=_("De un experimento: lo que hicieron, si está en otro archivo."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help=_("De un experimento: el día en que empezó, como 2026-03-31."))
    ] = None,
    window: Annotated[int, typer.Option(help=_("De un experimento: cuántos días se mide a cada cliente."))] = 14,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Revisa y cuenta, sin escribir nada."))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Sin preguntas."))] = False,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    by = acting_user(as_user)
    if entity is Entity.EXPERIMENT:
        told = Told(file, source, name, area.upper(), control, outcomes, on, window, tuple(columns or ()))
        bring_experiment(told, by, dry_run=dry_run, as_json=as_json)
    options = {
        "country": country and country.upper(),
        "currency": currency and currency.upper(),
        "number_format": number_format,
        "date_order": date_order,
        "sheet": sheet,
        "create_unknown": create_unknown,
        "allow_erased": allow_erased or None,
    }
    batch = None if dry_run else _unfinished(file, entity, source)
    if batch is None:
        batch = _receive(file, entity, source, by)
        batch = _map(batch, columns or [], options, by, quiet=as_json)
        if dry_run or not yes:
            batch = _check(batch, by, quiet=as_json)
        if not (dry_run or yes):
            show(batch)
            typer.confirm(_("¿Traer las filas buenas?"), abort=True)
    if not dry_run:
        batch = _import(batch, by, quiet=as_json)
    if as_json:
        print_json(described(batch))
    else:
        show(batch)
    raise typer.Exit(Exit.ATTENTION if batch.rejected else Exit.OK)


def _unfinished(file: Path, entity: Entity, source: str) -> "ImportBatch | None":
    """The batch of this same file that an earlier call left halfway, when it was killed."""
    from lazo.identify.models import ImportBatch

    halfway = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING, entity=entity.value, source__name=source)
    for batch in halfway.filter(size=file.stat().st_size if file.is_file() else -1).order_by("pk"):
        with file.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == batch.sha256:
                return batch
    return None


def _receive(file: Path, entity: Entity, source: str, by: "User") -> "ImportBatch":
    from lazo.identify.imports.operations import receive_file
    from lazo.identify.operations.source import ensure_source

    try:
        with file.open("rb") as stream:
            return receive_file(
                source=ensure_source(name=source, by=by),
                entity=entity.value,
                file_name=file.name,
                stream=stream,
                by=by,
            )
    except OSError as error:
        raise UnableToOpenFile(cannot_open(file, error)) from error


def _map(
    batch: "ImportBatch", columns: list[str], options: dict[str, Any], by: "User", *, quiet: bool
) -> "ImportBatch":
    from lazo.identify.imports.operations import map_batch, preview_batch

    preview = preview_batch(batch)
    mapping = {column: field for column, field in preview.mapping.items() if field}
    mapping.update(_corrections(columns, preview))
    if not quiet:
        _show_columns(batch.entity, preview, mapping)
    given = {name: value for name, value in options.items() if value is not None}
    return map_batch(batch=batch, mapping=mapping, options={**preview.options, **given}, by=by)


def _corrections(columns: list[str], preview: "Preview") -> dict[str, str]:
    corrections = {}
    for pair in columns:
        column, equals, field = pair.rpartition("=")
        if not equals or column not in preview.header:
            raise UnableToOpenFile(
                _("--map quiere COLUMNA=CAMPO con una columna del archivo: %(columns)s")
                % {"columns": ", ".join(preview.header)}
            )
        corrections[column] = field
    return corrections


def _check(batch: "ImportBatch", by: "User", *, quiet: bool) -> "ImportBatch":
    from lazo.cli.running import finish_visibly
    from lazo.identify.imports.operations import start_check

    finish_visibly(start_check(batch=batch, by=by), quiet=quiet)
    batch.refresh_from_db()
    return batch


def _import(batch: "ImportBatch", by: "User", *, quiet: bool) -> "ImportBatch":
    from lazo.cli.running import finish_visibly
    from lazo.identify.imports.operations import start_import

    finish_visibly(start_import(batch=batch, by=by), quiet=quiet)
    batch.refresh_from_db()
    return batch


def described(batch: "ImportBatch") -> dict[str, Any]:
    """The batch for scripts; the keys are documented in docs/reference/cli.md."""
    from lazo.identify.imports.operations import rejects_path

    rejects = rejects_path(batch)
    problems = batch.problems.filter(rejects=True).order_by("row", "id")[:SHOWN_PROBLEMS]
    return {
        "batch": batch.pk,
        "source": batch.source.key,
        "as": batch.entity,
        "file": batch.file_name,
        "state": batch.state,
        "rows": batch.rows,
        "new": batch.new,
        "updated": batch.updated,
        "duplicate": batch.duplicate,
        "rejected": batch.rejected,
        "rejects_file": str(rejects) if rejects else None,
        "mapping": batch.mapping,
        "options": batch.options,
        "report": batch.report,
        "problems": [{"row": item.row, "column": item.column, "code": item.code} for item in problems],
        "to_resolve": _to_resolve(batch),
    }


def show(batch: "ImportBatch") -> None:
    """The batch for people."""
    from lazo.identify.imports.operations import problem_reason, rejects_path

    say(
        _(
            "%(rows)s filas: %(new)s nuevas, %(updated)s actualizadas, %(duplicate)s ya estaban, %(rejected)s rechazadas."
        )
        % {name: figure(getattr(batch, name)) for name in ("rows", "new", "updated", "duplicate", "rejected")}
    )
    problems = batch.problems.filter(rejects=True).order_by("row", "id")[:SHOWN_PROBLEMS]
    if problems:
        print_table(
            "",
            [_("fila"), _("columna"), _("razón")],
            [(item.row, _column(batch.entity, item.column), problem_reason(item)) for item in problems],
            right=[0],
        )
    rejects = rejects_path(batch)
    if rejects:
        remark(_("Las rechazadas, con su razón, están en %(file)s") % {"file": rejects})
    waiting = _to_resolve(batch)
    if waiting:
        told = {"records": figure(waiting)}
        remark(_("Hay %(records)s registros por comparar con los demás: lazo resolve busca duplicados.") % told)


def _to_resolve(batch: "ImportBatch") -> int:
    """Records that a look for duplicates would look at, once people are in."""
    from lazo.identify.models import ImportBatch
    from lazo.identify.resolution.due import resolution_due

    if batch.state != ImportBatch.State.DONE or batch.entity in NOBODY_NEW:
        return 0
    return resolution_due().records


def _show_columns(entity: str, preview: "Preview", mapping: dict[str, str]) -> None:
    sample = preview.sample[0] if preview.sample else {}
    rows = [(column, _target(entity, mapping.get(column)), sample.get(column, "")) for column in preview.header]
    print_table(_("Columnas"), [_("en el archivo"), pgettext("a column", "es"), _("ejemplo")], rows)


def _target(entity: str, key: str | None) -> str:
    """Where a column goes, in words and as --map wants it."""
    from lazo.identify.imports.columns.fields import label_of

    label = label_of(entity, key) if key else "—"
    return label if label == (key or label) else f"{label} ({key})"


def _column(entity: str, column: str) -> str:
    """A column of the file by its title; what has none there, by the field's name."""
    from lazo.identify.imports.columns.fields import label_of

    return label_of(entity, column)
