"""Contracts from a file: new, known again, changed, refused, taken back; and mirrored."""

from datetime import date

import pytest
from importing import bring, counts, try_dry
from mirrored import run_sync
from world import World, make_world

from lazo.identify.imports.columns.entity import guess_entity
from lazo.identify.imports.operations import undo_batch
from lazo.identify.models import Contract, ImportProblem, Party, Product
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, ExchangeRate
from lazo.kernel.warehouse.snapshot import open_snapshot

PLANS = """Contrato;Código cliente;Plan;Código plan;Inicio;Fin;Fecha de baja;Próxima renovación;Periodicidad;Cuota;Moneda
C1;1;Internet;NET;01/02/2024;;;01/11/2025;mensual;50.000;COP
C2;2;Internet;NET;15/03/2024;;15/05/2024;;Mensual;50.000;COP
C3;1;Soporte;SUP;01/01/2024;31/12/2026;;;anual;1.200.000;COP
C4;;Internet;NET;01/01/2024;;;;mensual;1;COP
C5;3;Internet;NET;01/05/2024;01/04/2024;;;mensual;1;COP
C6;3;Internet;NET;01/05/2024;;;;cada luna;1;COP
"""


def told() -> list[tuple[object, ...]]:
    names = (
        "external_id",
        "started_on",
        "ends_on",
        "cancelled_on",
        "renews_on",
        "period_months",
        "amount",
        "base_amount",
    )
    return list(Contract.objects.order_by("external_id").values_list(*names))


def test_contracts_come_in_with_their_customers_and_products(world: World, workspace) -> None:
    batch = bring("contracts", PLANS, world.diego)
    assert counts(batch) == (3, 0, 0, 3)
    assert batch.report["reasons"] == {"ends_before_start": 1, "no_customer": 1, "period_unknown": 1}
    assert told() == [
        ("C1", date(2024, 2, 1), None, None, date(2025, 11, 1), 1, 5_000_000, 5_000_000),
        ("C2", date(2024, 3, 15), None, date(2024, 5, 15), None, 1, 5_000_000, 5_000_000),
        ("C3", date(2024, 1, 1), date(2026, 12, 31), None, None, 12, 120_000_000, 120_000_000),
    ]
    assert (Party.objects.count(), Product.objects.count()) == (2, 2)
    assert Contract.objects.get(external_id="C3").product.name == "Soporte"
    assert Contract.objects.running(on=date(2024, 4, 1)).count() == 3
    assert Contract.objects.running(on=date(2024, 5, 15)).count() == 2
    assert Change.objects.filter(batch=batch.pk, table="contracts", operation="A").count() == 1


def test_a_check_writes_nothing(world: World, workspace) -> None:
    batch = try_dry("contracts", PLANS, world.diego)
    assert counts(batch) == (3, 0, 0, 3)
    assert not Contract.objects.exists()
    codes = ImportProblem.objects.filter(batch=batch).order_by("row").values_list("row", "code")
    assert list(codes) == [(5, "no_customer"), (6, "ends_before_start"), (7, "period_unknown")]


def test_said_again_they_are_known_and_a_new_end_is_a_change(world: World, workspace) -> None:
    bring("contracts", PLANS, world.diego)
    again = PLANS.replace("C1;1;Internet;NET;01/02/2024;;;01/11/2025", "C1;1;Internet;NET;01/02/2024;;20/10/2025;")
    batch = bring("contracts", again, world.diego)
    assert counts(batch) == (0, 1, 2, 3)
    assert Contract.objects.get(external_id="C1").cancelled_on == date(2025, 10, 20)
    undo_batch(NullContext(), batch=batch.pk)
    first = Contract.objects.get(external_id="C1")
    assert (first.cancelled_on, first.renews_on) == (None, date(2025, 11, 1))


def test_undone_they_are_gone(world: World, workspace) -> None:
    batch = bring("contracts", PLANS, world.diego)
    undo_batch(NullContext(), batch=batch.pk)
    assert (Contract.objects.count(), Party.objects.count(), Product.objects.count()) == (0, 0, 0)
    assert Change.objects.filter(batch=batch.pk, table="contracts", operation="D").exists()


def test_another_currency_is_valued_at_its_first_day(world: World, workspace) -> None:
    ExchangeRate.objects.create(currency="USD", day=date(2024, 1, 1), rate=4000)
    text = (
        "Contrato;Código cliente;Inicio;Cuota;Moneda;Renovación\nA;1;02/01/2024;10,50;USD;\nB;1;02/01/2023;10,50;USD;\n"
    )
    batch = bring("contracts", text, world.diego)
    assert batch.report["reasons"] == {"no_exchange_rate": 1}
    assert Contract.objects.values_list("currency", "amount", "base_amount").get() == ("USD", 1050, 4_200_000)


def test_they_are_mirrored_in_base_currency(transactional_db, workspace) -> None:
    world = make_world()
    bring("contracts", PLANS, world.diego)
    run_sync(workspace)
    assert open_snapshot(workspace).rows("contracts") == 3


@pytest.mark.parametrize(
    ("header", "entity"),
    [
        ("Contrato;Cliente;Inicio;Fecha de baja;Cuota", "contracts"),
        ("subscription id;customer id;start date;renewal date;amount", "contracts"),
        ("Factura;Fecha;Cliente;Importe", "purchases"),
    ],
)
def test_a_file_of_contracts_is_recognised(header: str, entity: str) -> None:
    assert guess_entity(header.split(";")) == entity
