"""The undo of a batch: what it brought goes, what it changed returns, what people did since stays."""

from importing import bring, counts
from world import World

from lazo.identify.imports.operations import undo_batch
from lazo.identify.models import (
    ContactPoint,
    ImportBatch,
    Interaction,
    Party,
    Product,
    Purchase,
    PurchaseLine,
    SourceRecord,
)
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event

PEOPLE = "Código cliente;Nombre;Correo;Ciudad\n1;Ana Rojas;ana@correo.cl;Lota\n2;Luis Soto;luis@correo.cl;Talca\n"
SALES = "Factura;Código cliente;Fecha;SKU;Cantidad;Precio unitario\nA1;1;2024-03-15;P1;2;1.50\nA1;1;2024-03-15;P2;1;20\nA2;2;2024-03-20;P1;1;1.50\n"


def undone(batch: ImportBatch) -> dict:
    result = undo_batch(NullContext(), batch=batch.pk)
    batch.refresh_from_db()
    assert batch.state == "UNDONE"
    return result


def test_parties_nothing_refers_to_are_deleted_with_their_keys(world: World, workspace):
    batch = bring("customers", PEOPLE, world.diego)
    assert undone(batch)["kept"] == 0
    assert (Party.objects.count(), SourceRecord.objects.count(), ContactPoint.objects.count()) == (0, 0, 0)
    assert list(Change.objects.filter(batch=batch.pk).order_by("id").values_list("table", "operation")) == [
        ("parties", "A"),
        ("parties", "D"),
    ]
    assert Event.objects.filter(kind="import.undone", batch=batch.pk).count() == 1


def test_parties_with_purchases_are_retired_and_free_their_identifier(world: World, workspace):
    people = bring("customers", PEOPLE, world.diego)
    bring("purchases", "Factura;Código cliente;Fecha;Importe\nF1;1;2024-03-15;10\n", world.diego)
    undone(people)
    assert [party.name for party in Party.objects.all() if party.retired_at] == ["Ana Rojas"]
    assert Party.objects.count() == 1
    assert SourceRecord.objects.count() == 0
    assert counts(bring("customers", PEOPLE, world.diego)) == (2, 0, 0, 0)


def test_updated_values_return_unless_a_person_edited_them(world: World, workspace):
    bring("customers", PEOPLE, world.diego)
    batch = bring("customers", PEOPLE.replace("Lota", "Arica").replace("Talca", "Iquique"), world.diego)
    ana, luis = Party.objects.order_by("id")
    Party.objects.filter(pk=luis.pk).update(city="Chillán", version=luis.version + 1)
    result = undone(batch)
    assert list(Party.objects.order_by("id").values_list("city", flat=True)) == ["Lota", "Chillán"]
    assert (result["kept"], result["kept_rows"]) == (1, [["identify_party", luis.pk]])
    assert ana.pk != luis.pk


def test_new_party_that_a_person_edited_is_kept_and_named(world: World, workspace):
    batch = bring("customers", PEOPLE, world.diego)
    ana = Party.objects.get(name="Ana Rojas")
    Party.objects.filter(pk=ana.pk).update(city="Concepción", version=2)
    assert undone(batch)["kept_rows"] == [["identify_party", ana.pk]]
    assert list(Party.objects.values_list("city", flat=True)) == ["Concepción"]
    assert list(ContactPoint.objects.values_list("key", flat=True)) == ["ana@correo.cl"]


def test_keys_given_to_known_parties_are_taken_back(world: World, workspace):
    bring("customers", PEOPLE, world.diego)
    batch = bring("customers", "Código cliente;Correo\n1;otra@correo.cl\n", world.diego)
    assert counts(batch) == (0, 1, 0, 0)
    undone(batch)
    assert sorted(ContactPoint.objects.values_list("key", flat=True)) == ["ana@correo.cl", "luis@correo.cl"]


def test_purchases_go_with_lines_products_and_the_customers_they_made(world: World, workspace):
    batch = bring("purchases", SALES, world.diego)
    undone(batch)
    left = [model.objects.count() for model in (Purchase, PurchaseLine, Product, Party)]
    assert left == [0, 0, 0, 0]
    told = Change.objects.filter(batch=batch.pk, operation="D").order_by("table").values_list("table", flat=True)
    assert list(told) == ["parties", "products", "purchase_lines", "purchases"]


def test_updated_purchase_gets_its_amount_and_its_lines_back(world: World, workspace):
    bring("purchases", SALES, world.diego)
    before = list(PurchaseLine.objects.order_by("id").values())
    batch = bring("purchases", SALES.replace("P2;1;20", "P2;3;20"), world.diego)
    assert Purchase.objects.get(external_id="A1").amount == 6300
    undone(batch)
    assert Purchase.objects.get(external_id="A1").amount == 2300
    assert list(PurchaseLine.objects.order_by("id").values()) == before


def test_purchase_that_a_later_import_changed_is_kept(world: World, workspace):
    first = bring("purchases", SALES, world.diego)
    bring("purchases", SALES.replace("P2;1;20", "P2;3;20"), world.diego)
    purchase = Purchase.objects.get(external_id="A1")
    assert ["identify_purchase", purchase.pk] in undone(first)["kept_rows"]
    assert set(Purchase.objects.values_list("external_id", "amount")) == {("A1", 6300), ("A2", 150)}
    assert PurchaseLine.objects.filter(purchase=purchase).count() == 2


def test_purchases_that_a_later_import_repeats_are_its_own_when_the_earlier_is_undone(world: World, workspace):
    first, later = (bring("purchases", SALES, world.diego) for _ in range(2))
    assert counts(later) == (0, 0, 3, 0)
    assert undone(first)["kept_rows"] == [["identify_product", product] for product in _products()]
    assert set(Purchase.objects.values_list("external_id", "batch")) == {("A1", later.pk), ("A2", later.pk)}
    assert (PurchaseLine.objects.count(), Party.objects.filter(batch=later, retired_at=None).count()) == (3, 2)
    assert set(SourceRecord.objects.values_list("batch", flat=True)) == {later.pk}
    later.refresh_from_db()
    undone(later)
    left = [model.objects.count() for model in (Purchase, PurchaseLine, Party, SourceRecord)]
    assert left == [0, 0, 0, 0]


def test_purchases_that_an_undone_import_repeated_go_with_the_earlier(world: World, workspace):
    first, later = (bring("purchases", SALES, world.diego) for _ in range(2))
    undone(later)
    undone(first)
    assert (Purchase.objects.count(), PurchaseLine.objects.count(), Party.objects.count()) == (0, 0, 0)


def test_interactions_that_a_later_import_repeats_are_its_own(world: World, workspace):
    said = "Número;Código cliente;Fecha;Texto\n77;1;2024-03-15 10:30;Hola\n"
    first, later = (bring("interactions", said, world.diego) for _ in range(2))
    undone(first)
    assert list(Interaction.objects.values_list("external_id", "batch")) == [("77", later.pk)]


def _products() -> list[int]:
    return sorted(Product.objects.values_list("pk", flat=True))


def test_interactions_go(world: World, workspace):
    batch = bring("interactions", "Código cliente;Fecha;Canal;Texto\n1;2024-03-15 10:30;WhatsApp;Hola\n", world.diego)
    assert counts(batch) == (1, 0, 0, 0)
    undone(batch)
    assert (Interaction.objects.count(), Party.objects.count()) == (0, 0)


def test_undo_twice_changes_nothing_more(world: World, workspace):
    batch = bring("customers", PEOPLE, world.diego)
    undone(batch)
    changes = Change.objects.count()
    assert undone(batch)["kept"] == 0
    assert Change.objects.count() == changes
