"""Why somebody may not be contacted, in a sentence of the reader's language."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from babel import Locale
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.customize.policy.asked import Asked
from lazo.customize.policy.customer import (
    BLOCKED,
    CONTACT_POINT,
    ERASED,
    EXPIRED,
    LIST,
    NO_CONSENT,
    WITHDRAWN,
    Block,
    Customer,
)
from lazo.customize.policy.hours import holiday
from lazo.customize.policy.own_limits import OWN
from lazo.customize.policy.pack import law_of
from lazo.customize.policy.rule import Kind, Rule, clock_text
from lazo.identify.models import ConsentEntry
from lazo.identify.suppression_registries import BY_KEY

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MINOR = "minor"
NAMES: dict[str, "StrPromise"] = {
    ERASED: gettext_lazy("Retirado o borrado"),
    BLOCKED: gettext_lazy("Datos bloqueados"),
    MINOR: gettext_lazy("Menor de edad"),
    CONTACT_POINT: gettext_lazy("Sin medio de contacto que sirva"),
    WITHDRAWN: gettext_lazy("Retiró el permiso"),
    EXPIRED: gettext_lazy("El permiso venció"),
    NO_CONSENT: gettext_lazy("Sin permiso"),
}
KINDS: dict[Kind, "StrPromise"] = {
    Kind.AGE: gettext_lazy("Edad"),
    Kind.CONSENT: gettext_lazy("Permiso"),
    Kind.REGISTRY: gettext_lazy("Lista sin consultar"),
    Kind.HOURS: gettext_lazy("Horario"),
    Kind.CAP: gettext_lazy("Tope de contactos"),
    Kind.GAP: gettext_lazy("Días entre contactos"),
    Kind.MIX: gettext_lazy("Un solo canal"),
}
POINTS: dict[str, "StrPromise"] = {
    "email": gettext_lazy("No hay un correo que sirva."),
    "phone": gettext_lazy("No hay un teléfono que sirva."),
    "sms": gettext_lazy("No hay un teléfono que sirva."),
    "whatsapp": gettext_lazy("No hay un teléfono ni un WhatsApp que sirva."),
    "letter": gettext_lazy("No hay una dirección."),
    "visit": gettext_lazy("No hay una dirección."),
}


def rule_name(key: str) -> str:
    """What a rule is called in a table: short, without the customer."""
    if key in NAMES:
        return str(NAMES[key])
    if key.startswith(LIST):
        return _("En la lista %(list)s") % {"list": list_name(key.removeprefix(LIST))}
    if key.startswith(OWN):
        return _("Límite propio n.º %(number)s") % {"number": key.removeprefix(OWN)}
    law = law_of(key)
    return key if law is None else f"{KINDS[law.kind]} · {law.law}"


def list_name(key: str) -> str:
    """The name of a registry."""
    return str(BY_KEY[key].name) if key in BY_KEY else key


def country_name(code: str) -> str:
    """A country in the reader's language; its code where that has no name."""
    locale = Locale.parse((translation.get_language() or "es").replace("-", "_"), sep="_")
    return str(locale.territories.get(code, code))


def block_words(block: Block, customer: Customer, asked: Asked) -> str:
    """Why, in one sentence; of a rule that waits, at the instant asked about."""
    said = {
        "purpose": _label(ConsentEntry.Purpose, asked.purpose),
        "channel": _label(ConsentEntry.Channel, asked.channel),
    }
    if block.key.startswith(LIST):
        return _("Está en la lista %(list)s.") % {"list": list_name(block.key.removeprefix(LIST))}
    if block.key == CONTACT_POINT:
        return str(POINTS[asked.channel])
    if block.key in _SIMPLE:
        return _SIMPLE[block.key]() % said
    rule = block.rule
    assert rule is not None, block.key
    if rule.kind == Kind.AGE:
        return _("Es menor de edad: solo se le escribe por un servicio.")
    return f"{_whose(rule)}: {_OF_KIND[rule.kind](rule, customer, asked)}"


def _label(choices: type[ConsentEntry.Purpose] | type[ConsentEntry.Channel], value: str) -> str:
    return str(choices(value).label)


def _whose(rule: Rule) -> str:
    return _("Límite de la empresa") if rule.is_own else rule.law


def _hours(rule: Rule, customer: Customer, asked: Asked) -> str:
    country = customer.country or asked.country
    clocks = asked.clocks(country, customer.city)
    here = asked.when.astimezone(clocks[0])
    if not rule.holidays and (name := holiday(country, here.date())) is not None:
        return _("allí es feriado (%(name)s) y no se contacta.") % {"name": name}
    span = rule.spans.get(here.weekday())
    if span is None:
        return _("allí es %(day)s y no se contacta.") % {"day": str(WEEKDAYS[here.weekday()]).lower()}
    told = {"from": clock_text(span[0]), "to": clock_text(span[1]), "now": clock_text(here.time())}
    return _("allí son las %(now)s y se contacta de %(from)s a %(to)s.") % told


def _cap(rule: Rule, customer: Customer, asked: Asked) -> str:
    del customer, asked
    if rule.days == 1:
        return ngettext("ya hubo %(most)d contacto ese día.", "ya hubo %(most)d contactos ese día.", rule.most) % {
            "most": rule.most
        }
    told = {"most": rule.most, "days": rule.days}
    return (
        ngettext(
            "ya hubo %(most)d contacto en %(days)d días.", "ya hubo %(most)d contactos en %(days)d días.", rule.most
        )
        % told
    )


def _gap(rule: Rule, customer: Customer, asked: Asked) -> str:
    del customer, asked
    return _("han de pasar %(days)d días desde el último contacto.") % {"days": rule.days}


def _mix(rule: Rule, customer: Customer, asked: Asked) -> str:
    used = sorted({one.channel for one in customer.contacts} - {asked.channel, ""})
    names = ", ".join(_label(ConsentEntry.Channel, channel) for channel in used)
    return _("en %(days)d días no se cambia de canal, y ya se usó: %(channels)s.") % {
        "days": rule.days,
        "channels": names,
    }


def _registry(rule: Rule, customer: Customer, asked: Asked) -> str:
    del customer, asked
    return _("falta una consulta reciente de la lista %(list)s.") % {"list": list_name(rule.registry)}


_SIMPLE: dict[str, Callable[[], str]] = {
    ERASED: lambda: _("Ya no está: fue retirado o borrado."),
    BLOCKED: lambda: _("Sus datos están bloqueados: se guardan y no se usan."),
    WITHDRAWN: lambda: _("Retiró su permiso para %(purpose)s por %(channel)s."),
    EXPIRED: lambda: _("Su permiso para %(purpose)s por %(channel)s venció."),
    NO_CONSENT: lambda: _("No ha dado permiso para %(purpose)s por %(channel)s."),
}
_OF_KIND: dict[Kind, Callable[[Rule, Customer, Asked], str]] = {
    Kind.HOURS: _hours,
    Kind.CAP: _cap,
    Kind.GAP: _gap,
    Kind.MIX: _mix,
    Kind.REGISTRY: _registry,
}
