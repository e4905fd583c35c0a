"""The file of rejected rows, and the reasons as sentences."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.imports.readers.problem import Problem, RejectedRow
from lazo.identify.imports.readers.reason import explain
from lazo.identify.imports.readers.rejects import rejected_rows, write_rejects
from lazo.identify.imports.readers.table import ROW, TableReader

REASONS: dict[str, str | Promise] = {
    "nobody_named": _(
        "La fila no dice de quién es. Agrega un nombre, un código, un documento, un correo o un teléfono."
    ),
    "id_too_long": _("El código de la columna %(column)s tiene más de 120 caracteres. Acórtalo."),
    "text_cut": _("El texto de la columna %(column)s era más largo que %(limit)s caracteres: lo cortamos."),
    "currency_unknown": _("«%(value)s» no es una moneda. Usa su código de tres letras, como COP o USD."),
    "no_amount": _("La fila no tiene importe. Escríbelo en la columna %(column)s."),
    "ends_before_start": _(
        "«%(value)s» es anterior al inicio del contrato (columna %(column)s). Corrige una de las dos fechas."
    ),
    "period_unknown": _(
        "No reconocemos el periodo «%(value)s» (columna %(column)s). Escribe mensual, trimestral, semestral o anual."
    ),
    "no_date": _("La fila no tiene fecha. Escríbela en la columna %(column)s."),
    "date_in_future": _(
        "La fecha «%(value)s» está más de un año en el futuro. Revisa el año en la columna %(column)s."
    ),
    "no_sku": _("La fila no tiene código de producto. Escríbelo en la columna %(column)s."),
    "row_unreadable": _("No pudimos leer la fila. Revisa sus separadores y comillas."),
    "customer_unknown": _(
        "No conocemos al cliente de esta fila. Importa antes tus clientes, o permite crear los desconocidos."
    ),
    "consent_of_stranger": _("No conocemos al cliente de esta fila. Importa antes tus clientes."),
    "purpose_unknown": _(
        "No entendimos la finalidad «%(value)s». Escribe marketing, servicio, encuestas, perfil, cobranza o terceros."
    ),
    "no_purpose": _("La fila no dice para qué es el permiso. Escríbelo en la columna %(column)s."),
    "channel_unknown": _(
        "No entendimos el canal «%(value)s». Escribe correo, llamada, SMS, WhatsApp, carta, visita o todos."
    ),
    "no_channel": _("La fila no dice por qué canal es el permiso. Escríbelo en la columna %(column)s."),
    "answer_unknown": _("No entendimos si «%(value)s» concede o retira. Escribe sí o no."),
    "no_answer": _("La fila no dice si concede o retira. Escribe sí o no en la columna %(column)s."),
    "basis_unknown": _("No entendimos la base legal «%(value)s». Escribe autorización, contrato u obligación legal."),
    "basis_not_here": _("La ley del país de este cliente no tiene la base «%(value)s». Usa una de las suyas."),
    "text_version_unreadable": _("«%(value)s» no es una versión de un texto. Escribe su número, como 3 o es 3."),
    "text_unknown": _(
        "No hay un texto con la versión «%(value)s» para esa finalidad. Míralos en Datos, Derechos, Textos."
    ),
    "no_evidence": _(
        "Falta la constancia: qué se mostró o se dijo. Escríbela en su columna, o di qué versión del texto se mostró."
    ),
    "consent_in_future": _("La fecha «%(value)s» todavía no llega. Revisa el año en la columna %(column)s."),
    "expires_before": _("Vence («%(value)s») antes de empezar. Revisa las dos fechas."),
    "no_customer": _("La fila no dice de qué cliente es. Agrega su código, documento, correo o teléfono."),
    "other_line_rejected": _(
        "Otra fila del mismo documento tiene un problema: corrígela e importa el documento completo."
    ),
    "invoice_of_two_currencies": _("El documento «%(value)s» tiene filas en dos monedas. Sepáralo en dos documentos."),
    "invoice_of_two_customers": _(
        "El documento «%(value)s» aparece con dos clientes. Si cada tienda numera aparte, antepón la tienda al número."
    ),
    "no_exchange_rate": _(
        "No hay tipo de cambio de %(value)s para esa fecha. Agrégalo en Datos, Monedas y vuelve a importar."
    ),
    "value_left_out": _("«%(value)s» no tiene la forma del campo %(column)s: lo dejamos vacío."),
    "kept_by_hand": _("Alguien de tu empresa lo escribió a mano: se conserva lo suyo y no lo del archivo."),
    "contact_shared": _("Su correo o teléfono es también de otra persona con otro nombre: quedaron separadas."),
    "keys_disagree": _(
        "Sus datos apuntan a dos clientes distintos: mandó el más fuerte (código, documento, correo, teléfono)."
    ),
    "tax_id_differs": _("El cliente tenía otro documento: agregamos este."),
    "customer_name_only": _(
        "Solo dice el nombre del cliente, que no alcanza para reconocerlo: la compra quedó anónima."
    ),
    "erased_before": _(
        "Pidió que borráramos sus datos y lo hicimos: la fila se queda fuera. Quítala de tu sistema. Si volvió a darte sus datos,"
        " quien atiende derechos puede permitirlo en las opciones de la importación."
    ),
    "erased_let_in": _(
        "Pidió que borráramos sus datos y lo hicimos: entra porque lo permitiste, y sigue en la lista de quienes no se contactan."
    ),
    "kind_unknown": _("No entendimos si es persona u organización: lo decidimos por su nombre."),
}


def reason_of(problem: Problem) -> str:
    """The problem as a sentence with its remedy."""
    return explain(problem, also=REASONS)  # type: ignore[arg-type]  # a str is a translated Promise


def write_rejected(con: duckdb.DuckDBPyConnection, reader: TableReader, place: Path) -> int:
    """Write the rows that stay out, as they stood in the file, with their reasons; returns how many."""
    asked = con.execute('SELECT DISTINCT "row" FROM problems WHERE rejects AND "row" > 0 ORDER BY 1').to_arrow_table()
    numbers = asked["row"].combine_chunks()
    if not len(numbers):
        place.unlink(missing_ok=True)
        return 0
    problems = [
        Problem(row, column, code, value or "", json.loads(params))
        for row, column, code, value, params in con.execute(
            'SELECT "row", "column", code, value, params FROM problems WHERE rejects AND "row" > 0 ORDER BY "row"'
        ).fetchall()
    ]
    return write_rejects(place, reader.header, _rows(reader, numbers), problems, say=reason_of)


def _rows(reader: TableReader, numbers: pa.Array) -> Iterator[RejectedRow]:
    for chunk in reader.chunks():
        found = rejected_rows(chunk.rows, pc.is_in(chunk.rows.column(chunk.rows.schema.get_field_index(ROW)), numbers))
        yield from sorted([*found, *chunk.rejected], key=lambda rejected: rejected.row)
