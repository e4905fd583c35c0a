"""Files that leave: whose rows, in which units, and how they appear."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from world import World

from lazo.differentiate.models import CyclePosition, Score
from lazo.differentiate.operations.export import UnableToExport, export_rows
from lazo.identify.models import ContactPoint, Party, Purchase, Source, SourceRecord
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Role, User

DAY = date(2026, 1, 31)


@pytest.fixture
def customers(world: World) -> dict[str, Party]:
    """One customer of Ana's with a duplicate, one of Carla's; and an anonymous purchase."""
    source = Source.objects.create(key="tienda", name="Tienda")
    ana = Party.objects.create(name="=HYPERLINK(x)", owner=world.ana, team=world.north)
    carla = Party.objects.create(name="+57 300 123 4567", owner=world.carla, team=world.south)
    twin = Party.objects.create(name="Gemela", owner=world.ana, team=world.north, canonical=ana)
    for party, key in ((ana, "A"), (carla, "C"), (twin, "B")):
        SourceRecord.objects.create(source=source, external_id=key, party=party)
    for party, currency, amount in ((twin, "CLP", 1990), (carla, "USD", -1234), (None, "COP", 500)):
        Purchase.objects.create(
            party=party, source=source, occurred_on=DAY, currency=currency, amount=amount, base_amount=amount * 4
        )
    for party in (ana, carla):
        Score.objects.create(
            customer=party, run_id=1, on_date=DAY, owner=party.owner, team=party.team, kind="PERSON", frequency=2,
            recency_days=3, age_days=40, n_purchases=3, monetary=12345, value_12m=100_000_000_000_000_001, area="KEEP",
            rule="KEEP.once",
        )  # fmt: skip
        CyclePosition.objects.create(
            customer=party, area="ACQUIRE", valid_from=date(2025, 1, 1), valid_to=DAY, rule="x", run_id=1
        )
        CyclePosition.objects.create(customer=party, area="KEEP", valid_from=DAY, rule="y", run_id=1, evidence={"x": 1})
    return {"ana": ana, "carla": carla, "twin": twin}


def exported(sheet: str, to: Path, by: User, **more: Any) -> list[dict[str, Any]]:
    export_rows(sheet=sheet, to=to, by=by, context=NullContext(), **more)
    if to.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(to).to_pylist()
        return rows
    with to.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_scores_are_one_row_per_customer_in_exact_units(
    world: World, customers: dict[str, Party], tmp_path: Path
) -> None:
    rows = exported("scores", tmp_path / "s.parquet", world.diego)
    assert [(row["source"], row["external_id"], row["customer_id"]) for row in rows] == [
        ("tienda", "A", customers["ana"].pk),
        ("tienda", "C", customers["carla"].pk),
    ]
    assert (rows[0]["monetary"], rows[0]["value_12m"]) == (Decimal("123.45"), Decimal("1000000000000000.01"))
    assert (rows[0]["p_alive"], rows[0]["clv"], rows[0]["area"], rows[0]["on_date"]) == (None, None, "KEEP", DAY)


def test_a_csv_writes_the_same_with_blanks_for_null(world: World, customers: dict[str, Party], tmp_path: Path) -> None:
    rows = exported("scores", tmp_path / "s.csv", world.diego)
    assert (rows[0]["monetary"], rows[0]["p_alive"], rows[0]["on_date"]) == ("123.45", "", "2026-01-31")


def test_positions_are_the_open_ones_or_the_whole_history(
    world: World, customers: dict[str, Party], tmp_path: Path
) -> None:
    rows = exported("positions", tmp_path / "p.parquet", world.diego)
    assert [(row["external_id"], row["area"], row["valid_to"], row["evidence"]) for row in rows] == [
        ("A", "KEEP", None, '{"x": 1}'),
        ("C", "KEEP", None, '{"x": 1}'),
    ]
    assert len(exported("positions", tmp_path / "p.parquet", world.diego, history=True)) == 4


def test_customers_are_one_row_per_record_and_formulas_stay_text(
    world: World, customers: dict[str, Party], tmp_path: Path
) -> None:
    rows = exported("customers", tmp_path / "c.csv", world.diego)
    ana = str(customers["ana"].pk)
    assert [(row["external_id"], row["customer_id"], row["name"], row["owner"]) for row in rows] == [
        ("A", ana, "'=HYPERLINK(x)", "ana@aurora.example"),
        ("C", str(customers["carla"].pk), "+57 300 123 4567", "carla@aurora.example"),
        ("B", ana, "Gemela", "ana@aurora.example"),
    ]


def test_purchases_have_the_units_of_their_own_currency(
    world: World, customers: dict[str, Party], tmp_path: Path
) -> None:
    rows = exported("purchases", tmp_path / "p.parquet", world.diego)
    assert [(row["customer_id"], row["customer_external_id"], row["currency"], row["amount"]) for row in rows] == [
        (customers["ana"].pk, "B", "CLP", Decimal("1990.00")),
        (customers["carla"].pk, "C", "USD", Decimal("-12.34")),
        (None, None, "COP", Decimal("5.00")),
    ]
    assert [row["base_amount"] for row in rows] == [Decimal("79.60"), Decimal("-49.36"), Decimal("20.00")]


@pytest.mark.parametrize(("sheet", "count"), [("scores", 1), ("positions", 1), ("customers", 2), ("purchases", 1)])
def test_a_manager_takes_out_only_what_their_team_has(
    world: World, customers: dict[str, Party], tmp_path: Path, sheet: str, count: int
) -> None:
    Role.objects.filter(key="manager").update(may_export=True)
    rows = exported(sheet, tmp_path / "m.parquet", world.bruno)
    assert len(rows) == count
    assert customers["carla"].pk not in {row["customer_id"] for row in rows}
    event = Event.objects.get(kind="rows.exported")
    assert (event.by, event.data) == (world.bruno, {"sheet": sheet, "rows": count, "format": "parquet"})


@pytest.mark.parametrize(
    ("sheet", "name", "user", "code"),
    [
        ("scores", "s.csv", "ana", "not_allowed"),
        ("scores", "s.xlsx", "diego", "unknown_format"),
        ("scores", "missing/s.csv", "diego", "folder_missing"),
        ("secrets", "s.csv", "diego", "unknown_sheet"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(
    world: World, tmp_path: Path, sheet: str, name: str, user: str, code: str
) -> None:
    with pytest.raises(UnableToExport) as refused:
        export_rows(sheet=sheet, to=tmp_path / name, by=getattr(world, user), context=NullContext())
    assert refused.value.code == code
    assert (list(tmp_path.iterdir()), Event.objects.count()) == ([], 0)


def test_a_file_that_was_there_stays_when_the_export_is_stopped(
    world: World, customers: dict[str, Party], tmp_path: Path
) -> None:
    class Stopped(NullContext):
        def raise_if_cancelled(self) -> None:
            raise KeyboardInterrupt

    place = tmp_path / "s.csv"
    place.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        export_rows(sheet="scores", to=place, by=world.diego, context=Stopped())
    assert place.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["s.csv"]


def test_an_empty_sheet_has_its_columns(world: World, tmp_path: Path) -> None:
    assert exported("scores", tmp_path / "s.parquet", world.diego) == []
    assert pq.read_schema(tmp_path / "s.parquet").names[:3] == ["source", "external_id", "customer_id"]


def test_ways_of_contact_leave_with_their_health(world: World, customers: dict[str, Party], tmp_path: Path) -> None:
    for name in ("ana", "carla"):
        ContactPoint.objects.create(
            party=customers[name], kind="EMAIL", value=f"{name}@x.cl", key=f"{name}@x.cl", health="DEAD",
            health_why="HARD_BOUNCE",
        )  # fmt: skip
    rows = exported("contact_points", tmp_path / "m.parquet", world.diego)
    assert [row["value"] for row in rows] == ["ana@x.cl", "carla@x.cl"]
    row = rows[0]
    told = ("external_id", "customer_id", "kind", "value", "health", "health_why", "verified_on", "last_seen_on")
    assert tuple(row[name] for name in told) == (
        "A", customers["ana"].pk, "EMAIL", "ana@x.cl", "DEAD", "HARD_BOUNCE", None, None,
    )  # fmt: skip
    assert row["first_seen"] is not None
