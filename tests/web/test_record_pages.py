"""Every page on which people write about a customer: it opens, and nobody else learns of it."""

from datetime import date

import pytest
from web.browsing import client_of
from web.test_relations import party
from world import World

from lazo.identify.models import TraitDefinition
from lazo.identify.operations.call import CallDetails, log_call
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.note import add_note
from lazo.identify.operations.trait import set_trait
from lazo.interact.operations.to_do import ToDoDetails, add_to_do

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def test_pages(world: World) -> None:
    abel = party("Abel Ruiz", world.ana, country="CO", city="Cali")
    note = add_note(party=abel, text="hola", by=world.ana, on=ON)
    call = log_call(party=abel, call=CallDetails("OUT", "answered", 3, "bla"), by=world.ana, on=ON)
    to_do = add_to_do(details=ToDoDetails("Llamar", ON), by=world.ana, party=abel)
    field = add_custom_field(of="CHOICE", details=FieldDetails("Molienda", choices=("Fina", "Gruesa")), by=world.diego)
    add_custom_field(of="MONEY", details=FieldDetails("Cupo"), by=world.diego)
    add_custom_field(of="FLAG", details=FieldDetails("Socio"), by=world.diego)
    add_custom_field(of="PARTY", details=FieldDetails("Vendedor"), by=world.diego)
    set_trait(party=abel, key=field.key, value="Fina", by=None, kind=TraitDefinition.Kind.INFERRED, confidence=0.8)
    for address in (
        f"/clientes/{abel.pk}/editar",
        f"/clientes/{abel.pk}/notas",
        f"/clientes/{abel.pk}/notas/{note.pk}",
        f"/clientes/{abel.pk}/llamadas",
        f"/clientes/{abel.pk}/llamadas/{call.pk}",
        f"/clientes/{abel.pk}/pendientes",
        f"/clientes/{abel.pk}/permisos",
        f"/clientes/{abel.pk}/rasgos/molienda/correccion",
        f"/pendientes/{to_do.pk}",
    ):
        assert client_of(world.ana).get(address).status_code == 200, address
        assert client_of(world.carla).get(address).status_code == 404, address
    for address in (
        "/clientes/nuevo",
        "/clientes/nuevo?tipo=empresa",
        "/clientes/nuevo?tipo=hogar",
        "/pendientes",
        "/clientes/nuevo/parecidos?given_name=Abel&surnames=Ruiz",
    ):
        assert client_of(world.ana).get(address).status_code == 200, address
    for address in ("/ajustes/campos", "/ajustes/campos/molienda"):
        assert client_of(world.diego).get(address).status_code == 200, address
        assert client_of(world.ana).get(address).status_code == 403, address
