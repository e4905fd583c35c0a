"""The contracts of a customer on their page and by program; and who may not see them."""

from datetime import date
from typing import Any

import pytest
from rest import Program
from web import company
from web.browsing import client_of
from world import World

from lazo.identify.models import Contract, Party, Product, Source

pytestmark = pytest.mark.django_db
SURVIVAL = {
    "period_months": 1, "contracts": 900, "running": 400, "ended": 500, "method": "sbg", "alpha": 1.0, "beta": 9.0,
    "kept": [1.0, 0.9], "low": [1.0, 0.8], "high": [1.0, 0.95], "is_reliable": True, "problem": None,
    "back_test": {"cutoff": "2024-10-31", "until": "2025-10-31", "running": 300, "expected": 50.0, "lost": 52},
}  # fmt: skip


def make_contract(party: Party, **said: Any) -> Contract:
    source, _ = Source.objects.get_or_create(key="planes", defaults={"name": "Planes"})
    product, _ = Product.objects.get_or_create(sku="NET", defaults={"name": "Internet"})
    values = {"started_on": date(2025, 1, 15), "period_months": 1, "currency": "COP", "amount": 5_000_000}
    return Contract.objects.create(
        party=party, source=source, product=product, **(values | {"base_amount": 5_000_000} | said)
    )


@pytest.fixture
def abel(world: World) -> Party:
    run = company.add_run()
    run.counts = {**run.counts, "contracts": [SURVIVAL]}
    run.save()
    return company.add_customer(run, "Abel", world.ana)


def page(user: Any, party: Party) -> str:
    return client_of(user).get(f"/clientes/{party.pk}").content.decode()


def test_a_contract_is_shown_with_its_risk_and_what_is_left_in_it(world: World, abel: Party) -> None:
    make_contract(abel)
    html = page(world.ana, abel)
    for said in (
        "Internet",
        "50.000",
        "al mes",
        "vigente desde el",
        "Riesgo de irse en 90 días",
        "Valor por venir, 36 meses",
    ):
        assert said in html
    assert "acertó sobre un periodo guardado" in html


def test_too_few_contracts_are_said_to_be_too_few(world: World, abel: Party) -> None:
    make_contract(abel, period_months=12)
    run = company.ScoreRun.objects.get()
    problem = {"code": "few_ended", "found": 12, "needed": 20}
    run.counts = {**run.counts, "contracts": [SURVIVAL | {"period_months": 12, "method": "none", "problem": problem}]}
    run.save()
    html = page(world.ana, abel)
    assert "12 contratos así han terminado; hacen falta 20." in html
    assert "Riesgo de irse en 90 días" not in html


def test_an_end_that_was_agreed_is_shown(world: World, abel: Party) -> None:
    make_contract(abel, cancelled_on=date(2025, 11, 15))
    html = page(world.ana, abel)
    assert "termina el" in html
    assert "renueva el" not in html


def test_who_has_none_sees_no_section(world: World, abel: Party) -> None:
    assert 'id="h-contracts"' not in page(world.ana, abel)


def test_contracts_are_read_by_page_and_not_by_who_may_not(world: World, abel: Party) -> None:
    for month in (1, 2, 3):
        make_contract(abel, started_on=date(2025, month, 15))
    program = Program(world.ana)
    first = program.get(f"/customers/{abel.pk}/contracts?limit=2")
    assert [one["started_on"] for one in first["data"]] == ["2025-03-15", "2025-02-15"]
    assert (first["data"][0]["state"], first["data"][0]["method"], first["data"][0]["reliable"]) == (
        "running",
        "sbg",
        True,
    )
    rest = program.get(f"/customers/{abel.pk}/contracts?cursor={first['next']}")
    assert [one["started_on"] for one in rest["data"]] == ["2025-01-15"]
    assert Program(world.carla).problem("GET", f"/customers/{abel.pk}/contracts", status=404)[0] == "not_found"
    assert client_of(world.carla).get(f"/clientes/{abel.pk}").status_code == 404


def test_the_survival_of_the_company_names_nobody(world: World, abel: Party) -> None:
    told = Program(world.ana).get("/contract-survival")
    assert told["on"] == "2025-10-31"
    assert told["data"][0]["back_test"]["lost"] == 52
    assert told["data"][0]["kept"] == [1.0, 0.9]
