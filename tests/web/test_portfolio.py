"""The pages of the portfolio: the matrices, one account, weights, files; who sees nothing of it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from accounts import make_portfolio
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import AccountJudgement, PortfolioSettings
from lazo.identify.models import Party
from lazo.interact.models import AccountPlan, AccountPlanAction, ToDo
from lazo.kernel.models import UndoOffer
from lazo.kernel.today import company_today
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PLACE = "/segmentos/cartera"


@pytest.fixture
def made(world: World, workspace: Workspace) -> dict[str, Party]:
    return make_portfolio(world, workspace, costs=True)


def test_the_matrices_and_their_accounts(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, PLACE)
    assert "6 empresas" in html
    assert f'href="/clientes/{made["large"].pk}/cartera"' in html
    assert "se sugiere: Recuperarla" in html
    assert '<circle class="bub m' in html
    for view in ("relacion", "precio"):
        assert "<circle" in page(world.diego, f"{PLACE}?vista={view}")
    assert "Hotel Grande" not in page(world.diego, f"{PLACE}?celda=unknown&vista=otra")
    assert "Ninguna cuenta cumple con eso" in page(world.diego, f"{PLACE}?estrategia=END")


def test_another_team_sees_nothing_of_it(world: World, made: dict[str, Party]) -> None:
    html = page(world.carla, PLACE)
    assert "1 empresa" in html
    assert "solo las que puedes ver" in html
    assert "Hotel Grande" not in html
    large = f"/clientes/{made['large'].pk}/cartera"
    page(world.carla, large, status=404)
    for step in ("juicios", "estrategia", "plan", "acciones"):
        assert posted(world.carla, f"{large}/{step}").status_code == 404
    page(world.ana, f"{PLACE}.csv", status=403)
    page(world.ana, f"{PLACE}.svg", status=403)
    page(world.ana, f"/clientes/{made['person'].pk}/cartera", status=404)


def test_a_judgement_a_strategy_and_a_plan(world: World, made: dict[str, Party]) -> None:
    large = f"/clientes/{made['large'].pk}/cartera"
    assert posted(world.ana, f"{large}/juicios", factor="market", value="80", note="crece").status_code == 302
    assert AccountJudgement.objects.get().value == 80
    assert posted(world.ana, f"{large}/juicios", factor="market", value="800").status_code == 400
    assert posted(world.ana, f"{large}/estrategia", strategy="ENHANCE", reason="Abren sedes").status_code == 302
    assert posted(world.ana, f"{large}/estrategia", strategy="").status_code == 400
    day = (company_today() + timedelta(days=30)).isoformat()
    assert posted(world.ana, f"{large}/plan", goals="Duplicar", review_on=day, version="0").status_code == 302
    assert posted(world.ana, f"{large}/plan", goals="Otro", review_on=day, version="0").status_code == 400
    assert (
        posted(world.ana, f"{large}/acciones", title="Llamar", due_on=day, assignee=str(world.ana.pk)).status_code
        == 302
    )
    assert posted(world.ana, f"{large}/acciones", title="", assignee=str(world.ana.pk)).status_code == 400
    html = page(world.ana, large)
    assert "<b>Hacerla crecer</b>" in html
    assert "Ana · " in html
    assert "Duplicar" in html
    assert "Llamar" in html
    assert "Revisar el plan de la cuenta" in html
    assert ToDo.objects.count() == 2
    customer = page(world.ana, f"/clientes/{made['large'].pk}")
    assert "Hacerla crecer" in customer
    assert "Duplicar" in customer


def test_a_plan_is_kept_in_versions_and_taken_back(world: World, made: dict[str, Party]) -> None:
    large = f"/clientes/{made['large'].pk}/cartera"
    day = (company_today() + timedelta(days=30)).isoformat()
    posted(world.ana, f"{large}/plan", goals="Uno", review_on=day, version="0")
    posted(world.ana, f"{large}/plan", goals="Dos", review_on=day, version="1")
    assert [plan.goals for plan in AccountPlan.objects.order_by("version")] == ["Uno", "Dos"]
    assert AccountPlanAction.objects.filter(is_review=True).count() == 1
    undo(token=UndoOffer.objects.filter(kind="account_plan.saved").latest("pk").token, by=world.ana)
    assert AccountPlan.objects.get().goals == "Uno"


def test_weights_are_seen_by_all_and_changed_by_who_administers(world: World, made: dict[str, Party]) -> None:
    place = f"{PLACE}/pesos"
    assert "Los cambia quien administra." in page(world.ana, place)
    html = page(world.diego, place)
    assert 'name="volume"' in html
    weights: dict[str, Any] = {
        "volume": 90, "potential": 1, "prestige": 1, "leadership": 1, "learning": 1, "attention": 1, "returns": 1,
        "product": 1, "behaviour": 1, "competition": 1, "growth": 1, "margin": 1, "market": 1, "length": 1,
        "contact": 1, "dependence": 1, "friendship": 1, "cooperation": 1, "relationship": 1, "cut": 55, "version": "",
    }  # fmt: skip
    assert posted(world.ana, place, **weights).status_code == 400
    assert posted(world.diego, place, **weights).status_code == 302
    assert PortfolioSettings.objects.get().weights["volume"] == 90
    assert posted(world.diego, place, **weights).status_code == 400
    assert posted(world.diego, place, **{**weights, "cut": 200}).status_code == 400


def test_the_files(world: World, made: dict[str, Party]) -> None:
    rows = list(csv.reader(io.StringIO(page(world.diego, f"{PLACE}.csv").lstrip("\ufeff"))))
    assert rows[1][:2] == [str(made["large"].pk), "Hotel Grande"]
    assert len(rows) == 7
    svg = page(world.diego, f"{PLACE}.svg")
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_before_a_run_the_page_says_what_is_missing(world: World, workspace: Workspace) -> None:
    assert "Falta calcular la cartera" in page(world.diego, PLACE)
    page(world.diego, f"{PLACE}.svg", status=404)
    assert client_of(world.ana).post(PLACE).status_code == 405
