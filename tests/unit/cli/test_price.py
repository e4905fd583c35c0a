from pathlib import Path

import pytest
from terminal import Lazo
from world import World, make_world

from lazo.kernel.models import Company, PriceIndex

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_levels_come_from_a_file_and_the_first_index_is_used(lazo: Lazo, company: World, tmp_path: Path) -> None:
    assert "lazo price import" in lazo("price", "list").out
    place = tmp_path / "uf.csv"
    place.write_text("índice;mes;nivel\nUF;2026-01;38.416,69\nUF;2026-02;38.500,10\nUF;2026-13;1,5\n", encoding="utf-8")
    said = lazo("price", "import", str(place), "--json")
    assert said.code == 3
    assert said.json == {
        "new": 2, "changed": 0, "same": 0, "problems": [{"row": 4, "column": "month", "code": "no_such_day"}],
    }  # fmt: skip
    assert lazo("price", "list", "--json").json == {
        "in_use": "UF",
        "values_in": "",
        "levels": [
            {"index": "UF", "month": "2026-02", "level": "38500.1"},
            {"index": "UF", "month": "2026-01", "level": "38416.69"},
        ],
    }
    assert "en uso: UF" in lazo("price", "list").out


def test_another_index_is_used_or_none(lazo: Lazo, company: World) -> None:
    PriceIndex.objects.create(name="IPC", month="2026-01-01", level=110)
    assert "se comparan por IPC" in lazo("price", "use", "ipc").out
    assert Company.objects.get(pk=1).price_index == "IPC"
    assert "como se pagaron" in lazo("price", "use").out
    assert Company.objects.get(pk=1).price_index == ""
    said = lazo("price", "use", "UDI")
    assert (said.code, said.err) == (1, "Error: No hay niveles de UDI: tráelos con «lazo price import».\n")


def test_who_may_not_is_refused(lazo: Lazo, company: World) -> None:
    PriceIndex.objects.create(name="IPC", month="2026-01-01", level=110)
    said = lazo("price", "use", "IPC", "--as-user", "ana@aurora.example")
    assert (said.code, said.err) == (
        1,
        "Error: Los roles de esa persona no le permiten cambiar los índices de precios.\n",
    )


def test_a_file_that_is_not_there_is_named(lazo: Lazo, company: World, tmp_path: Path) -> None:
    said = lazo("price", "import", str(tmp_path / "no.csv"))
    assert said.code == 1
    assert "no.csv" in said.err
