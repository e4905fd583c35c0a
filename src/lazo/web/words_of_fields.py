"""The names of what events keep before and after, in the words of the forms that write it."""

from django.utils.translation import gettext_lazy as _

from lazo.web.party_words import FIELD_NAMES as OF_PARTIES

FIELD_WORDS = {
    **OF_PARTIES,
    "assignee": _("Quién lo hace"),
    "area": _("Área del ciclo"),
    "channel": _("Canal"),
    "choices": _("Opciones"),
    "currency": _("Moneda base"),
    "day": _("Día"),
    "density": _("Filas de las listas"),
    "due_on": _("Para cuándo"),
    "direction": _("Quién llamó"),
    "email": _("Correo"),
    "fiscal_year_start": _("El año fiscal empieza en"),
    "help": _("Ayuda"),
    "is_required": _("Obligatorio al crear"),
    "kind": _("Tipo"),
    "language": _("Idioma"),
    "logo": _("Logo"),
    "may_administer": _("Puede administrar personas y ajustes"),
    "may_erase": _("Puede atender derechos, entregar datos y borrar personas"),
    "may_export": _("Puede exportar y ver los cálculos"),
    "may_import": _("Puede importar datos"),
    "minutes": _("Minutos"),
    "outcome": _("Cómo terminó"),
    "party_kinds": _("Para quién"),
    "reason": _("Por qué"),
    "scope": _("Qué clientes ve"),
    "shortcuts": _("Atajos de teclado"),
    "subject": _("Asunto"),
    "text": _("Texto"),
    "title": _("Qué hay que hacer"),
    "time_zone": _("Zona horaria"),
    "unit": _("Unidad"),
    "valid_from": _("Desde"),
    "valid_to": _("Hasta"),
    "value": _("Valor"),
}
