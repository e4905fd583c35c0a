"""From a file to the exported scores, by commands alone."""

import csv
import io
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from terminal import Lazo
from world import World, make_world

from lazo.cli.console import figure
from lazo.identify.models import ImportBatch, Party, Purchase
from lazo.kernel.models import Event, Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.usefixtures("workspace")
FIRST = date(2025, 1, 6)


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def purchases(tmp_path: Path) -> Path:
    """Forty customers; customer n buys every n + 7 days for a year."""
    place = tmp_path / "ventas.csv"
    with place.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Factura", "Cliente", "Fecha", "Importe"])
        number = 0
        for customer in range(1, 41):
            day = FIRST + timedelta(days=customer)
            while day < FIRST + timedelta(days=365):
                number += 1
                writer.writerow([f"F{number}", f"C{customer:02}", day.isoformat(), f"{customer}000,50"])
                day += timedelta(days=customer + 7)
    return place


def test_a_dry_run_counts_and_writes_nothing(lazo: Lazo, company: World, purchases: Path) -> None:
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--dry-run", "--json")
    assert (said.code, said.err) == (0, "")
    assert (said.json["state"], said.json["new"], said.json["rejected"]) == ("CHECKED", said.json["rows"], 0)
    assert said.json["mapping"] == {
        "Factura": "external_id",
        "Cliente": "customer_id",
        "Fecha": "date",
        "Importe": "amount",
    }
    assert not Purchase.objects.exists()


def test_an_import_counts_in_what_it_counts_out(lazo: Lazo, company: World, purchases: Path) -> None:
    with purchases.open("a", encoding="utf-8") as stream:
        stream.write("F9999,C01,31/02/2025,10\n")
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes", "--json")
    assert said.code == 3
    counts = said.json
    assert (counts["state"], counts["rejected"], counts["new"]) == ("DONE", 1, counts["rows"] - 1)
    assert Purchase.objects.count() == counts["new"]
    assert Path(counts["rejects_file"]).exists()
    assert [problem["column"] for problem in counts["problems"]] == ["Fecha"]
    assert counts["to_resolve"] == Party.objects.count()
    again = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes")
    assert again.code == 3
    assert f"{figure(counts['new'])} ya estaban" in again.out
    assert "Fecha" in again.out


def test_an_import_asks_before_it_writes(
    lazo: Lazo, company: World, purchases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda")
    assert said.code == 1
    assert "¿Traer las filas buenas?" in said.out
    assert not Purchase.objects.exists()


def test_columns_are_corrected_by_name(lazo: Lazo, company: World, purchases: Path) -> None:
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--map", "Factura=",
                "--currency", "cop", "--dry-run", "--json")  # fmt: skip
    assert "Factura" not in said.json["mapping"]
    assert said.json["options"]["currency"] == "COP"
    wrong = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--map", "Nada=amount")
    assert (wrong.code, wrong.err) == (
        1, "Error: --map quiere COLUMNA=CAMPO con una columna del archivo: Factura, Cliente, Fecha, Importe\n",
    )  # fmt: skip


def test_a_file_that_is_not_there_is_refused(lazo: Lazo, company: World, tmp_path: Path) -> None:
    said = lazo("import", str(tmp_path / "no.csv"), "--as", "purchases", "--source", "Tienda", "--yes")
    assert said.code == 1
    assert said.err.startswith(f"Error: No se puede abrir {tmp_path / 'no.csv'}")


def test_who_may_not_import_is_refused(lazo: Lazo, company: World, purchases: Path) -> None:
    arguments = ("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes", "--as-user")
    said = lazo(*arguments, "ana@aurora.example")
    assert (said.code, said.err) == (1, "Error: Los roles de esa persona no le permiten importar.\n")
    assert lazo(*arguments, "eva@aurora.example").code == 1


def test_a_killed_import_is_continued_by_the_same_command(lazo: Lazo, company: World, purchases: Path) -> None:
    lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--dry-run", "--json")
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state=ImportBatch.State.RUNNING)
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes", "--json")
    assert (said.code, said.json["batch"], said.json["state"]) == (0, batch.pk, "DONE")


def test_scoring_before_there_are_purchases_says_what_to_do(lazo: Lazo, company: World) -> None:
    said = lazo("score")
    assert said.code == 1
    assert "lazo import" in said.err


def test_from_a_file_to_scores_and_out_again(
    lazo: Lazo, company: World, workspace: Workspace, purchases: Path, tmp_path: Path
) -> None:
    assert lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes").code == 0
    Party.objects.filter(pk=Party.objects.order_by("pk").values("pk")[:1]).update(owner=company.ana)
    Party.objects.exclude(owner=company.ana).update(owner=company.diego)

    run = lazo("score", "--json").json
    assert run["on"] == Purchase.objects.order_by("-occurred_on").values_list("occurred_on", flat=True)[0].isoformat()
    assert sum(run["areas"].values()) == run["totals"]["rows"] == 40
    assert set(run["parameters"]) == {"r", "alpha", "a", "b", "p", "q", "gamma"}
    assert run["currency"] == "COP"
    assert "Ciclo al 20" in lazo("score", "--on", "2025-12-01").out

    scores = tmp_path / "scores.parquet"
    assert lazo("export", "scores", "--to", str(scores), "--json").json == {
        "sheet": "scores", "rows": 40, "file": str(scores),
    }  # fmt: skip
    first = pq.read_table(scores).to_pylist()[0]
    assert (first["source"], first["external_id"], first["frequency"]) == ("tienda", "C01", 41)
    assert first["monetary"] == Decimal("1000.50")

    positions = tmp_path / "positions.csv"
    lazo("export", "positions", "--to", str(positions))
    with positions.open(encoding="utf-8") as stream:
        areas = [row["area"] for row in csv.DictReader(stream)]
    assert len(areas) == 40

    own = tmp_path / "own.csv"
    refused = lazo("export", "scores", "--to", str(own), "--as-user", "ana@aurora.example")
    assert (refused.code, refused.err) == (1, "Error: Los roles de esa persona no le permiten exportar.\n")
    assert not own.exists()

    assert lazo("sync", "--full", "--json").json["rebuilt"] == "asked"
    assert "Almacén al día" in lazo("sync").out
    healthy = lazo("doctor", "--json")
    assert (healthy.code, healthy.json["findings"]) == (0, [])
    assert Event.objects.filter(kind="rows.exported").count() == 2


def test_the_doctor_names_each_trouble_and_its_remedy(lazo: Lazo, company: World, workspace: Workspace) -> None:
    workspace.secret_key_file.chmod(0o644)
    workspace.history.rmdir()
    Job.objects.create(kind="test.count", state="FAILED", error={"code": "ProcessDied"})
    company.diego.is_active = False
    company.diego.save()
    company.company.delete()
    said = lazo("doctor", "--json")
    assert said.code == 3
    codes = {finding["code"] for finding in said.json["findings"]}
    assert {
        "secret_key_open", "folder_missing", "jobs_died", "nobody_administers", "company_missing", "no_warehouse",
    } <= codes  # fmt: skip
    assert "lazo init" in lazo("doctor").out


def test_nobody_to_act_for_says_how_to_add_one(lazo: Lazo, transactional_db: None, purchases: Path) -> None:
    said = lazo("import", str(purchases), "--as", "purchases", "--source", "Tienda", "--yes")
    assert said.code == 1
    assert "lazo user add" in said.err
