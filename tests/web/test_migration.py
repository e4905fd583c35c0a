"""The pages of the migration matrix: cells, figures, the chain, the list behind a cell, the files; who sees nothing of it."""

import csv
import io

import pytest
from listed import add_party
from migrated import AFTER, BEFORE, add_snapshot
from web.browsing import client_of, page
from world import World

from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PLACE = "/segmentos/migracion"


@pytest.fixture
def runs(world: World, workspace: Workspace) -> tuple[int, int]:
    """Abel rises, Beto is lost, Rosa, who is Carla's, stays."""
    abel, beto = (add_party(name, owner=world.ana, team=world.north).pk for name in ("Abel", "Beto"))
    rosa = add_party("Rosa", owner=world.carla, team=world.south).pk
    before = add_snapshot(
        workspace,
        BEFORE,
        {
            abel: {"tier": "LMC", "clv": 100_00, "rfm": "335"},
            beto: {"tier": "LMC", "clv": 50_00, "rfm": "111"},
            rosa: {"tier": "MVC", "clv": 900_00, "rfm": "555"},
        },
    )
    after = add_snapshot(
        workspace,
        AFTER,
        {
            abel: {"tier": "MVC", "clv": 400_00, "rfm": "555"},
            beto: {"tier": "LMC", "clv": 0, "sub_state": "lost", "rfm": "111"},
            rosa: {"tier": "MVC", "clv": 950_00, "rfm": "555"},
        },
        is_current=True,
    )
    return before.pk, after.pk


def test_each_cell_opens_its_customers(world: World, runs: tuple[int, int]) -> None:
    html = page(world.diego, PLACE)
    pair = f"esquema=tier&amp;desde={runs[0]}&amp;hasta={runs[1]}"
    assert f'href="/segmentos/migracion/clientes?{pair}&amp;de=LMC&amp;a=MVC"' in html
    assert "<dt>Suben</dt>" in html
    people = page(world.diego, f"{PLACE}/clientes?de=LMC&a=MVC")
    assert "Abel" in people
    assert "Beto" not in people
    assert "Beto" in page(world.diego, f"{PLACE}/clientes?a=LOST")
    assert "Nadie hizo ese camino" in page(world.diego, f"{PLACE}/clientes?de=BZ&a=MVC")
    assert "R5 F5" in page(world.diego, f"{PLACE}?esquema=rfm")


def test_another_team_sees_nothing_of_it(world: World, runs: tuple[int, int]) -> None:
    assert "solo los que puedes ver" in page(world.carla, PLACE)
    people = page(world.carla, f"{PLACE}/clientes")
    assert "Rosa" in people
    assert "Abel" not in people
    rows = list(csv.reader(io.StringIO(page(world.carla, f"{PLACE}.csv").lstrip("\ufeff"))))
    assert rows == [
        ["from", "to", "way", "customers", "row_share", "clv_change"],
        ["MVC", "MVC", "stayed", "1", "1.0", "50.00"],
    ]
    page(world.carla, f"{PLACE}/clientes.csv", status=403)


def test_the_chain_and_the_files(world: World, runs: tuple[int, int]) -> None:
    html = page(world.diego, f"{PLACE}/meses?esquema=tier")
    assert 'class="flow stay"' in html
    assert f"desde={runs[0]}&amp;hasta={runs[1]}" in html
    rows = list(csv.reader(io.StringIO(page(world.diego, f"{PLACE}/clientes.csv?de=LMC").lstrip("\ufeff"))))
    assert [row[1] for row in rows] == ["name", "Abel", "Beto"]
    assert Event.objects.get(kind="migration.exported").data["rows"] == 2


def test_one_snapshot_is_not_enough(world: World, workspace: Workspace) -> None:
    assert "Todavía no hay cálculos guardados" in page(world.diego, PLACE)
    add_snapshot(workspace, AFTER, {})
    assert "Hay un solo cálculo guardado" in page(world.diego, PLACE)
    assert "Hacen falta dos fechas" in page(world.diego, f"{PLACE}/meses")
    for address in ("clientes", "clientes.csv"):
        page(world.diego, f"{PLACE}/{address}", status=404)
    page(world.diego, f"{PLACE}.csv", status=404)
    assert client_of(world.ana).post(PLACE).status_code == 405


def test_what_nobody_can_have_meant_is_the_newest_month(world: World, runs: tuple[int, int]) -> None:
    html = page(world.diego, f"{PLACE}?esquema=otra&desde=999&hasta=x")
    assert f"esquema=tier&amp;desde={runs[0]}&amp;hasta={runs[1]}" in html
