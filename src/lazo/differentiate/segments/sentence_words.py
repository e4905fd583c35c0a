"""The words of rules: what each thing is called, and the sentences that are both written and read, with the same places in every language.

The words that join rules (`y`, `o`) stand alone in no other sentence: the reader splits by them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lazo.identify.models import CompanyProfile

FIELDS: dict[str, Promise] = {
    "kind": pgettext_lazy("rule", "tipo"),
    "country": pgettext_lazy("rule", "país"),
    "city": pgettext_lazy("rule", "ciudad"),
    "age": pgettext_lazy("rule", "edad"),
    "industry": pgettext_lazy("rule", "sector"),
    "size": pgettext_lazy("rule", "tamaño"),
    "owner": pgettext_lazy("rule", "responsable"),
    "team": pgettext_lazy("rule", "equipo"),
    "created": pgettext_lazy("rule", "fecha de alta"),
    "area": pgettext_lazy("rule", "área"),
    "sub_state": pgettext_lazy("rule", "estado"),
    "also_in": pgettext_lazy("rule", "también en"),
    "place": pgettext_lazy("rule", "lugar en el área"),
    "value_12m": pgettext_lazy("rule", "valor actual"),
    "value_365d": pgettext_lazy("rule", "valor proyectado"),
    "clv": pgettext_lazy("rule", "valor de vida"),
    "potential_value": pgettext_lazy("rule", "valor potencial"),
    "cost_12m": pgettext_lazy("rule", "costo de servir"),
    "net_12m": pgettext_lazy("rule", "margen después de servir"),
    "tier": pgettext_lazy("rule", "nivel de valor"),
    "customer_class": pgettext_lazy("rule", "clase"),
    "strategic": pgettext_lazy("rule", "estratégico"),
    "strategic_kinds": pgettext_lazy("rule", "clase estratégica"),
    "p_alive": pgettext_lazy("rule", "probabilidad de seguir activo"),
    "risk": pgettext_lazy("rule", "riesgo de irse"),
    "rfm": pgettext_lazy("rule", "celda RFM"),
    "recency": pgettext_lazy("rule", "recencia"),
    "frequency": pgettext_lazy("rule", "frecuencia"),
    "monetary": pgettext_lazy("rule", "monto"),
    "overdue_ratio": pgettext_lazy("rule", "atraso frente a su ritmo"),
    "expected_gap": pgettext_lazy("rule", "ritmo esperado"),
}
VALUES: dict[str, dict[str, Promise]] = {
    "kind": {
        "PERSON": pgettext_lazy("rule", "persona"),
        "ORGANIZATION": pgettext_lazy("rule", "empresa"),
        "HOUSEHOLD": pgettext_lazy("rule", "hogar"),
    },
    "area": {
        "ACQUIRE": pgettext_lazy("rule", "Adquirir"),
        "KEEP": pgettext_lazy("rule", "Mantener"),
        "MAXIMIZE": pgettext_lazy("rule", "Maximizar"),
        "LOYALTY": pgettext_lazy("rule", "Fidelizar"),
        "RETAIN": pgettext_lazy("rule", "Retener"),
        "OUT": pgettext_lazy("rule", "fuera"),
    },
    "sub_state": {
        "welcome": pgettext_lazy("rule", "bienvenida"),
        "once": pgettext_lazy("rule", "compró una vez"),
        "inferred": pgettext_lazy("rule", "se enfría"),
        "explicit": pgettext_lazy("rule", "pidió irse"),
        "recycled": pgettext_lazy("rule", "de vuelta"),
        "silent": pgettext_lazy("rule", "prospecto callado"),
        "lost": pgettext_lazy("rule", "perdido"),
    },
    "tier": {
        "MVC": pgettext_lazy("rule", "mayor valor"),
        "SGC": pgettext_lazy("rule", "supercrecimiento"),
        "MGC": pgettext_lazy("rule", "mayor potencial"),
        "LMC": pgettext_lazy("rule", "bajo mantenimiento"),
        "BZ": pgettext_lazy("rule", "bajo cero"),
    },
    "customer_class": {
        "best": pgettext_lazy("rule", "mejor"),
        "frequent": pgettext_lazy("rule", "frecuente"),
        "buyer": pgettext_lazy("rule", "comprador"),
        "not_best": pgettext_lazy("rule", "no mejor"),
    },
    "strategic_kinds": {
        "HIGH_LTV": pgettext_lazy("rule", "alto valor de vida"),
        "COST_MAGNET": pgettext_lazy("rule", "absorbe costo fijo"),
    },
    "flag": {"1": pgettext_lazy("rule", "sí"), "0": pgettext_lazy("rule", "no")},
    "directions": {"IN": pgettext_lazy("rule", "del cliente"), "OUT": pgettext_lazy("rule", "nuestra")},
    "groups": {"treated": pgettext_lazy("rule", "que la recibió"), "control": pgettext_lazy("rule", "de control")},
    "channel": {
        "email": pgettext_lazy("rule", "correo"),
        "phone": pgettext_lazy("rule", "llamada"),
        "sms": pgettext_lazy("rule", "SMS"),
        "whatsapp": pgettext_lazy("rule", "WhatsApp"),
        "letter": pgettext_lazy("rule", "carta"),
        "visit": pgettext_lazy("rule", "visita"),
    },
    "purpose": {
        "marketing": pgettext_lazy("rule", "publicidad"),
        "service": pgettext_lazy("rule", "servicio"),
        "surveys": pgettext_lazy("rule", "encuestas"),
        "profiling": pgettext_lazy("rule", "perfil"),
        "collections": pgettext_lazy("rule", "cobranza"),
        "sharing": pgettext_lazy("rule", "compartir"),
    },
    "state": {
        "GRANTED": pgettext_lazy("rule", "concedido"),
        "WITHDRAWN": pgettext_lazy("rule", "retirado"),
        "EXPIRED": pgettext_lazy("rule", "vencido"),
        "UNKNOWN": pgettext_lazy("rule", "nunca preguntado"),
    },
    "trait_kind": {
        "DECLARED": pgettext_lazy("rule", "declarado"),
        "OBSERVED": pgettext_lazy("rule", "observado"),
        "APPENDED": pgettext_lazy("rule", "de un tercero"),
        "INFERRED": pgettext_lazy("rule", "inferido"),
    },
}
VALUES["also_in"] = VALUES["area"]
VALUES["industry"] = {one.value: one.label for one in CompanyProfile.Industry}
VALUES["size"] = {one.value: one.label for one in CompanyProfile.Size}

AND, OR, NOT = (
    pgettext_lazy("between rules", "y"),
    pgettext_lazy("between rules", "o"),
    pgettext_lazy("before a rule", "no"),
)
ANYTHING = pgettext_lazy("rule", "algo")

TRAIT = _("dato %(trait)s")
TESTS: dict[str, Promise] = {
    "in": _("%(what)s es %(values)s"),
    "contains": _("%(what)s contiene %(text)s"),
    "between": _("%(what)s va de %(low)s a %(high)s"),
    "at_least": _("%(what)s es al menos %(low)s"),
    "at_most": _("%(what)s es como mucho %(high)s"),
    "known": _("%(what)s se conoce"),
    "unknown": _("%(what)s no se conoce"),
    "period": _("%(what)s fue %(period)s"),
}
TRAIT_KINDS, TRAIT_LEAST = _(", origen %(values)s"), _(", confianza %(least)s")
PERIODS: dict[str, Promise] = {
    "last_days": _("en los últimos %(days)s días"),
    "more_than_days_ago": _("hace más de %(days)s días"),
    "next_days": _("en los próximos %(days)s días"),
    "this_month": _("este mes"),
    "last_month": _("el mes pasado"),
    "this_year": _("este año"),
    "last_year": _("el año pasado"),
    "between": _("desde %(start)s hasta antes de %(before)s"),
    "from": _("desde %(start)s"),
    "before": _("antes de %(before)s"),
}
FACTS: dict[str, dict[str, Promise]] = {
    "purchases": {
        "count_between": _("compró de %(low)s a %(high)s veces"),
        "count_at_least": _("compró al menos %(low)s veces"),
        "count_at_most": _("compró como mucho %(high)s veces"),
        "amount_between": _("compró por un total de %(low)s a %(high)s"),
        "amount_at_least": _("compró por un total de al menos %(low)s"),
        "amount_at_most": _("compró por un total de como mucho %(high)s"),
        "first": _("su primera compra fue %(period)s"),
        "last": _("su última compra fue %(period)s"),
        "some": _("compró"),
    },
    "interactions": {
        "count_between": _("tuvo de %(low)s a %(high)s interacciones"),
        "count_at_least": _("tuvo al menos %(low)s interacciones"),
        "count_at_most": _("tuvo como mucho %(high)s interacciones"),
        "first": _("su primera interacción fue %(period)s"),
        "last": _("su última interacción fue %(period)s"),
        "some": _("tuvo interacciones"),
    },
    "campaigns": {
        "count_between": _("estuvo en %(low)s a %(high)s campañas u ofertas"),
        "count_at_least": _("estuvo en al menos %(low)s campañas u ofertas"),
        "count_at_most": _("estuvo en como mucho %(high)s campañas u ofertas"),
        "first": _("su primera campaña u oferta fue %(period)s"),
        "last": _("su última campaña u oferta fue %(period)s"),
        "some": _("estuvo en campañas u ofertas"),
    },
    "events": {
        "count_between": _("respondió de %(low)s a %(high)s veces"),
        "count_at_least": _("respondió al menos %(low)s veces"),
        "count_at_most": _("respondió como mucho %(high)s veces"),
        "first": _("su primera respuesta fue %(period)s"),
        "last": _("su última respuesta fue %(period)s"),
        "some": _("respondió"),
    },
}
WHERE: dict[str, Promise] = {
    "products": _("del producto %(values)s"),
    "categories": _("de la categoría %(values)s"),
    "channels": _("por el canal %(values)s"),
    "directions": _("en dirección %(values)s"),
    "kinds": _("de la clase %(values)s"),
    "campaigns": _("de la campaña %(values)s"),
    "groups": _("en el grupo %(values)s"),
    "arms": _("con la variante %(values)s"),
    "names": _("con el resultado %(values)s"),
}
SEQUENCE = _("compró primero %(first)s; después compró %(then)s en los %(days)s días siguientes")
NO_SEQUENCE = _("compró primero %(first)s; no compró %(then)s en los %(days)s días siguientes")
HOUSEHOLD = _("es parte de un hogar")
RELATIONS: dict[str, Promise] = {
    "any": _("tiene una relación %(values)s"),
    "origin": _("tiene una relación de ida %(values)s"),
    "target": _("tiene una relación de vuelta %(values)s"),
}
MOVEMENTS: dict[str, Promise] = {"entered": _("entró a %(values)s"), "left": _("salió de %(values)s")}
REACHED = _("se le puede escribir por %(channel)s para %(purpose)s")
CONSENT = _("sobre %(purpose)s por %(channel)s dijo %(values)s")
CONSENT_WAY = _("sobre %(purpose)s por %(channel)s dijo %(values)s, con un medio")
IN_SEGMENT = _("está en el segmento %(segment)s")

TYPED: dict[str, Promise] = {
    "count_above": _("compró más de %(low)s veces"),
    "count_below": _("compró menos de %(high)s veces"),
    "bought_above": _("más de %(low)s compras"),
    "bought_below": _("menos de %(high)s compras"),
    "created": _("creado %(period)s"),
    "silent": _("no compra desde hace %(days)s días"),
    "country": _("en %(values)s"),
}
"""Further ways in which people say common rules; they are read and never written."""
