"""What each code means and what to do about it, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

TITLES: dict[int, Promise] = {
    400: _("La petición no se entiende"),
    401: _("Falta una llave que valga"),
    403: _("No está permitido"),
    404: _("No existe, o no es visible para quien pregunta"),
    405: _("Esa dirección no admite ese método"),
    409: _("Choca con lo que ya hay"),
    412: _("Falta decir sobre qué versión se escribe"),
    413: _("Demasiado grande"),
    415: _("Ese tipo de contenido no se admite"),
    422: _("Hay datos que corregir"),
    429: _("Demasiadas peticiones"),
    500: _("Falló algo de nuestro lado"),
    503: _("Ahora no se puede"),
}
REMEDIES: dict[str, Promise] = {
    "no_token": _("Envía la llave en el encabezado «Authorization: Bearer …». Se crean en Ajustes, Llaves."),
    "bad_token": _("La llave no existe, venció o se revocó. Crea otra en Ajustes, Llaves."),
    "no_scope": _("La llave no alcanza para esto: necesita el alcance «%(scope)s»."),
    "not_allowed": _("Los roles de esta persona no lo permiten. Pídelo a quien administra."),
    "not_found": _("Revisa el número: no existe, o no es visible para esta persona."),
    "no_address": _("No hay nada en esa dirección. Mira /api/v1/docs."),
    "bad_method": _("Mira en el encabezado Allow qué métodos admite."),
    "bad_json": _("El cuerpo tiene que ser JSON válido en UTF-8, según /api/v1/docs."),
    "bad_text": _("Un texto trae un carácter que ninguna base de datos guarda (nulo o sustituto suelto). Quítalo."),
    "too_big": _("El cuerpo pasa de %(limit)s MB. Divídelo, o importa un archivo."),
    "invalid": _("Corrige los campos señalados."),
    "rate_limited": _("Espera %(seconds)s segundos y sigue; mira los encabezados RateLimit."),
    "stale": _("Otra persona guardó mientras tanto. Mira ambos valores, elige y envía la versión %(version)s."),
    "no_version": _("Di qué versión cambias: encabezado If-Match con el ETag que leíste, o el campo version."),
    "bad_version": _('If-Match lleva el ETag que leíste, como "7".'),
    "bad_cursor": _("El cursor no es de esta lista. Empieza sin él."),
    "unknown_field": _("No hay un campo con ese nombre."),
    "unknown_parameter": _("No hay un parámetro con ese nombre aquí."),
    "bad_key": _("La clave de idempotencia tiene de 1 a 200 caracteres visibles."),
    "key_reused": _("Esa clave de idempotencia se usó con otro contenido. Usa una nueva."),
    "failed": _("Quedó anotado. Repite la petición; si sigue, avisa a quien administra."),
    "busy": _("La base de datos está ocupada. Repite la petición en unos segundos."),
    "missing": _("Falta este dato."),
    "bad_type": _("No es del tipo que corresponde."),
    "bad_value": _("Ese valor no se admite aquí."),
    "too_long": _("Es demasiado largo."),
    "too_short": _("Es demasiado corto."),
    "too_many": _("Son demasiados."),
    "out_of_range": _("Está fuera del rango que se admite."),
    "nameless": _("Falta un nombre."),
    "bad_date": _("Es una fecha como 2026-03-31."),
    "bad_email": _("No parece un correo: se espera algo como nombre@dominio.com."),
    "bad_phone": _("No parece un teléfono. Con indicativo de país se entiende siempre: +57 310 555 0147."),
    "unknown_country": _("Un país se dice con su código ISO de dos letras, como CO."),
    "unknown_currency": _("Una moneda se dice con su código ISO de tres letras, como COP."),
    "unknown_customer": _("No hay un cliente así que esta persona pueda ver."),
    "unknown_source": _("No hay una fuente así."),
    "unknown_rate": _("No hay tipo de cambio de %(currency)s para ese día. Ponlo en Datos, Monedas."),
    "repeated": _("Está dos veces en la misma petición."),
    "unknown_scope": _("No hay un alcance con ese nombre."),
    "past_expiry": _("El vencimiento tiene que estar en el futuro."),
    "already_revoked": _("Ya estaba revocada."),
    "bad_url": _("Es una dirección http:// o https://, sin usuario ni clave dentro."),
    "bad_event": _("No hay todavía un suceso con ese número."),
    "same_party": _("Las dos puntas son la misma persona o empresa."),
    "unknown_type": _("No hay un tipo así."),
    "already_related": _("Ya tienen esa relación."),
    "already_ended": _("Ya había terminado."),
    "not_ended": _("No ha terminado."),
    "bad_period": _("Las fechas no forman un periodo que ya haya empezado."),
    "is_household": _("Los hogares tienen su propia dirección: /households."),
    "has_household": _("Esa persona ya es parte de un hogar."),
    "not_a_person": _("Parte de un hogar solo puede ser una persona."),
    "not_a_household": _("Ese número no es de un hogar."),
    "not_a_member": _("No es parte de ese hogar."),
    "no_members": _("Un hogar empieza con al menos una persona."),
    "not_current": _("Ese registro fue retirado, o es otro nombre de alguien que ya está."),
    "unknown_trait": _("No hay un rasgo con esa clave."),
    "other_type": _("Ya hay un campo con ese nombre, de otro tipo."),
    "no_key": _("El nombre necesita letras o cifras."),
    "would_overwrite": _("La misma fuente ya dijo algo que vale más."),
    "bad_confidence": _("La confianza va de 0 a 1; lo declarado y lo observado valen 1."),
    "bad_order": _("No se puede ordenar por eso."),
    "wrong_state": _("En el estado en que está no se puede."),
    "not_mapped": _("Primero di qué campo llena cada columna."),
    "missing_field": _("Ninguna columna llena un campo necesario."),
    "unknown_column": _("El archivo no tiene esa columna."),
    "repeated_field": _("Dos columnas llenan el mismo campo."),
    "unknown_option": _("No hay esa opción, o no con ese valor."),
    "unknown_entity": _("Un archivo trae customers, purchases, interactions o products."),
    "no_space": _("No se pudo guardar el archivo: falta lugar o permiso."),
    "email_taken": _("Ya hay una persona con ese correo."),
    "weak_password": _("La clave es débil."),
    "no_run": _("Todavía no hay un cálculo. Pídelo con POST /api/v1/score-runs."),
}


def title_of(status: int) -> str:
    return str(TITLES.get(status, TITLES[422]))


def remedy_of(code: str, params: Mapping[str, Any]) -> str:
    """A sentence for a person; what has none of its own shows its code."""
    found = REMEDIES.get(code)
    if found is None:
        return gettext("No se pudo: %(code)s.") % {"code": code}
    try:
        return str(found) % params if params else str(found)
    except (KeyError, TypeError, ValueError):
        return str(found)
