"""What is wrong with rules or with what somebody does to a segment, in the reader's language: a sentence by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Promise] = {
    "not_a_group": _("Aquí va una regla o un grupo: un objeto con «all», «any», «not», «segment» o una condición."),
    "unknown_key": _("«%(word)s» no va en esta regla."),
    "empty": _("Falta al menos un elemento."),
    "too_deep": _("Hay más de %(limit)s grupos uno dentro de otro."),
    "not_a_text": _("Aquí va un texto de hasta 240 letras."),
    "not_a_number": _("Aquí va un número; el dinero va entero, en unidades menores."),
    "not_a_list": _("Aquí va una lista."),
    "not_a_flag": _("Aquí va verdadero o falso."),
    "not_a_day": _("Aquí va una fecha como 2026-03-31."),
    "no_condition": _("No se entiende esta regla: %(word)s."),
    "unknown_trait": _("No hay un dato con la clave «%(word)s»."),
    "unknown_segment": _("No hay un segmento con la clave «%(word)s»."),
    "unknown_choice": _("«%(word)s» no es una de las opciones."),
    "wrong_test": _("«%(word)s» no se puede preguntar de este dato."),
    "no_test": _("Falta qué se pide de este dato: in, at_least, at_most, period, contains o known."),
    "upside_down": _("El final está antes que el principio."),
    "bad_period": _("No se entiende el período."),
    "key_taken": _("Ya hay un segmento con esa clave."),
    "circle": _("Los segmentos se nombran en círculo: %(keys)s."),
    "is_named": _("Otros segmentos lo usan: %(keys)s."),
    "is_list": _("Una lista fija no tiene reglas."),
    "is_rules": _("Un segmento por reglas no se llena a mano."),
    "no_such_version": _("No hay esa versión."),
    "no_warehouse": _("Todavía no hay datos que contar: falta la primera sincronización."),
    "unknown_word": _("«%(word)s» no se entiende en esta regla."),
    "parenthesis": _("Falta cerrar o abrir un paréntesis."),
    "bad_segment_key": _("La clave va en minúsculas, números y guiones, hasta 60."),
}


def problem_sentence(code: str, params: dict[str, object]) -> str:
    """The sentence for a code; a code without one shows itself."""
    found = PROBLEMS.get(code)
    told = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in params.items()}
    if found is None:
        return translated("No se pudo: %(code)s.") % {"code": code}
    return str(found) % told if told else str(found)
