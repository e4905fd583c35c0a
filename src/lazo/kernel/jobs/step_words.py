"""What a job is doing, in the reader's words: the steps that jobs tell as codes, and anything else as they tell it."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "read": _("Leyendo el archivo"),
    "match": _("Reconociendo a los clientes"),
    "write": _("Guardando las filas"),
    "undo": _("Quitando lo que entró"),
    "restore": _("Volviendo a como estaba"),
    "sincronizar": _("Llevando las compras al almacén"),
    "leer los hechos de cada cliente": _("Leyendo qué compró cada cliente"),
    "ajustar los modelos de valor": _("Ajustando los modelos de valor"),
    "probar los modelos con el pasado": _("Poniendo a prueba los modelos con el pasado"),
    "proyectar el valor y ubicar en el ciclo": _("Proyectando el valor y ubicando a cada uno en el ciclo"),
    "ubicar a cada uno hace un mes": _("Ubicando a cada uno como hace un mes, para ver los movimientos"),
    "resumir": _("Dibujando el mapa"),
    "publicar": _("Publicando el mapa"),
    "medir": _("Midiendo los datos"),
    "valorar": _("Valorando lo que queda fuera de alcance"),
    "escribir puntajes": _("Guardando el valor de cada cliente"),
    "leer lo ocurrido": _("Leyendo lo que pasó"),
    "vigilar las columnas": _("Buscando columnas que se conocen solo después"),
    "aprender por partes": _("Aprendiendo de unas partes y probando en las otras"),
    "probar con lo posterior": _("Poniéndolo a prueba con el tiempo posterior"),
    "ajustar el modelo": _("Aprendiendo de todas las filas"),
    "explicar": _("Midiendo qué pesa cada columna"),
    "aplicar el modelo": _("Diciendo la probabilidad de cada cliente"),
}


def step_words(step: str) -> str:
    """A step as a sentence that begins with a capital, after the name of its part if it has one; blank where there is none."""
    part, colon, own = step.rpartition(": ")
    words = str(STEPS.get(own, own))
    if part:
        return part + colon + words[:1].lower() + words[1:]
    return words[:1].upper() + words[1:]
