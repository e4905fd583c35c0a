"""`{% load people %}`: how far roles see, in words."""

from django import template

from lazo.kernel.models import Role
from lazo.web.words_of_access import SCOPE_SENTENCES

register = template.Library()


@register.filter
def scope_sentence(role: Role) -> str:
    """Which customers a role sees: `Solo los suyos`."""
    return str(SCOPE_SENTENCES[role.scope])
