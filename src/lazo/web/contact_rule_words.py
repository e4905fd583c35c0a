"""What a rule of contact asks, in words: for the page of settings and for tables of who was not contacted."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.customize.models import ContactLimit
from lazo.customize.policy.own_limits import NOT_SERVICE, rule_of
from lazo.customize.policy.rule import WEEK, Certainty, Kind, Rule, clock_text
from lazo.customize.policy.words import list_name
from lazo.identify.models import ConsentEntry
from lazo.web.contact_limit_form import DAYS

CERTAINTIES = {
    Certainty.READ: gettext_lazy("leída en su texto"),
    Certainty.SECONDARY: gettext_lazy("según otros"),
    Certainty.TO_CONFIRM: gettext_lazy("por confirmar"),
    Certainty.OWN: gettext_lazy("de Lazo"),
}


def asks_words(rule: Rule) -> str:
    """What it asks, in a short sentence without the law's name."""
    if rule.kind == Kind.AGE:
        return _("Tener %(age)d años o más.") % {"age": rule.age}
    if rule.kind == Kind.CONSENT:
        return _("Un permiso que valga, por cada canal.")
    if rule.kind == Kind.REGISTRY:
        return _("Haber consultado la lista %(list)s hace poco.") % {"list": list_name(rule.registry)}
    if rule.kind == Kind.HOURS:
        return _hours_words(rule)
    if rule.kind == Kind.MIX:
        return _("Durante %(days)d días, el mismo canal que la última vez.") % {"days": rule.days}
    return _count_words(rule)


def _hours_words(rule: Rule) -> str:
    days = [(day, rule.spans[number]) for number, day in enumerate(WEEK) if number in rule.spans]
    parts = []
    for span, some in groupby(days, key=lambda one: one[1]):
        names = [str(DAYS[day]) for day, _span in some]
        said = names[0] if len(names) == 1 else _("%(first)s a %(last)s") % {"first": names[0], "last": names[-1]}
        parts.append(
            _("%(days)s de %(from)s a %(to)s") % {"days": said, "from": clock_text(span[0]), "to": clock_text(span[1])}
        )
    told = "; ".join(parts)
    return _("%(hours)s, menos feriados.") % {"hours": told} if not rule.holidays else f"{told}."


def _count_words(rule: Rule) -> str:
    if rule.kind == Kind.GAP:
        return ngettext("%(days)d día entre dos contactos.", "%(days)d días entre dos contactos.", rule.days) % {
            "days": rule.days
        }
    told = {"most": rule.most, "days": rule.days}
    if rule.days == 1:
        return ngettext("A lo más %(most)d contacto al día.", "A lo más %(most)d contactos al día.", rule.most) % told
    return (
        ngettext(
            "A lo más %(most)d contacto en %(days)d días.", "A lo más %(most)d contactos en %(days)d días.", rule.most
        )
        % told
    )


def purposes_words(rule: Rule) -> str:
    """For what it holds."""
    if rule.purposes == NOT_SERVICE:
        return _("todo menos el servicio")
    return _joined(rule.purposes, ConsentEntry.Purpose) or _("todo")


def channels_words(rule: Rule) -> str:
    """By which channels it holds."""
    return _joined(rule.channels, ConsentEntry.Channel) or _("todo canal")


def _joined(keys: Iterable[str], choices: type[ConsentEntry.Purpose] | type[ConsentEntry.Channel]) -> str:
    return ", ".join(str(choices(key).label) for key in choices.values if key in set(keys))


def limit_words(row: ContactLimit) -> str:
    """What a limit of the company asks."""
    return asks_words(rule_of(row))
