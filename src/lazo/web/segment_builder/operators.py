"""How a rule compares: the words of its second field, by what it is about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.analytics.segments.vocabulary import ValueType
from lazo.web.segment_builder import subjects as of

Words = tuple[tuple[str, str | Promise], ...]

KNOWN: Words = (("known", _("se conoce")), ("unknown", _("no se conoce")))
BOUNDS: Words = (("at_least", _("al menos")), ("at_most", _("a lo más")), ("between", _("entre")))
EVER: Words = (("ever", _("desde siempre")),)
PAST: Words = (
    ("last_days", _("en los últimos días")),
    ("more_than_days_ago", _("hace más de tantos días")),
    ("this_month", _("este mes")),
    ("last_month", _("el mes pasado")),
    ("this_year", _("este año")),
    ("last_year", _("el año pasado")),
    ("dates", _("entre fechas")),
)
COMING: Words = (("next_days", _("en los próximos días")),)
CALENDAR = frozenset({"this_month", "last_month", "this_year", "last_year"})
IN_DAYS = frozenset({"last_days", "more_than_days_ago", "next_days"})

OF_TYPE: dict[ValueType, Words] = {
    ValueType.TEXT: (("in", _("es")), ("contains", _("contiene")), *KNOWN),
    ValueType.WORDS: (("in", _("es")), *KNOWN),
    ValueType.NUMBER: (*BOUNDS, ("in", _("es igual a")), *KNOWN),
    ValueType.SHARE: (*BOUNDS, *KNOWN),
    ValueType.MONEY: (*BOUNDS, *KNOWN),
    ValueType.DAY: (*PAST, *COMING, *KNOWN),
    ValueType.FLAG: (("yes", _("sí")), ("no", _("no")), *KNOWN),
    ValueType.ID: (("in", _("es")), *KNOWN),
    ValueType.PARTY: KNOWN,
}
WAYS: Words = (("entered", _("entró en")), ("left", _("salió de")))
HAPPENED: Words = (("yes", _("sí lo compró")), ("no", _("no lo compró")))
ENDS: Words = (
    ("any", _("de cualquier lado")),
    ("origin", _("como quien la tiene")),
    ("target", _("como con quien es")),
)
STATES: Words = (
    ("GRANTED", _("lo dio")),
    ("WITHDRAWN", _("lo retiró")),
    ("EXPIRED", _("venció")),
    ("UNKNOWN", _("no ha dicho")),
)


def operators(subject: of.Subject) -> Words:
    """The choices of the second field; empty where there is nothing to choose."""
    if subject.form in {of.FIELD, of.TRAIT} and subject.type is not None:
        words = OF_TYPE[subject.type]
        return tuple(one for one in words if one[0] != "contains") if subject.choices else words
    if subject.form == of.FACT:
        return PAST if subject.measure in {"first", "last"} else BOUNDS
    return {of.MOVEMENT: WAYS, of.SEQUENCE: HAPPENED, of.RELATION: ENDS}.get(subject.form, ())


def chosen(subject: of.Subject, told: str) -> str:
    """The operator of a rule: what stands there, or the first that there is."""
    keys = [key for key, _label in operators(subject)]
    return told if told in keys else next(iter(keys), "")
