"""Interactions and products from a file."""

from importing import bring, counts
from world import World

from lazo.identify.models import Interaction, Party, Product
from lazo.kernel.models import Change

TALKS = """Ticket;Código cliente;Fecha;Canal;Sentido;Asunto;Mensaje
T1;1;15/03/2024 10:30;Teléfono;Entrante;Reclamo;No llegó
T2;1;16/03/2024;WhatsApp;Saliente;Aviso;Ya va
T3;;17/03/2024;Correo;Entrante;Hola;Buen día
"""


def test_interactions_come_in_with_hour_and_direction(world: World, workspace):
    batch = bring("interactions", TALKS, world.diego)
    assert counts(batch) == (2, 0, 0, 1)
    assert batch.report["reasons"] == {"no_customer": 1}
    found = Interaction.objects.order_by("id").values_list("external_id", "channel", "direction", "subject", "text")
    assert list(found) == [("T1", "Teléfono", "IN", "Reclamo", "No llegó"), ("T2", "WhatsApp", "OUT", "Aviso", "Ya va")]
    first = Interaction.objects.get(external_id="T1")
    assert (first.occurred_on.isoformat(), first.occurred_at.isoformat()) == ("2024-03-15", "2024-03-15T15:30:00+00:00")
    assert Party.objects.count() == 1
    assert Change.objects.filter(batch=batch.pk, table="interactions", operation="A").count() == 1


def test_known_interactions_are_duplicates_or_updates(world: World, workspace):
    bring("interactions", TALKS, world.diego)
    batch = bring("interactions", TALKS.replace("Ya va", "Ya llegó"), world.diego)
    assert counts(batch) == (0, 1, 1, 1)
    assert Interaction.objects.get(external_id="T2").text == "Ya llegó"


def test_products_are_new_updated_or_duplicates(world: World, workspace):
    text = "SKU;Producto;Categoría\nP1;Clavos;Ferretería\nP2;Martillo;Ferretería\nP1;Clavos;Ferretería\n;Nada;\n"
    assert counts(bring("products", text, world.diego)) == (2, 0, 1, 1)
    batch = bring("products", 'SKU;Producto\nP1;Clavos de 2"\nP2;\n', world.diego)
    assert counts(batch) == (0, 1, 1, 0)
    assert list(Product.objects.order_by("sku").values_list("name", "category")) == [
        ('Clavos de 2"', "Ferretería"),
        ("Martillo", "Ferretería"),
    ]
