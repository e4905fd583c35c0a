"""Why a row or a file was refused, in words, with the remedy."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.email_domains import likely_address
from lazo.identify.imports.readers.problem import Problem, UnableToRead

FILE_SENTENCES: dict[str, Promise] = {
    "not_found": _("No encontramos el archivo %(name)s. Revisa la ruta."),
    "empty_file": _("El archivo está vacío. Guarda en él una fila de títulos y las filas de datos."),
    "no_header": _("La fila %(row)s no parece de títulos. Agrega una fila con el nombre de cada columna, o indica en qué fila están (0 si no hay)."),
    "binary": _("El archivo no es de texto. Guárdalo como XLSX o como CSV en UTF-8."),
    "too_many_columns": _("El archivo tiene %(found)s columnas y el máximo es %(limit)s. Deja solo las columnas que vas a importar."),
    "row_too_long": _("Hay una fila de más de %(limit)s bytes. Probablemente falta cerrar unas comillas o el archivo no es una tabla."),
    "too_large": _("El archivo ocupa %(size)s bytes y el máximo es %(limit)s. Divídelo en partes."),
    "broken_workbook": _("El libro %(name)s está dañado. Ábrelo en tu planilla, guárdalo de nuevo y vuelve a intentarlo."),
    "encrypted_workbook": _("El libro %(name)s tiene contraseña. Quítale la contraseña en tu planilla y guárdalo de nuevo."),
    "zip_bomb": _("El libro %(name)s se expande a más de lo permitido (%(size)s bytes). Guarda como CSV las filas que necesitas."),
    "gzip_bomb": _("El archivo %(name)s se expande a más de lo permitido (%(size)s bytes). Descomprímelo y revisa su contenido."),
    "broken_gzip": _("El archivo comprimido %(name)s está dañado o incompleto. Vuelve a comprimirlo o súbelo sin comprimir."),
    "broken_parquet": _("El archivo Parquet %(name)s está dañado. Vuelve a exportarlo."),
    "unknown_sheet": _("El libro no tiene la hoja «%(sheet)s». Sus hojas son: %(sheets)s."),
    "unknown_kind": _("No reconocemos el tipo del archivo %(name)s. Guárdalo como CSV, XLSX, ODS, Parquet o JSON por líneas."),
    "changed_while_reading": _("El archivo %(name)s cambió mientras lo leíamos. Espera a que termine de copiarse y vuelve a importarlo."),
}  # fmt: skip

ROW_SENTENCES: dict[str, Promise] = {
    "too_few_cells": _("La fila tiene %(found)s celdas y debería tener %(expected)s. Completa las que faltan."),
    "too_many_cells": _("La fila tiene %(found)s celdas y debería tener %(expected)s. Pon entre comillas el texto que contiene el separador."),
    "unclosed_quote": _("Faltan unas comillas de cierre en la fila. Ciérralas o quita las de apertura."),
    "undecodable": _("La fila tiene letras en otra codificación. Revísalas y guarda el archivo en UTF-8."),
    "control_character": _("La fila tiene caracteres de control. Bórralos."),
    "not_an_object": _("La línea no es un objeto JSON. Revisa llaves y comillas."),
    "unknown_key": _("La línea tiene la clave «%(key)s», que no está en las primeras filas. Agrégala a la primera línea."),
    "not_a_number": _("«%(value)s» no es un número en la columna %(column)s. Escríbelo como 1234,56 o 1234.56."),
    "number_too_large": _("«%(value)s» es un número demasiado grande en la columna %(column)s."),
    "not_a_date": _("«%(value)s» no es una fecha en la columna %(column)s. Escríbela como 2026-03-31 o 31/03/2026."),
    "no_such_day": _("El día «%(value)s» no existe en el calendario (columna %(column)s). Corrige la fecha o el orden de día y mes."),
    "date_out_of_range": _("La fecha «%(value)s» de la columna %(column)s está fuera de rango. Revisa el año."),
    "duplicate_header": _("El título «%(name)s» se repite: a este lo llamamos «%(renamed)s»."),
    "unnamed_column": _("La columna %(place)s no tiene título: la llamamos «%(column)s»."),
    "header_not_first": _("Los títulos están en la fila %(row)s: saltamos las anteriores."),
    "extra_sheets": _("Leímos la hoja «%(sheet)s». El libro tiene otras: %(others)s."),
    "ambiguous_number": _("Los números de la columna %(column)s se pueden leer de dos formas. Indica cuál es la coma decimal."),
    "ambiguous_date": _("Las fechas de la columna %(column)s se pueden leer de dos formas. Indica si primero va el día o el mes."),
    "phone_unlikely": _("«%(value)s» no parece un teléfono de ese país: lo guardamos como está."),
    "phone_several": _("Hay varios teléfonos en la celda: tomamos el primero."),
    "email_typo": _("«%(value)s» parece tener un error de tipeo: ¿quisiste decir %(meant)s? Lo guardamos como está, en duda."),
    "email_several": _("Hay varios correos en la celda: tomamos el primero."),
    "email_invalid": _("«%(value)s» no es un correo: la fila entra sin él."),
    "email_placeholder": _("«%(value)s» es un correo de relleno: la fila entra sin él."),
    "tax_id_unlikely": _("«%(value)s» no es un documento válido: lo guardamos como está y no lo usamos para reconocer al cliente."),
    "country_unknown": _("No reconocemos el país «%(value)s»: la fila entra sin él."),
}  # fmt: skip


def explain(what: Problem | UnableToRead, *, also: Mapping[str, Promise] | None = None) -> str:
    """Say in the reader's language what is wrong and what to do. `also` brings the sentences of codes that are not the reader's own."""
    sentences = {**FILE_SENTENCES, **ROW_SENTENCES, **(also or {})}
    params: dict[str, str | int] = {"name": "", **what.params}
    if isinstance(what, Problem):
        params |= {"column": what.column, "value": what.value, "row": what.params.get("row", what.row)}
        if what.code == "email_typo":
            params["meant"] = likely_address(what.value) or what.value
    return str(sentences[what.code]) % params
