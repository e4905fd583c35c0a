"""`{% load record %}`: the words of what people write about a customer."""

from django import template
from django.utils.text import capfirst

from lazo.identify.models import ConsentEntry, TraitDefinition

register = template.Library()


@register.filter
def consent_purpose(key: str) -> str:
    return capfirst(str(ConsentEntry.Purpose(key).label))


@register.filter
def consent_channel(key: str) -> str:
    return str(ConsentEntry.Channel(key).label)


@register.filter
def consent_basis(key: str) -> str:
    return str(ConsentEntry.Basis(key).label)


@register.filter
def type_name(of: str) -> str:
    """The type of a field in words."""
    return str(TraitDefinition.Type(of).label)
