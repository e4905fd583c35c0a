"""Purchases from a file: invoices and their lines, returns, currencies, customers known and unknown."""

from datetime import date
from decimal import Decimal

import pytest
from importing import bring, counts, hand_in, try_dry
from world import World

from lazo.identify.imports.operations import UnableToImport, import_batch, problem_reason, rejects_path
from lazo.identify.models import BatchChange, Party, Product, Purchase, PurchaseLine
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, ExchangeRate

SIMPLE = """Factura;Código cliente;Fecha;Importe
F1;1;15/03/2024;1.234,50
F2;2;16/03/2024;500
F3;;17/03/2024;80
"""
LINES = """Factura;Código cliente;Fecha;SKU;Producto;Cantidad;Precio unitario
A1;1;2024-03-15;P1;Clavos;2;1.50
A1;1;2024-03-15;P2;Martillo;1;20.00
A2;1;2024-03-20;P1;Clavos;-2;1.50
"""


def amounts() -> list[tuple]:
    return list(
        Purchase.objects.order_by("id").values_list("external_id", "party__source_records__external_id", "amount")
    )


def test_purchases_come_in_and_unknown_customers_are_made(world: World, workspace):
    batch = bring("purchases", SIMPLE, world.diego)
    assert counts(batch) == (3, 0, 0, 0)
    assert amounts() == [("F1", "1", 123450), ("F2", "2", 50000), ("F3", None, 8000)]
    assert Purchase.objects.filter(party=None).count() == 1
    assert Party.objects.count() == 2
    assert batch.report["money"] == {"COP": 181450}


def test_changes_name_the_range_of_new_purchases(world: World, workspace):
    batch = bring("purchases", SIMPLE, world.diego)
    ids = list(Purchase.objects.order_by("id").values_list("id", flat=True))
    assert list(
        Change.objects.filter(batch=batch.pk, table="purchases").values_list("operation", "row_from", "row_to")
    ) == [("A", ids[0], ids[-1])]


def test_unknown_customers_are_rejected_when_asked(world: World, workspace):
    bring("customers", "Código cliente;Nombre\n1;Ana Rojas\n", world.diego)
    batch = bring("purchases", SIMPLE, world.diego, create_unknown=False)
    assert counts(batch) == (2, 0, 0, 1)
    assert batch.report["reasons"] == {"customer_unknown": 1}
    assert amounts() == [("F1", "1", 123450), ("F3", None, 8000)]
    assert Party.objects.count() == 1


def test_rows_of_one_invoice_are_its_lines_and_a_return_is_negative(world: World, workspace):
    batch = bring("purchases", LINES, world.diego)
    assert counts(batch) == (3, 0, 0, 0)
    assert amounts() == [("A1", "1", 2300), ("A2", "1", -300)]
    lines = PurchaseLine.objects.order_by("id").values_list(
        "purchase__external_id", "product__sku", "quantity_milli", "amount"
    )
    assert list(lines) == [("A1", "P1", 2000, 300), ("A1", "P2", 1000, 2000), ("A2", "P1", -2000, -300)]
    assert sorted(Product.objects.values_list("sku", "name")) == [("P1", "Clavos"), ("P2", "Martillo")]


def test_same_invoices_again_are_duplicates(world: World, workspace):
    bring("purchases", LINES, world.diego)
    assert counts(bring("purchases", LINES, world.diego)) == (0, 0, 3, 0)
    assert (Purchase.objects.count(), PurchaseLine.objects.count()) == (2, 3)


def test_changed_invoice_is_updated_with_its_lines(world: World, workspace):
    bring("purchases", LINES, world.diego)
    batch = bring("purchases", LINES.replace("Martillo;1;", "Martillo;2;"), world.diego)
    assert counts(batch) == (0, 2, 1, 0)
    assert amounts() == [("A1", "1", 4300), ("A2", "1", -300)]
    assert list(
        PurchaseLine.objects.filter(purchase__external_id="A1").order_by("id").values_list("amount", flat=True)
    ) == [300, 4000]
    assert BatchChange.objects.get(batch=batch, table="identify_purchase").before["amount"] == 2300


def test_file_without_invoices_is_refused_a_second_time(world: World, workspace):
    text = "Código cliente;Fecha;Importe\n1;2024-03-15;10\n1;2024-03-15;10\n"
    assert counts(bring("purchases", text, world.diego)) == (2, 0, 0, 0)
    again = hand_in("purchases", text, world.diego)
    with pytest.raises(UnableToImport) as refusal:
        import_batch(NullContext(), batch=again.pk)
    assert refusal.value.code == "same_file"
    assert counts(bring("purchases", text, world.diego, force=True)) == (2, 0, 0, 0)


def test_row_repeated_in_a_file_without_products_is_a_duplicate(world: World, workspace):
    text = "Factura;Código cliente;Fecha;Importe\nF1;1;2024-03-15;10\nF1;1;2024-03-15;10\nF1;1;2024-03-15;5\n"
    batch = bring("purchases", text, world.diego)
    assert counts(batch) == (2, 0, 1, 0)
    assert amounts() == [("F1", "1", 1500)]


def test_tax_is_taken_off_the_total(world: World, workspace):
    bring("purchases", "Factura;Fecha;Total;IVA;Costo\nF1;2024-03-15;119;19;60\n", world.diego)
    assert list(Purchase.objects.values_list("amount", "tax", "margin", "base_margin")) == [(10000, 1900, 4000, 4000)]


def test_foreign_currency_is_valued_at_the_rate_of_its_day(world: World, workspace):
    ExchangeRate.objects.create(currency="USD", day=date(2024, 1, 1), rate=Decimal(4000))
    ExchangeRate.objects.create(currency="USD", day=date(2024, 6, 1), rate=Decimal("3900.5"))
    text = "Factura;Fecha;Importe;Moneda\nF1;2024-03-15;10.01;USD\nF2;2024-07-01;10;USD\nF3;2023-01-01;10;USD\nF4;2023-01-01;10;COP\n"
    batch = bring("purchases", text, world.diego)
    assert counts(batch) == (3, 0, 0, 1)
    assert list(Purchase.objects.order_by("id").values_list("external_id", "currency", "amount", "base_amount")) == [
        ("F1", "USD", 1001, 4004000),
        ("F2", "USD", 1000, 3900500),
        ("F4", "COP", 1000, 1000),
    ]
    assert list(batch.problems.values_list("row", "code", "value")) == [(4, "no_exchange_rate", "USD")]
    assert problem_reason(batch.problems.get()) == (
        "No hay tipo de cambio de USD para esa fecha. Agrégalo en Datos, Monedas y vuelve a importar."
    )
    ExchangeRate.objects.filter(day=date(2024, 1, 1)).update(rate=Decimal(9))
    assert Purchase.objects.get(external_id="F1").base_amount == 4004000


def test_currencies_without_cents_keep_their_units(world: World, workspace):
    ExchangeRate.objects.create(currency="CLP", day=date(2024, 1, 1), rate=Decimal("4.5"))
    bring("purchases", "Factura;Fecha;Importe;Moneda\nF1;2024-03-15;1000;CLP\nF2;2024-03-15;1000;COP\n", world.diego)
    assert list(Purchase.objects.order_by("id").values_list("amount", "base_amount")) == [
        (1000, 450000),
        (100000, 100000),
    ]


def test_bad_rows_stay_out_with_row_column_and_remedy(world: World, workspace):
    text = """Factura;Código cliente;Fecha;Importe
F1;1;31/02/2024;10
F2;1;15/03/2024;diez
F3;1;15/03/1850;10
F4;1;15/03/2090;10
F5;1;;10
F6;1;15/03/2024;
F7;1;15/03/2024;(1.234)
"""
    batch = bring("purchases", text, world.diego, number_format="es")
    assert counts(batch) == (1, 0, 0, 6)
    assert list(batch.problems.order_by("row").values_list("row", "column", "code")) == [
        (2, "Fecha", "no_such_day"),
        (3, "Importe", "not_a_number"),
        (4, "Fecha", "date_out_of_range"),
        (5, "Fecha", "date_in_future"),
        (6, "Fecha", "no_date"),
        (7, "Importe", "no_amount"),
    ]
    assert amounts() == [("F7", "1", -123400)]


def test_invoice_with_a_bad_line_waits_whole_for_its_mended_file(world: World, workspace):
    batch = bring("purchases", LINES.replace("P2;Martillo;1;20.00", "P2;Martillo;uno;20.00"), world.diego)
    assert counts(batch) == (1, 0, 0, 2)
    assert batch.report["reasons"] == {"not_a_number": 1, "other_line_rejected": 1}
    place = rejects_path(batch)
    assert place is not None
    mended = place.read_text(encoding="utf-8-sig").replace("uno", "1")
    assert counts(bring("purchases", mended, world.diego)) == (2, 0, 0, 0)
    assert sorted(Purchase.objects.values_list("external_id", "amount")) == [("A1", 2300), ("A2", -300)]


def test_invoice_of_two_customers_stays_out(world: World, workspace):
    text = "Factura;Código cliente;Fecha;Importe\nF1;1;2024-03-15;10\nF1;2;2024-03-15;20\n"
    batch = bring("purchases", text, world.diego)
    assert counts(batch) == (0, 0, 0, 2)
    assert batch.report["reasons"] == {"invoice_of_two_customers": 2}
    assert Party.objects.count() == 0


def test_customers_are_known_by_document_or_address_too(world: World, workspace):
    bring("customers", "Nombre;RUT;Correo\nAna Rojas;12.345.678-5;ana@correo.cl\n", world.diego, country="CL")
    text = "Factura;RUT;Correo;Nombre;Fecha;Importe\nF1;12345678-5;;Ana Rojas;2024-03-15;10\nF2;;ana@correo.cl;;2024-03-16;20\nF3;;;Luis;2024-03-17;30\n"
    batch = bring("purchases", text, world.diego, country="CL")
    assert counts(batch) == (3, 0, 0, 0)
    assert Party.objects.count() == 1
    assert list(Purchase.objects.order_by("id").values_list("party__name", flat=True)) == [
        "Ana Rojas",
        "Ana Rojas",
        None,
    ]
    assert batch.report["doubts"] == {"customer_name_only": 1}


def test_dry_run_of_purchases_writes_nothing(world: World, workspace):
    batch = try_dry("purchases", LINES, world.diego)
    assert (batch.state, counts(batch)) == ("CHECKED", (3, 0, 0, 0))
    assert (Purchase.objects.count(), Party.objects.count(), Product.objects.count()) == (0, 0, 0)
