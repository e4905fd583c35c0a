"""A relation that was found, in words: what it says, what was seen, and why it cannot be decided."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.identify.models import RelationCandidate
from lazo.web.party_words import HOUSEHOLD_FAILURES, RELATION_FAILURES

SEEN = {
    "ADDRESS": gettext_lazy("Misma dirección y apellido"),
    "DOMAIN": gettext_lazy("Su correo es de %(detail)s, el dominio de la empresa"),
    "TOLD": gettext_lazy("La nombra el campo «%(detail)s» de tus datos"),
    "TAX_ROOT": gettext_lazy("Sus documentos tienen la misma raíz"),
    "LEGAL_NAME": gettext_lazy("Tienen la misma razón social"),
    "WEB_DOMAIN": gettext_lazy("Escriben desde el mismo dominio, %(detail)s"),
    "DIRECTOR": gettext_lazy("Las dirige la misma persona"),
}
POINTS = {"PHONE": gettext_lazy("Usan el mismo teléfono"), "EMAIL": gettext_lazy("Usan el mismo correo")}
FAILURES = {
    **HOUSEHOLD_FAILURES,
    **RELATION_FAILURES,
    "already_decided": gettext_lazy("Alguien ya respondió por esa relación."),
    "nothing_chosen": gettext_lazy("Marca primero qué relaciones."),
    "too_many": gettext_lazy("Son demasiadas. Responde por 500 a la vez."),
    "unknown_outcome": gettext_lazy("Elige qué responder."),
}


def evidence(candidate: RelationCandidate) -> str:
    """What was seen, in one sentence a rule."""
    return " ".join(f"{_sentence(one, candidate)}." for one in candidate.evidence)


def _sentence(seen: dict[str, Any], candidate: RelationCandidate) -> str:
    rule, people = str(seen.get("rule", "")), int(seen.get("people") or 0)
    if rule == "CONTACT":
        words = str(POINTS.get(str(seen.get("detail")), POINTS["PHONE"]))
    else:
        words = str(SEEN.get(rule, "")) % {"detail": seen.get("detail", "")}
    if rule == "ADDRESS" and candidate.origin.address:
        words = f"{words} ({candidate.origin.address})"
    if rule in {"ADDRESS", "CONTACT"} and people > 2:
        return words + " " + ngettext("y %(n)s persona más", "y %(n)s personas más", people - 2) % {"n": people - 2}
    return words


def outcome_words(outcome: str, decided: int) -> str:
    """What was done, for the line at the foot of the page."""
    said_so = {"n": decided}
    if outcome == "CONFIRMED":
        return ngettext("Relación confirmada.", "%(n)s relaciones confirmadas.", decided) % said_so
    if outcome == "REFUSED":
        return ngettext("No se volverá a proponer.", "%(n)s no se volverán a proponer.", decided) % said_so
    return (
        ngettext("Se preguntará de nuevo en 30 días.", "%(n)s se preguntarán de nuevo en 30 días.", decided) % said_so
    )


def failure(code: str) -> str:
    return str(FAILURES.get(code, _("No se pudo guardar la respuesta.")))
