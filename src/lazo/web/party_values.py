"""The fields of a customer in words: on the page where two people wrote at once, and wherever a change is shown."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lazo.identify.models import PartyRole, TraitDefinition
from lazo.identify.queries.custom_fields import CUSTOM, CustomField, related_names
from lazo.kernel.models import Team, User
from lazo.web.formats import Formats
from lazo.web.party_words import FIELD_NAMES

Type = TraitDefinition.Type


def field_name(name: str, own: dict[str, CustomField]) -> str:
    """How the form calls a field; one of the company's own that went away goes by its key."""
    if name in own:
        return own[name].name
    return str(FIELD_NAMES.get(name, name.removeprefix(CUSTOM)))


def field_words(name: str, value: Any, *, own: dict[str, CustomField], formats: Formats, user: User) -> str:
    """A value as people read it; nothing is said in words."""
    if value in (None, "", ()):
        return _("(nada)")
    if name in own:
        return own_words(own[name].type, value, formats=formats, user=user)
    if name in {"owner", "team"}:
        return _name_of(name, value)
    if name == "country":
        return formats.country_name(value)
    if name == "roles":
        value = tuple(str(PartyRole.Kind(role).label) for role in value)
    if isinstance(value, date):
        return formats.long_day(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _name_of(field: str, number: int) -> str:
    if field == "owner":
        return User.objects.filter(pk=number).values_list("name", flat=True).first() or ""
    return Team.objects.filter(pk=number).values_list("name", flat=True).first() or ""


def own_words(of: str, value: Any, *, formats: Formats, user: User) -> str:
    """The value of an own field of type `of` (TraitDefinition.Type); another customer whom `user` may not see has no name."""
    match of:
        case Type.MONEY:
            return formats.money(value)
        case Type.FLAG:
            return _("sí") if value else _("no")
        case Type.DATE:
            return formats.long_day(value)
        case Type.NUMBER:
            return formats.number(value, 0 if value == round(value) else 2)
        case Type.PARTY:
            return related_names(user=user, parties=[value]).get(value, _("alguien que no ves"))
    return str(value)
