"""Words of companies for templates: `{% load companies %}`."""

from django import template

from lazo.identify.models import CompanyProfile

register = template.Library()


@register.filter
def industry_name(key: str) -> str:
    """The section of ISIC in words; blank for none."""
    return str(CompanyProfile.Industry(key).label) if key else ""


@register.filter
def company_size(key: str) -> str:
    """How many people, in words; blank for none."""
    return str(CompanyProfile.Size(key).label) if key else ""
