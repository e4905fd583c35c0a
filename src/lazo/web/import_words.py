"""Why an import cannot go on, in words that say what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.identify.imports.columns.fields import label_of
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.readers.reason import FILE_SENTENCES, explain

SENTENCES = {
    "not_allowed": gettext_lazy("Tu rol no permite importar. Pídelo a quien administra Lazo."),
    "may_not_let_in": gettext_lazy(
        "Dejar entrar a quienes pidieron que los borráramos es de quien atiende derechos. Pídeselo."
    ),
    "wrong_state": gettext_lazy("Esta importación ya no está en ese paso. Mira cómo va abajo."),
    "unknown_column": gettext_lazy("El archivo no tiene la columna «%(column)s». Vuelve a elegir las columnas."),
    "unknown_field": gettext_lazy("No existe el destino «%(field)s». Elige otro."),
    "repeated_field": gettext_lazy("Dos columnas van a «%(field)s». Deja solo una."),
    "unknown_option": gettext_lazy("La opción «%(option)s» no tiene un valor posible."),
    "missing_field": gettext_lazy("Falta decir qué columna trae: %(fields)s."),
    "another_running": gettext_lazy("Otra importación está en curso. Espera a que termine y vuelve a intentarlo."),
    "same_file": gettext_lazy(
        "Este mismo archivo ya se importó (importación %(batch)s) y sus filas no traen un número que las distinga:"
        " entrarían dos veces. Si de verdad son otras compras, marca «Importar de nuevo el mismo archivo»."
    ),
    "check_running": gettext_lazy("La revisión del archivo aún no termina. Espera a que termine y luego importa."),
    "import_running": gettext_lazy("La importación sigue en curso. Espera a que termine y luego deshazla."),
    "already_done": gettext_lazy("Esta importación ya terminó."),
    "not_done": gettext_lazy("Esta importación no ha terminado: no hay qué deshacer."),
    "not_mapped": gettext_lazy("Primero di qué es cada columna."),
    "plan_lost": gettext_lazy(
        "Se perdieron los archivos de trabajo de esta importación. Deshazla y vuelve a importar."
    ),
    "no_space": gettext_lazy("No hay espacio en el disco del servidor para guardar el archivo."),
    "unknown_entity": gettext_lazy(
        "No sabemos qué trae el archivo. Elige clientes, compras, interacciones, productos, contratos o permisos."
    ),
    "customer_named_by_nothing": gettext_lazy("Falta una columna que diga de qué cliente es cada fila."),
}


def failure_sentence(code: str, params: Mapping[str, Any], *, entity: str = "") -> str:
    """The sentence of an anticipated failure, from its code and figures; of an unknown one, that nothing was lost."""
    if code in FILE_SENTENCES:
        return explain(UnableToRead(code, **params))
    if code not in SENTENCES:
        return _("Algo falló y la importación se detuvo. Nada se perdió: puedes intentarlo otra vez.")
    known = {"column": "", "field": "", "option": "", "batch": "", "fields": "", **params}
    if params.get("fields"):
        known["fields"] = ", ".join(field_label(entity, key) for key in params["fields"])
    if params.get("field"):
        known["field"] = field_label(entity, str(params["field"]))
    return str(SENTENCES[code]) % known


def field_label(entity: str, key: str) -> str:
    """The name of a field as the page writes it."""
    return label_of(entity, key)
