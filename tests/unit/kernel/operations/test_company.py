import pytest

from lazo.kernel.models import Company, Event, Role
from lazo.kernel.operations.company import STANDARD_ROLES, found_company

pytestmark = pytest.mark.django_db


def test_founding_makes_the_company_its_roles_and_one_event() -> None:
    company = found_company(name="Aurora", country="CL", currency="CLP", time_zone="America/Santiago", by=None)
    assert (company.pk, company.name, company.country, company.currency) == (1, "Aurora", "CL", "CLP")
    assert list(Role.objects.order_by("id").values_list("key", "scope", "may_export", "may_administer")) == [
        ("director", "ALL", True, True),
        ("marketer", "ALL", True, False),
        ("analyst", "ALL", True, False),
        ("manager", "TEAM", True, False),
        ("agent", "OWN", False, False),
        ("guest", "NONE", False, False),
    ]
    assert list(Event.objects.values_list("kind", "data")) == [
        ("company.founded", {"country": "CL", "currency": "CLP", "is_fictitious": False})
    ]


def test_founding_again_leaves_everything_as_it_was() -> None:
    found_company(name="Aurora", country="CL", currency="CLP", by=None)
    Role.objects.filter(key="agent").update(name="Vendedora")
    again = found_company(name="Otra", country="MX", currency="MXN", by=None)
    assert (again.name, Company.objects.count(), Event.objects.count()) == ("Aurora", 1, 1)
    assert Role.objects.get(key="agent").name == "Vendedora"
    assert Role.objects.count() == len(STANDARD_ROLES)
