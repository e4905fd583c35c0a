"""The tabs that come with Lazo: opened by everybody, changed on the page by who administers."""

import pytest
from listed import make_list
from web.browsing import client_of, page
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.shipped_view import seed_shipped_views
from lazo.identify.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    seed_shipped_views()
    found: dict[str, Party] = make_list(world)
    return found


def test_their_tabs_lead_to_the_readers_own_list(world: World, made: dict[str, Party]) -> None:
    html = page(world.ana, f"/clientes?responsable={world.ana.pk}")
    assert f'<a href="/clientes?responsable={world.ana.pk}" aria-current="page">Mis cuentas' in html
    assert '<a href="/clientes">Todos' in html
    assert "Cambiar «Mis cuentas»" not in html
    assert "Volver a las vistas que trae Lazo" not in html


def test_who_administers_changes_one_takes_it_away_and_brings_all_back(world: World, made: dict[str, Party]) -> None:
    client, cooling = client_of(world.diego), SavedView.objects.get(shipped="cooling")
    html = page(world.diego, "/clientes?area=retener")
    assert "Cambiar «Se enfrían»" in html
    assert "Viene con Lazo: el cambio vale para todos." in html
    told = {"nombre": "Por llamar", "quien": "ALL", "version": "1", "filtros": "1"}
    assert client.post(f"/vistas/{cooling.pk}?area=retener&ciudad=Cali", told)["Location"] == (
        "/clientes?area=retener&ciudad=Cali"
    )
    assert '<a href="/clientes?area=retener&amp;ciudad=Cali">Por llamar' in page(world.carla, "/clientes")
    assert "Vista «Por llamar» borrada." in client.post(f"/vistas/{cooling.pk}/retiro", follow=True).content.decode()
    assert "Por llamar" not in page(world.carla, "/clientes")
    html = client.post("/vistas/restauracion", follow=True).content.decode()
    assert "Las vistas que trae Lazo están como vinieron." in html
    assert '<a href="/clientes?area=retener">Se enfrían' in html
    assert "ya estaban como vinieron" in client.post("/vistas/restauracion", follow=True).content.decode()


def test_nobody_else_may(world: World, made: dict[str, Party]) -> None:
    client, cooling = client_of(world.ana), SavedView.objects.get(shipped="cooling")
    assert client.post(f"/vistas/{cooling.pk}", {"nombre": "Mía", "version": "1"}).status_code == 404
    assert client.post(f"/vistas/{cooling.pk}/retiro").status_code == 404
    assert client.post("/vistas/restauracion").status_code == 403
    assert SavedView.objects.filter(removed_at__isnull=True).count() == 5


def test_what_comes_with_lazo_is_not_for_a_few(world: World, made: dict[str, Party]) -> None:
    cooling = SavedView.objects.get(shipped="cooling")
    told = {"nombre": "Mía", "quien": "OWN", "version": "1"}
    html = client_of(world.diego).post(f"/vistas/{cooling.pk}", told, follow=True).content.decode()
    assert "Las vistas que trae Lazo son de todos" in html


def test_they_are_named_in_the_readers_language(world: World, made: dict[str, Party]) -> None:
    world.ana.language = "en"
    world.ana.save()
    html = page(world.ana, "/clientes")
    assert "Mis cuentas" not in html
    assert ">My accounts " in html
