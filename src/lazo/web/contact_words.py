"""A way of contact on the page: what opens it, whether it works in a word and an icon, and what is known of it in sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.identify.models import ContactOutcome, ContactPoint
from lazo.identify.queries.contact_point import ContactLine
from lazo.web.customer_contact import address_of, breakable, shown
from lazo.web.formats import Formats

Outcome, Health = ContactOutcome.Outcome, ContactPoint.Health
WHY = {
    Outcome.SOFT_BOUNCE: gettext_lazy("Rebotó varias veces, la última el %(day)s."),
    Outcome.HARD_BOUNCE: gettext_lazy("Rebotó el %(day)s: la dirección no existe."),
    Outcome.UNREACHABLE: gettext_lazy("Nadie respondió las últimas veces, la última el %(day)s."),
    Outcome.WRONG_PERSON: gettext_lazy("El %(day)s se dijo que no es de esta persona."),
    Outcome.OTHER_OWNER: gettext_lazy("Desde el %(day)s es de otra persona."),
    Outcome.REPLACED: gettext_lazy("Cambió por otro el %(day)s."),
    Outcome.DELIVERED: gettext_lazy("Se entregó un mensaje el %(day)s."),
    Outcome.REPLIED: gettext_lazy("Respondió desde ahí el %(day)s."),
}
HOW = {
    "BY_HAND": gettext_lazy("Verificado el %(day)s por %(who)s."),
    "CODE": gettext_lazy("Verificado el %(day)s: escribió el código que enviamos."),
    "LINK": gettext_lazy("Verificado el %(day)s: abrió el enlace que enviamos."),
    "REPLY": gettext_lazy("Verificado el %(day)s: respondió desde ahí."),
    "SOURCE": gettext_lazy("Verificado el %(day)s: lo dice la fuente."),
}
STATES = {
    Health.USABLE: (gettext_lazy("sirve"), "check", "ok"),
    Health.DOUBTFUL: (gettext_lazy("en duda"), "alert-triangle", "warn"),
    Health.DEAD: (gettext_lazy("no sirve"), "x", "bad"),
}


@dataclass(frozen=True)
class Badge:
    """A word with its icon; `css` is the colour of the label."""

    word: str
    icon: str
    css: str


@dataclass(frozen=True)
class ContactView:
    """One way of contact as the page shows it; `href` is blank where nothing opens it. `mark` is null where there is nothing to warn of."""

    line: ContactLine
    href: str
    shown: SafeString
    national: str
    state: Badge
    mark: Badge | None
    facts: tuple[str, ...]

    @property
    def point(self) -> ContactPoint:
        return self.line.point


def contact_view(line: ContactLine, formats: Formats) -> ContactView:
    national = shown(line.point, formats.country)
    state = Badge(*(str(part) for part in STATES[Health(line.state)]))
    return ContactView(
        line=line,
        href=address_of(line.point),
        shown=breakable(shown(line.point)),
        national=national if national != shown(line.point) else "",
        state=state,
        mark=_mark(line, state),
        facts=tuple(_facts(line, formats)),
    )


def _mark(line: ContactLine, state: Badge) -> Badge | None:
    """What the closed line says: trouble before praise."""
    if line.state != Health.USABLE:
        return state
    if line.point.verified_at is not None:
        return Badge(_("verificado"), "check", "ok")
    return Badge(_("compartido"), "users", "") if line.is_shared else None


def _facts(line: ContactLine, formats: Formats) -> list[str]:
    point, told = line.point, []
    if line.outcome in WHY and line.outcome_at is not None:
        told.append(str(WHY[Outcome(line.outcome)]) % {"day": _day(line.outcome_at, formats)})
    elif line.state == Health.DOUBTFUL:
        told.append(_("Parece mal escrito y nadie lo ha comprobado."))
    if line.meant:
        told.append(_("¿Quisiste decir %(address)s?") % {"address": line.meant})
    if point.verified_at is not None:
        who = point.verified_by.name if point.verified_by else _("alguien")
        words = HOW.get(point.verified_how, gettext_lazy("Verificado el %(day)s."))
        told.append(str(words) % {"day": _day(point.verified_at, formats), "who": who})
    if line.is_shared:
        told.append(_("Lo leen varias personas: no distingue a nadie."))
    told.append(_origin(line, formats))
    return told


def _origin(line: ContactLine, formats: Formats) -> str:
    """Where it came from, and when it was first and last seen."""
    first = line.point.created_at.date()
    days = {"first": _day(first, formats), "last": _day(line.last_seen, formats), "source": line.source}
    if line.last_seen <= first:
        words = _("De %(source)s, el %(first)s.") if line.source else _("Escrito a mano el %(first)s.")
    elif line.source:
        words = _("De %(source)s: desde el %(first)s, por última vez el %(last)s.")
    else:
        words = _("Escrito a mano el %(first)s, visto por última vez el %(last)s.")
    return words % days


def _day(value: date | datetime, formats: Formats) -> str:
    return formats.day(value.date() if isinstance(value, datetime) else value)
