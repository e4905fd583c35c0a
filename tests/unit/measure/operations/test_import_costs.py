"""A file of costs: the good rows once, the bad ones named, all taken back at once."""

from pathlib import Path

import pytest
from world import World

from lazo.customize.models import MoneyEntry
from lazo.kernel.models import Event
from lazo.kernel.undo import undo
from lazo.measure.imports.cost_table import UnableToReadCostTable
from lazo.measure.operations.cost import UnableToEnterCost
from lazo.measure.operations.import_costs import RefusedCost, import_costs

FILE = """fecha;área;concepto;monto;moneda;detalle;factura
2026-10-01;Adquirir;medios;96.000,50;;Radio;F-1
2026-10-02;fidelização;puntos;1.000;;;
31/31/2026;keep;otros;5;;;
2026-10-03;KEEP;agentes;cero;;;
2026-10-03;KEEP;agentes;0;;;
2026-10-03;Retener;magia;10;;;
2026-10-03;Retener;descuento;10;USD;;
2026-10-03;Retener;descuento;10;ZZZ;;
2026-10-03;Retener;herramientas;10;cop;CRM;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "costos.csv"
    path.write_text(FILE)
    return path


@pytest.mark.django_db
def test_good_rows_are_booked_once_and_bad_ones_named(world: World, file: Path) -> None:
    done = import_costs(file=file, file_name="costos.csv", by=world.diego)
    assert (done.booked, done.known, done.left_out) == (3, 0, 6)
    assert done.refused == [
        RefusedCost(4, "not_a_date"),
        RefusedCost(5, "not_a_number"),
        RefusedCost(6, "not_positive"),
        RefusedCost(7, "no_category"),
        RefusedCost(8, "no_rate"),
        RefusedCost(9, "no_currency"),
    ]
    rows = MoneyEntry.objects.order_by("pk").values_list("area", "category", "base_amount", "note", "key")
    assert rows[0] == ("ACQUIRE", "media", 9_600_050, "Radio", "costs:F-1")
    assert [row[:4] for row in rows[1:]] == [("LOYALTY", "points", 100_000, ""), ("RETAIN", "tool", 1_000, "CRM")]
    assert Event.objects.get(kind="money.imported").data == {"booked": 3, "known": 0, "left_out": 6}
    again = import_costs(file=file, file_name="costos.csv", by=world.diego)
    assert (again.booked, again.known, again.undo) == (0, 3, "")
    assert undo(token=done.undo, by=world.diego).restored == 3
    assert not MoneyEntry.objects.standing().exists()


@pytest.mark.django_db
def test_a_file_of_something_else_and_of_somebody_else_is_refused(world: World, file: Path, tmp_path: Path) -> None:
    with pytest.raises(UnableToEnterCost, match="not_allowed"):
        import_costs(file=file, file_name="costos.csv", by=world.carla)
    other = tmp_path / "otro.csv"
    other.write_text("nombre,correo\nAna,ana@x.co\n")
    with pytest.raises(UnableToReadCostTable) as refused:
        import_costs(file=other, file_name="otro.csv", by=world.diego)
    assert refused.value.params == {"columns": "on, area, category, amount"}
