import pytest
from importing import bring, hand_in
from terminal import Lazo
from world import World, make_world

from lazo.identify.imports.operations import start_import
from lazo.identify.models import Party
from lazo.kernel.models import Job

pytestmark = pytest.mark.usefixtures("workspace")
PEOPLE = "Código cliente;Nombre;Correo;Ciudad\n1;Ana Rojas;ana@correo.cl;Lota\n2;Luis Soto;luis@correo.cl;Talca\n"


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_an_import_is_taken_back_and_what_was_kept_is_named(lazo: Lazo, company: World) -> None:
    bring("customers", PEOPLE, company.diego)
    batch = bring("customers", PEOPLE.replace("Lota", "Arica").replace("Talca", "Iquique"), company.diego)
    luis = Party.objects.get(name="Luis Soto")
    Party.objects.filter(pk=luis.pk).update(city="Chillán", version=luis.version + 1)
    said = lazo("undo", str(batch.pk))
    assert said.code == 0
    assert f"Lote {batch.pk} deshecho.\nSe conservan 1" in said.out
    assert "persona o empresa" in said.out
    assert "Luis" not in said.out
    assert said.err == "· Quitando lo que entró\n"
    assert lazo("undo", str(batch.pk), "--json").json == {
        "batch": batch.pk, "state": "UNDONE", "kept": 1, "kept_rows": [{"table": "identify_party", "row": luis.pk}],
    }  # fmt: skip


def test_an_import_nobody_edited_leaves_nothing(lazo: Lazo, company: World) -> None:
    batch = bring("customers", PEOPLE, company.diego)
    said = lazo("undo", str(batch.pk))
    assert (said.code, said.out) == (0, f"Lote {batch.pk} deshecho.\n")
    assert not Party.objects.exists()


def test_what_never_came_in_is_not_undone(lazo: Lazo, company: World) -> None:
    batch = hand_in("customers", PEOPLE, company.diego)
    said = lazo("undo", str(batch.pk))
    assert (said.code, said.err) == (1, f"Error: Del lote {batch.pk} no entró nada: no hay qué deshacer.\n")
    assert "No hay un lote 999" in lazo("undo", "999").err


def test_who_may_not_import_undoes_nothing(lazo: Lazo, company: World) -> None:
    batch = bring("customers", PEOPLE, company.diego)
    said = lazo("undo", str(batch.pk), "--as-user", "ana@aurora.example")
    assert (said.code, said.err) == (1, "Error: Los roles de esa persona no le permiten importar.\n")
    assert Party.objects.count() == 2


def test_an_import_under_way_is_not_undone(lazo: Lazo, company: World) -> None:
    batch = hand_in("customers", PEOPLE, company.diego)
    start_import(batch=batch, by=company.diego)
    batch.state = "RUNNING"
    batch.save()
    said = lazo("undo", str(batch.pk))
    assert (said.code, said.err) == (1, "Error: Ese lote sigue en curso: deshazlo cuando termine.\n")
    assert Job.objects.get().kind == "identify.import"
