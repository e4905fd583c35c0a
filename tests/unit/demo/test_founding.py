from datetime import date

import pytest
from world import World

from lazo.demo.company import PEOPLE
from lazo.demo.founding import UnableToBuildDemo, built_demo, found_fictitious_company
from lazo.identify.models import Party
from lazo.kernel.models import Company, ExchangeRate, Job, RoleAssignment

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)


def test_an_empty_workspace_becomes_the_fictitious_company_and_its_people() -> None:
    company = found_fictitious_company(on=ON, is_real=False, by=None)
    assert (company.name, company.currency, company.is_fictitious) == ("Tostadora La Ceiba", "COP", True)
    roles = dict(RoleAssignment.objects.values_list("user__email", "role__key"))
    assert roles == {person.email: person.role for person in PEOPLE}
    assert sorted(ExchangeRate.objects.values_list("currency", flat=True).distinct()) == ["ARS", "BRL", "MXN"]


def test_founding_again_changes_nothing_while_the_demo_is_unfinished() -> None:
    found_fictitious_company(on=ON, is_real=False, by=None)
    Party.objects.create(name="Uno")
    before = ExchangeRate.objects.count()
    found_fictitious_company(on=ON, is_real=False, by=None)
    assert (Company.objects.count(), ExchangeRate.objects.count()) == (1, before)


def test_a_company_with_customers_is_never_turned_into_a_demo(world: World) -> None:
    Party.objects.create(name="Uno")
    with pytest.raises(UnableToBuildDemo, match="ya tiene una empresa"):
        found_fictitious_company(on=ON, is_real=False, by=None)
    assert Company.objects.get().name == "Comercial Aurora"


def test_a_demo_that_stands_is_not_built_twice() -> None:
    Job.objects.create(kind="demo.build", state="DONE", arguments={"real": False}, result={"people": 3})
    assert built_demo({"real": False}) is None
    Party.objects.create(name="Uno")
    assert built_demo({"real": False}) == {"people": 3}
    assert built_demo({"real": True}) is None


def test_the_real_data_are_not_called_fictitious() -> None:
    company = found_fictitious_company(on=ON, is_real=True, by=None)
    assert (company.name, company.currency, company.is_fictitious) == ("Supermercado Complete Journey", "USD", False)
    assert ExchangeRate.objects.count() == 0
