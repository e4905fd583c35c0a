"""Relations, households and corrections in words: what went wrong and how to mend it, how a value came to be known."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.identify.company_traits import word_of_code
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.traits import Trait
from lazo.web.formats import Formats

FIELD_NAMES = {
    "given_name": gettext_lazy("Nombres"),
    "surnames": gettext_lazy("Apellidos"),
    "birth_date": gettext_lazy("Fecha de nacimiento"),
    "name": gettext_lazy("Nombre"),
    "legal_name": gettext_lazy("Razón social"),
    "trade_name": gettext_lazy("Nombre comercial"),
    "emails": gettext_lazy("Correos"),
    "phones": gettext_lazy("Teléfonos"),
    "handles": gettext_lazy("Redes y mensajería"),
    "addresses": gettext_lazy("Otras direcciones"),
    "country": gettext_lazy("País"),
    "city": gettext_lazy("Ciudad"),
    "address": gettext_lazy("Dirección"),
    "documents": gettext_lazy("Documentos"),
    "roles": gettext_lazy("Papeles"),
    "owner": gettext_lazy("Responsable"),
    "team": gettext_lazy("Equipo"),
}
EDIT_FAILURES = {
    "nameless": gettext_lazy("Escribe al menos un nombre."),
    "erased_before": gettext_lazy(
        "Esta persona pidió que borráramos sus datos y lo hicimos. Si volvió a dártelos, quien atiende derechos puede crearla."
    ),
    "may_not_let_in": gettext_lazy("Crear de nuevo a quien pidió que lo borráramos es de quien atiende derechos."),
    "too_long": gettext_lazy("Es demasiado largo. Escribe una forma más corta."),
    "too_many": gettext_lazy("Son demasiados. Deja hasta 20."),
    "bad_characters": gettext_lazy("Tiene signos que no se pueden guardar. Bórralos y escríbelo de nuevo."),
    "bad_email": gettext_lazy("Línea %(line)s: no parece un correo. Ejemplo: nombre@correo.com."),
    "bad_phone": gettext_lazy("Línea %(line)s: no parece un teléfono. Ejemplo: %(example)s"),
    "bad_handle": gettext_lazy("Línea %(line)s: no parece el nombre de una red. Ejemplo: Instagram: @nombre."),
    "bad_address": gettext_lazy("Línea %(line)s: no parece una dirección. Ejemplo: Calle 45 # 12-30, oficina 201."),
    "bad_document": gettext_lazy("Línea %(line)s: el número no tiene la forma de los documentos de ese país."),
    "bad_check_digit": gettext_lazy("Línea %(line)s: el dígito verificador no corresponde; debería ser %(expected)s."),
    "unknown_role": gettext_lazy("Elige de la lista."),
    "unknown_owner": gettext_lazy("Esa persona ya no trabaja aquí. Elige a otra."),
    "unknown_team": gettext_lazy("Ese equipo ya no existe. Elige otro."),
    "value_required": gettext_lazy("Este campo es obligatorio."),
    "bad_number": gettext_lazy("Escribe un número, como 1234,5."),
    "bad_money": gettext_lazy("Escribe un importe, como 1234,5."),
    "bad_date": gettext_lazy("Escribe la fecha como 1980-03-15."),
    "bad_choice": gettext_lazy("Elige de la lista."),
    "bad_flag": gettext_lazy("Elige sí o no."),
    "bad_party": gettext_lazy("Nadie que veas tiene ese número."),
    "bad_value": gettext_lazy("Tiene signos que no se pueden guardar. Bórralos y escríbelo de nuevo."),
    "not_allowed": gettext_lazy("Tu rol no ve clientes, así que tampoco puede crearlos. Pídelo a quien administra."),
    "unknown_country": gettext_lazy("Elige un país de la lista."),
    "not_current": gettext_lazy("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
}
RELATION_FAILURES = {
    "not_visible": gettext_lazy("No ves a esa persona o empresa. Búscala de nuevo."),
    "not_current": gettext_lazy("Ese registro se unió a otro o se retiró. Búscalo de nuevo."),
    "same_party": gettext_lazy("Nadie se relaciona consigo mismo. Elige a otra persona o empresa."),
    "unknown_type": gettext_lazy("Elige qué relación tienen."),
    "is_household": gettext_lazy("A un hogar se entra por la página del hogar."),
    "already_related": gettext_lazy("Esa relación ya está en la lista."),
    "bad_period": gettext_lazy("La fecha no puede ser posterior a hoy."),
    "would_cycle": gettext_lazy("Una empresa no puede estar por encima y por debajo de la misma."),
    "has_parent": gettext_lazy("Esa empresa ya está bajo otra. Muévela desde su página."),
    "not_companies": gettext_lazy("Un grupo lo forman empresas."),
    "already_there": gettext_lazy("Ya está ahí."),
    "already_ended": gettext_lazy("Esa relación ya había terminado."),
    "not_ended": gettext_lazy("Esa relación no ha terminado."),
}
HOUSEHOLD_FAILURES = {
    "nameless": gettext_lazy("Ponle un nombre al hogar."),
    "no_members": gettext_lazy("Elige a quién sumar."),
    "not_visible": gettext_lazy("No ves a esa persona. Búscala de nuevo."),
    "not_current": gettext_lazy("Ese registro se unió a otro o se retiró. Búscalo de nuevo."),
    "not_a_person": gettext_lazy("Un hogar lo forman personas, no empresas ni otros hogares."),
    "not_a_household": gettext_lazy("Un hogar lo forman personas, no empresas ni otros hogares."),
    "has_household": gettext_lazy("Esa persona ya es parte de un hogar. Sácala de ese primero."),
    "not_a_member": gettext_lazy("Esa persona ya no es parte del hogar."),
    "already_related": gettext_lazy("Esa persona ya es parte de un hogar. Sácala de ese primero."),
    "not_ended": gettext_lazy("Esa persona ya está de vuelta en el hogar."),
    "bad_period": gettext_lazy("La fecha no puede ser anterior a cuando entró."),
}


def failure_words(code: str, params: Mapping[str, Any]) -> str:
    """What an operation refused, and how to mend it."""
    if code == "phone_short":
        words = ngettext(
            "Línea %(line)s: le falta %(digits)s dígito. Ejemplo: %(example)s",
            "Línea %(line)s: le faltan %(digits)s dígitos. Ejemplo: %(example)s",
            params["digits"],
        )
    elif code == "phone_long":
        words = ngettext(
            "Línea %(line)s: le sobra %(digits)s dígito. Ejemplo: %(example)s",
            "Línea %(line)s: le sobran %(digits)s dígitos. Ejemplo: %(example)s",
            params["digits"],
        )
    else:
        words = str(EDIT_FAILURES[code])
    return words % params if params else words


def trait_value(trait: Trait, formats: Formats) -> str:
    """The value as people write it, with its unit."""
    value = trait.value
    words = word_of_code(trait.key, value)
    if words is not None:
        return words
    match trait.type:
        case TraitDefinition.Type.MONEY:
            return formats.money(value if isinstance(value, int) else None)
        case TraitDefinition.Type.FLAG:
            return _("sí") if value else _("no")
        case TraitDefinition.Type.DATE:
            return formats.day(value)  # type: ignore[arg-type]  # a date, by the type of the definition
        case TraitDefinition.Type.NUMBER:
            number = float(value or 0)  # type: ignore[arg-type]  # a number, by the type of the definition
            written = formats.number(number, 0 if number == round(number) else 2)
            return f"{written} {trait.unit}".strip()
    return str(value)


def trait_origin(trait: Trait, formats: Formats) -> str:
    """`declarado`, or `inferido 82 %` where it is not certain."""
    word = str(TraitDefinition.Kind(trait.kind).label)
    return word if trait.confidence == 1 else f"{word} {formats.percent(trait.confidence)}"
