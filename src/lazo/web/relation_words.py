"""What the other end of a relation is to the customer, in a word or two: what a picture has room for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BOTH_WAYS: dict[str, str | Promise] = {
    "spouse": _("pareja"),
    "sibling": _("hermana o hermano"),
    "same-household": _("vive con"),
    "friend": _("amistad"),
    "same-community": _("misma comunidad"),
    "same-team": _("mismo equipo"),
    "competitor-of": _("competencia"),
    "joint-holder": _("cotitular"),
    "same-group": _("del mismo grupo"),
}
FROM_ORIGIN: dict[str, str | Promise] = {
    "parent-child": _("hija o hijo"),
    "guardian": _("a su cargo"),
    "household-member": _("su hogar"),
    "referred-by": _("quien recomendó"),
    "follows": _("a quien sigue"),
    "employed-by": _("trabaja en"),
    "owns": _("su empresa"),
    "director-of": _("dirige"),
    "parent-subsidiary": _("filial"),
    "site-of": _("casa matriz"),
    "franchisee": _("franquiciante"),
    "distributor-of": _("distribuido"),
    "supplier-of": _("le provee"),
    "accountant-of": _("le lleva cuentas"),
    "initiator": _("propone compras"),
    "user": _("usa lo que compra"),
    "influencer": _("influye"),
    "decider": _("decide"),
    "buyer": _("compra para"),
    "gatekeeper": _("abre la puerta"),
    "signatory": _("firma por"),
    "pays-for": _("le paga"),
    "guarantees": _("le avala"),
}
FROM_TARGET: dict[str, str | Promise] = {
    "parent-child": _("madre o padre"),
    "guardian": _("responsable legal"),
    "household-member": _("integrante"),
    "referred-by": _("recomendado"),
    "follows": _("le sigue"),
    "employed-by": _("trabaja aquí"),
    "owns": _("dueña o dueño"),
    "director-of": _("dirección"),
    "parent-subsidiary": _("matriz"),
    "site-of": _("sede"),
    "franchisee": _("franquicia"),
    "distributor-of": _("distribuidor"),
    "supplier-of": _("proveedor"),
    "accountant-of": _("contabilidad"),
    "initiator": _("propone"),
    "user": _("usa"),
    "influencer": _("influye"),
    "decider": _("decide"),
    "buyer": _("compra"),
    "gatekeeper": _("abre la puerta"),
    "signatory": _("firma"),
    "pays-for": _("quien paga"),
    "guarantees": _("codeudor o aval"),
}
BUYING_ROLES: dict[str, str | Promise] = {
    "initiator": _("quien propone"),
    "user": _("quien usa"),
    "influencer": _("quien influye"),
    "decider": _("quien decide"),
    "buyer": _("quien compra"),
    "gatekeeper": _("quien abre la puerta"),
    "signatory": _("quien firma"),
}


def other_is(type_key: str, *, is_outgoing: bool, otherwise: str = "") -> str:
    """`pareja`, `madre o padre`: what the other end is; `otherwise` for a type of the company's own."""
    known = BOTH_WAYS | (FROM_ORIGIN if is_outgoing else FROM_TARGET)
    return str(known.get(type_key, otherwise or type_key))
