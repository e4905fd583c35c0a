"""How the reasons of a likeness are said: «Teléfono igual», «Falta un apellido», «Punto de partida»."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.identify.models import MatchPair, Party
from lazo.identify.queries.why import ALIASES, START

LEVELS: Mapping[str, Mapping[str, str | Promise]] = {
    "given": {
        "equal": gettext_lazy("Nombre igual"),
        "nickname": gettext_lazy("Apodo o segundo nombre"),
        "typo": gettext_lazy("Nombre casi igual"),
        "initial": gettext_lazy("Inicial igual"),
        "alike": gettext_lazy("Nombre parecido"),
        "different": gettext_lazy("Nombre distinto"),
    },
    "family": {
        "equal": gettext_lazy("Apellidos iguales"),
        "swapped": gettext_lazy("Nombre al revés"),
        "one_missing": gettext_lazy("Falta un apellido"),
        "typo": gettext_lazy("Apellidos casi iguales"),
        "first_equal": gettext_lazy("Primer apellido igual"),
        "shared": gettext_lazy("Un apellido en común"),
        "alike": gettext_lazy("Apellidos parecidos"),
        "different": gettext_lazy("Apellidos distintos"),
    },
    "company": {
        "equal": gettext_lazy("Nombre igual"),
        "words_missing": gettext_lazy("Nombre incompleto"),
        "typo": gettext_lazy("Nombre casi igual"),
        "alike": gettext_lazy("Nombre parecido"),
        "different": gettext_lazy("Nombre distinto"),
    },
    "birth": {
        "equal": gettext_lazy("Nacimiento igual"),
        "typo": gettext_lazy("Nacimiento casi igual"),
        "two_parts": gettext_lazy("Nacimiento parecido"),
        "same_year": gettext_lazy("Mismo año de nacimiento"),
        "different": gettext_lazy("Nacimiento distinto"),
    },
    "emails": {
        "equal": gettext_lazy("Correo igual"),
        "typo": gettext_lazy("Correo casi igual"),
        "same_name": gettext_lazy("Mismo nombre de correo"),
        "different": gettext_lazy("Correo distinto"),
    },
    "phones": {
        "equal": gettext_lazy("Teléfono igual"),
        "typo": gettext_lazy("Teléfono casi igual"),
        "different": gettext_lazy("Teléfono distinto"),
    },
    "documents": {
        "equal": gettext_lazy("Documento igual"),
        "typo": gettext_lazy("Documento casi igual"),
        "different": gettext_lazy("Documento distinto"),
    },
    "address": {
        "equal": gettext_lazy("Dirección igual"),
        "words_missing": gettext_lazy("Dirección incompleta"),
        "typo": gettext_lazy("Dirección casi igual"),
        "alike": gettext_lazy("Calle parecida"),
        "different": gettext_lazy("Dirección distinta"),
    },
    "city": {
        "equal": gettext_lazy("Ciudad igual"),
        "words_missing": gettext_lazy("Ciudad incompleta"),
        "typo": gettext_lazy("Ciudad casi igual"),
        "different": gettext_lazy("Ciudad distinta"),
    },
    "country": {"equal": gettext_lazy("País igual"), "different": gettext_lazy("País distinto")},
}

FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Nombre"),
    "given": gettext_lazy("Nombre"),
    "family": gettext_lazy("Apellidos"),
    "company": gettext_lazy("Nombre"),
    "phones": gettext_lazy("Teléfono"),
    "emails": gettext_lazy("Correo"),
    "documents": gettext_lazy("Documento"),
    "birth_date": gettext_lazy("Nacimiento"),
    "birth": gettext_lazy("Nacimiento"),
    "legal_name": gettext_lazy("Razón social"),
    "trade_name": gettext_lazy("Nombre comercial"),
    "city": gettext_lazy("Ciudad"),
    "address": gettext_lazy("Dirección"),
    "country": gettext_lazy("País"),
    "product": gettext_lazy("Compra más"),
}

VERDICTS: Mapping[str, tuple[str, str, str | Promise]] = {
    "same": ("yes", "check", gettext_lazy("igual")),
    "near": ("mid", "adjustments-horizontal", gettext_lazy("parecido")),
    "differs": ("no", "x", gettext_lazy("distinto")),
    "missing": ("na", "circle-dashed", gettext_lazy("falta")),
    "untold": ("na", "circle-dashed", gettext_lazy("no cuenta")),
}
"""Of each way two values compare: its class, icon and word."""

HELD_BACK: Mapping[str, str | Promise] = {
    "documents": gettext_lazy("Se parecen mucho, pero tienen documentos distintos."),
    "chain": gettext_lazy("Unirlas juntaría también a otras que no se parecen entre sí."),
    "crowd": gettext_lazy("Comparten un dato que es de mucha gente."),
    "shares": gettext_lazy("Se comparten con personas distintas: unirlas cambiaría quién las ve."),
}
"""Why a sure pair waits for a person all the same."""

GUARDS: Mapping[str, str | Promise] = {
    "retired": gettext_lazy("Una de las dos está retirada: no se pueden unir."),
    "different_kinds": gettext_lazy("Una es persona y la otra empresa: no se pueden unir."),
    "different_documents": gettext_lazy("Cada una tiene un documento válido distinto. Si aun así son la misma, di por qué."),
    "apart": gettext_lazy("Alguien dijo que no son la misma. Si aun así lo son, di por qué."),
}  # fmt: skip

WARNINGS: Mapping[str, str | Promise] = {
    "two_households": gettext_lazy(
        "Cada una vive en un hogar distinto. Después de unirlas, saca a la persona de uno de los dos."
    ),
}
"""What cannot be one of two customers, told before anybody decides."""

REFUSED: Mapping[str, str | Promise] = {
    **GUARDS,
    "not_visible": gettext_lazy("Esa pareja ya no está, o no puedes ver a una de las dos."),
    "already_decided": gettext_lazy("Alguien la decidió antes que tú."),
    "same_customer": gettext_lazy("Ya son una sola."),
    "has_household": gettext_lazy("Cada una ya tiene un hogar distinto. Decide primero cuál."),
    "too_many": gettext_lazy("Son demasiadas a la vez: como mucho 200."),
}


def step_label(comparison: str, level: str | None) -> str:
    """What a bar of the waterfall stands for."""
    name = ALIASES.get(comparison, comparison)
    if name == START:
        return _("Punto de partida")
    known = LEVELS.get(name, {}).get(level or "")
    field = str(FIELDS.get(name, name))
    if known:
        return str(known)
    if level is None:
        return _("Sin fecha de nacimiento") if name == "birth" else _("Sin %(field)s") % {"field": field.lower()}
    return _("%(field)s: parecido") % {"field": field}


def refused(code: str) -> str:
    """Why a pair could not be decided so, in a sentence."""
    return str(REFUSED.get(code, _("No se pudo. Vuelve a intentarlo.")))


def question(pair: MatchPair, kind: str) -> str:
    """What is asked about a pair; `kind` is that of its records."""
    if pair.kind == MatchPair.Kind.HOUSEHOLD:
        return _("¿Son del mismo hogar?")
    if pair.kind == MatchPair.Kind.COMPANY:
        return _("¿Son de la misma empresa?")
    return _("¿Son la misma empresa?") if kind == Party.Kind.ORGANIZATION else _("¿Son la misma persona?")
