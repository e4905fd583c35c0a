import csv
import io
from datetime import date

import pytest
from django.utils.translation import override
from listed import add_party, make_list
from python_calamine import CalamineWorkbook
from world import World

from lazo.differentiate.models import Score
from lazo.differentiate.operations.customer_export import export_customers
from lazo.differentiate.operations.export import UnableToExport
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.models import Event, Role, User

pytestmark = pytest.mark.django_db
ON = date(2025, 11, 1)


def exported(by: User, file_format: str, **asked: object) -> bytes:
    question = ListQuestion(**asked)  # type: ignore[arg-type]  # whatever the test asks
    return b"".join(export_customers(by=by, question=question, file_format=file_format, on=ON).content)


def test_a_csv_has_the_rows_of_the_list_in_its_order(world: World) -> None:
    made = make_list(world)
    found = export_customers(by=world.diego, question=ListQuestion(text="perez"), file_format="csv", on=ON)
    assert (found.rows, found.file_name) == (2, "clientes-2025-11-01.csv")
    text = b"".join(found.content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Número"] for row in rows] == [str(made["rosa"].pk), str(made["ana"].pk)]
    assert (rows[1]["Cliente"], rows[1]["En el ciclo"], rows[1]["Proyectado"], rows[1]["Riesgo"]) == (
        "Ana Pérez Gárate",
        "Fidelizar",
        "5.00",
        "10",
    )
    assert Event.objects.get(kind="customers.exported").data["rows"] == 2


def test_codes_are_told_in_words_of_the_reader_and_kept_beside_them(world: World) -> None:
    make_list(world)
    Score.objects.filter(customer__folded_name__contains="optimo").update(tier="MVC", area="LOYALTY")
    asked = {"kinds": ("ORGANIZATION",), "columns": ("kind", "area", "tier", "city")}
    with override("pt-br"):
        lines = exported(world.diego, "csv", **asked).decode("utf-8-sig").splitlines()
    head, row = (next(csv.reader([line])) for line in lines)
    assert row[1:8] == ["Café Óptimo", "empresa", "ORGANIZATION", "Fidelizar", "LOYALTY", "Maior valor", "MVC"]
    assert head[2:8] == [
        "Tipo",
        "Tipo (código)",
        "No ciclo",
        "No ciclo (código)",
        "Nível de valor",
        "Nível de valor (código)",
    ]


@pytest.mark.parametrize("name", ["=1+1", "+57", "-2", "@suma"])
def test_a_name_is_no_formula(world: World, name: str) -> None:
    add_party(name)
    text = exported(world.diego, "csv", columns=("city",)).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Cliente"] == f"'{name}"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(exported(world.diego, "xlsx", columns=("city",))))
    assert sheet.get_sheet_by_index(0).to_python()[1][1] == name


def test_numbers_and_days_of_a_workbook_are_real(world: World) -> None:
    make_list(world)
    content = exported(world.diego, "xlsx", kinds=("ORGANIZATION",), columns=("value_365d", "last_day", "strategic"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:] == ["Café Óptimo", 3.0, date(2025, 9, 1), "no"]


def test_only_who_may_export_gets_a_file_and_only_of_their_rows(world: World) -> None:
    make_list(world)
    with pytest.raises(UnableToExport, match="not_allowed"):
        exported(world.ana, "csv")
    Role.objects.filter(key="manager").update(may_export=True)
    assert "Ana" not in exported(world.carla, "csv", columns=("city",)).decode()
    with pytest.raises(UnableToExport, match="unknown_format"):
        exported(world.diego, "pdf")
