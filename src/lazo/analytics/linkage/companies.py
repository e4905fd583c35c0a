"""What stands around the name of a company: its legal form, and words that say little."""

from __future__ import annotations

from lazo.analytics.linkage.steps import Pattern

FORMS = (
    r"s ?a ?p ?i de c ?v", r"s ?a ?b de c ?v", r"s de r ?l de c ?v", r"s ?r ?l de c ?v", r"s ?a de c ?v", r"s de r ?l", r"s en c(?: s)?(?: por a)?",
    r"sociedad anonima(?: simplificada)?(?: cerrada)?", r"sociedad por acciones(?: simplificada)?", r"sociedad de responsabilidad limitada",
    r"sociedade limitada", r"sociedade anonima", r"e ?i ?r ?e ?l ?i", r"eireli", r"e ?i ?r ?l", r"s ?a ?s", r"s ?a ?c(?: i)?", r"s ?a ?a", r"s ?r ?l",
    r"s ?p ?a", r"s ?c ?a", r"s ?c ?s", r"s ?l ?u?", r"c ?a", r"l ?t ?d ?a", r"limitada", r"ltd", r"m ?e ?i", r"e ?p ?p", r"m ?e", r"s ?a",
    r"inc", r"llc", r"corp", r"co",
)  # fmt: skip
"""Legal forms, folded, as they end a name; the longer before the shorter."""

WITHOUT_FORM = Pattern(rf"(?: (?:{'|'.join(FORMS)}))+$", "")

SPELLED = {
    "cia": "compania", "hnos": "hermanos", "hno": "hermanos", "irmaos": "hermanos", "irmao": "hermanos", "dist": "distribuidora",
    "distrib": "distribuidora", "com": "comercializadora", "comerc": "comercializadora", "cial": "comercial", "ind": "industria", "inds": "industria",
    "industrias": "industria", "servs": "servicios", "serv": "servicios", "svcs": "servicios", "inv": "inversiones", "invers": "inversiones",
    "const": "constructora", "constr": "constructora", "transp": "transportes", "rest": "restaurante", "pto": "puerto", "asoc": "asociados",
    "assoc": "asociados", "gpo": "grupo", "corp": "corporacion", "imp": "importadora", "exp": "exportadora", "lab": "laboratorio",
    "labs": "laboratorio", "laboratorios": "laboratorio", "farm": "farmacia", "pan": "panaderia", "cafe": "cafe", "clin": "clinica", "ofic": "oficinas",
    "of": "oficinas", "y": "", "e": "", "de": "", "del": "", "la": "", "las": "", "los": "", "el": "", "da": "", "do": "", "dos": "", "das": "",
}  # fmt: skip
