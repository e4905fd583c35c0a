"""Ajustes: what it costs to serve; and Capital de clientes, what it all adds up to."""

import csv
import io
from datetime import date

import pytest
from web import company
from web.browsing import client_of, page, posted
from world import World

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import CostSheet, EquityFigure, Score, ScoreRun, ValueBand
from lazo.differentiate.operations.cost_sheet import save_costs
from lazo.differentiate.queries.cost_sheet import cost_version, dated_costs
from lazo.differentiate.scoring.score_file import costs_path
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 1)
LINES: dict[str, object] = {
    "version": "", "desde": "", "actividad-0": "order", "costo-0": "4.500", "actividad-1": "delivery", "costo-1": "",
    "actividad-2": "return", "costo-2": "$ 12.000,50", "actividad-3": "contact", "canal-3": "phone", "direccion-3": "IN",
    "tipo-3": "", "costo-3": "6.400", "actividad-4": "contact", "libre-4": "1", "canal-4": "carta", "costo-4": "900",
}  # fmt: skip


def test_only_who_administers_may_look(world: World, workspace: Workspace) -> None:
    page(world.bruno, "/ajustes/costos", 403)
    assert posted(world.bruno, "/ajustes/costos", **LINES).status_code == 403
    assert posted(world.bruno, "/ajustes/costos/retiro", desde="").status_code == 403
    assert "Aún no hay ninguno" in page(world.diego, "/ajustes/costos")


def test_what_is_written_is_kept_and_taken_back(world: World, workspace: Workspace) -> None:
    assert posted(world.diego, "/ajustes/costos", **LINES)["Location"] == "/ajustes/costos"
    (held,) = dated_costs()
    assert held.start is None
    assert held.costs == (
        UnitCost(Activity.ORDER, 4_500_00),
        UnitCost(Activity.RETURN, 12_000_50),
        UnitCost(Activity.CONTACT, 6_400_00, channel="phone", direction="IN"),
        UnitCost(Activity.CONTACT, 900_00, channel="carta"),
    )
    html = page(world.diego, "/ajustes/costos")
    assert 'value="12.000,50"' in html
    assert "phone · del cliente" in html
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert dated_costs() == ()


def test_another_day_is_another_sheet_and_is_withdrawn(world: World, workspace: Workspace) -> None:
    posted(world.diego, "/ajustes/costos", **LINES)
    later = LINES | {"version": cost_version(), "desde": "2025-07-01", "costo-0": "5.000"}
    posted(world.diego, "/ajustes/costos", **later)
    assert [sheet.start for sheet in dated_costs()] == [None, JULY]
    assert 'value="5.000"' in page(world.diego, "/ajustes/costos?desde=2025-07-01")
    assert 'value="4.500"' in page(world.diego, "/ajustes/costos?desde=")
    posted(world.diego, "/ajustes/costos/retiro", desde="2025-07-01", version=cost_version())
    assert [sheet.start for sheet in dated_costs()] == [None]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"costo-0": "mucho"}, "Escribe cuánto cuesta"),
        ({"costo-0": "-5"}, "No puede ser menor que cero"),
        ({"canal-4": ""}, "Di de qué canal"),
        ({"canal-4": "Phone", "direccion-4": "IN"}, "Esta actividad ya está arriba"),
        ({"desde": "ayer"}, "Escribe el día"),
        ({"version": "77"}, "Otra persona guardó cambios"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written_is_lost(
    world: World, workspace: Workspace, wrong: dict[str, object], said: str
) -> None:
    response = posted(world.diego, "/ajustes/costos", **(LINES | wrong))
    assert response.status_code == 400
    html = response.content.decode()
    assert said in html
    assert 'value="6.400"' in html
    assert not CostSheet.objects.exists()


def test_a_stale_withdrawal_takes_nothing_away(world: World, workspace: Workspace) -> None:
    save_costs(valid_from=None, costs=[UnitCost(Activity.ORDER, 1)], version=None, by=world.diego)
    posted(world.diego, "/ajustes/costos/retiro", desde="", version=1_000_000)
    assert dated_costs()


def figure(run: ScoreRun, owner: User, name: str, customers: int, amount: int, since: ScoreRun | None = None) -> None:
    EquityFigure.objects.create(run=run, since=since, owner=owner, name=name, customers=customers, amount=amount)


def explained(world: World) -> ScoreRun:
    before, run = company.add_run(company.BEFORE, current=False), company.add_run()
    told = {"opening": (9, 900_00), "new": (1, 80_00), "grown": (4, 120_00), "shrunk": (3, -60_00), "lost": (2, -30_00)}
    told |= {"refit": (8, -10_00), "closing": (9, 1_000_00), "cash": (5, 45_00), "year_start": (4, 200_00)}
    told |= {"year_kept": (3, 155_00), "year_churned": (1, 40_00), "year_contraction": (1, 20_00)}
    for name, (customers, amount) in told.items():
        figure(run, world.ana, name, customers, amount, before)
    figure(run, world.carla, "closing", 2, 7_777_00, before)
    figure(before, world.ana, "closing", 9, 900_00)
    return run


def test_equity_is_shown_with_what_it_is_made_of(world: World) -> None:
    explained(world)
    html = page(world.ana, "/segmentos/capital")
    assert "solo los que cuidas tú o tu equipo" in html
    for said in ("$\xa01.000", "Llegaron", "Modelo reajustado", "+11,1\xa0%", "16,1\xa0%", "75,0\xa0%", "30 sep"):
        assert said in html, said
    assert "7.777" not in html
    assert "8.777" in page(world.diego, "/segmentos/capital")


def test_equity_is_a_file_of_what_one_sees(world: World) -> None:
    explained(world)
    rows = list(csv.reader(io.StringIO(page(world.ana, "/segmentos/capital.csv").lstrip("\ufeff"))))
    assert rows[0] == ["name", "customers", "amount", "on", "since"]
    assert ["closing", "9", "1000.00", "2025-10-31", "2025-09-30"] in rows
    assert rows[-1] == ["closing", "9", "900.00", "2025-09-30", ""]
    assert not any("7777" in cell for row in rows for cell in row)


def test_equity_says_what_is_missing(world: World) -> None:
    assert "Todavía no se ha calculado" in page(world.diego, "/segmentos/capital")
    page(world.diego, "/segmentos/capital.csv", 404)
    run = company.add_run()
    assert "Se está explicando" in page(world.diego, "/segmentos/capital")
    figure(run, world.ana, "closing", 2, 500_00)
    assert "Hace falta un cálculo de otro día" in page(world.diego, "/segmentos/capital")
    assert "Todavía no hay un valor de vida" in page(world.carla, "/segmentos/capital")


def test_the_whale_is_of_what_is_left_after_serving(world: World) -> None:
    from web.test_segments import drawn

    run = drawn(world)
    for band, value in enumerate((600_00, 500_00, -300_00)):
        ValueBand.objects.create(run=run, owner=world.ana, measure="net_12m", band=band, customers=10, value=value)
    html = page(world.ana, "/segmentos")
    assert "después de lo que costó servir" in html
    assert "Los últimos 10 clientes <b>se llevan $\xa0300</b>" in html
    assert "net_12m" in page(world.ana, "/segmentos/concentracion.csv")


def test_a_customer_shows_what_is_left_to_grow(world: World, workspace: Workspace) -> None:
    run = company.add_run()
    party = company.add_customer(run, "Abel", world.ana)
    Score.objects.filter(pk=party.pk).update(clv=100_000_00, potential_value=150_000_00, migrator=True, tier="MVC")
    html = page(world.ana, f"/clientes/{party.pk}")
    assert "$\xa0150.000" in html
    assert "$\xa050.000 por crecer" in html
    assert "Cerca de otro nivel" in html
    listed = page(world.ana, "/clientes?columna=potential_value&columna=unrealised&columna=cost_12m")
    assert "$\xa050.000" in listed
    assert client_of(world.carla).get(f"/clientes/{party.pk}").status_code == 404


def test_who_costs_more_than_they_leave_is_filtered_by_what_one_types(world: World, workspace: Workspace) -> None:
    run = company.add_run()
    people = {name: company.add_customer(run, name, world.ana) for name in ("Abel", "Berta")}
    hers = company.add_customer(run, "Zulema", world.carla)
    for party, net in ((people["Abel"], -5_000_00), (people["Berta"], 5_000_00), (hers, -6_000_00)):
        Score.objects.filter(pk=party.pk).update(cost_12m=10_000_00, net_12m=net)
    assert 'name="monto_margen_hasta"' not in page(world.ana, "/clientes")
    asked = client_of(world.ana).get("/clientes?monto_margen_hasta=-1.000&columna=net_12m")
    assert asked["Location"] == "/clientes?margen_hasta=-100000&columna=net_12m"
    html = page(world.ana, asked["Location"])
    assert ("Abel" in html, "Berta" in html, "Zulema" in html) == (True, False, False)
    assert "Margen después de servir: hasta −$ 1.000" in html
    assert 'name="monto_margen_hasta" value="−$ 1.000"' in html
    costs_path(workspace, run.pk).parent.mkdir(parents=True)
    assert 'name="monto_costo_desde" value=""' in page(world.ana, "/clientes")
