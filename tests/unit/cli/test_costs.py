"""`lazo costs` and `lazo equity`, as a person types them."""

from pathlib import Path

import pytest
from scored import make_company, score
from terminal import Lazo
from world import World, make_world

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import CostSheet, Score
from lazo.differentiate.queries.cost_sheet import dated_costs
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.usefixtures("workspace")
TITLES = "activity,channel,direction,kind,cost\n"


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_costs_are_taken_from_a_file_and_shown(lazo: Lazo, company: World, tmp_path: Path) -> None:
    assert "lazo costs ARCHIVO" in lazo("costs").out
    place = tmp_path / "costos.csv"
    place.write_text(f"{TITLES}order,,,,2600\ncontact,teléfono,IN,reclamo,14500.50\n", encoding="utf-8")
    said = lazo("costs", str(place), "--from", "2026-01-01", "--json")
    assert (said.code, said.json["sheets"][0]["valid_from"]) == (0, "2026-01-01")
    assert said.json["sheets"][0]["costs"][1]["amount"] == 14500.5
    (held,) = dated_costs()
    assert held.costs == (
        UnitCost(Activity.ORDER, 2_600_00),
        UnitCost(Activity.CONTACT, 14_500_50, channel="teléfono", direction="IN", kind="reclamo"),
    )
    assert "14.500,5" in lazo("costs").out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "Los títulos son activity, channel, direction, kind y cost, y hace falta alguna fila."),
        (f"{TITLES}order,,,,mucho\n", "Fila 2: el costo se escribe como 4500 o 4500.50."),
        (f"{TITLES}order,,,,1\ndance,,,,1\n", "fila 3: unknown_activity"),
    ],
)
def test_what_is_no_cost_says_what_to_do(lazo: Lazo, company: World, tmp_path: Path, text: str, sentence: str) -> None:
    place = tmp_path / "costos.csv"
    place.write_text(text, encoding="utf-8")
    said = lazo("costs", str(place))
    assert (said.code, said.err) == (1, f"Error: No se pudieron tomar los costos. {sentence}\n")
    assert not CostSheet.objects.exists()


def test_who_may_not_is_refused(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "costos.csv"
    place.write_text(f"{TITLES}order,,,,1\n", encoding="utf-8")
    said = lazo("costs", str(place), "--as-user", "ana@aurora.example")
    assert (said.code, said.err) == (
        1, "Error: Los roles de esa persona no le permiten decir lo que cuesta servir.\n",
    )  # fmt: skip
    assert lazo("costs", str(tmp_path / "nada.csv")).code == 1


def test_equity_is_explained(lazo: Lazo, company: World, workspace: Workspace) -> None:
    assert lazo("equity").code == 1
    make_company(company, customers=80)
    score(workspace)
    said = lazo("equity", "--json").json
    whole = sum(clv or 0 for clv in Score.objects.values_list("clv", flat=True))
    assert said["figures"]["closing"]["amount"] == whole / 100
    assert said["since"] is None
    assert "Capital de clientes al 2025-12-31" in lazo("equity").out
