from pathlib import Path

import pytest
from terminal import Lazo
from world import World, make_world

from lazo.kernel.models import ExchangeRate

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_a_rate_is_set_and_listed(lazo: Lazo, company: World) -> None:
    assert "lazo rate set" in lazo("rate", "list").out
    said = lazo("rate", "set", "mxn", "2026-01-01", "215.40")
    assert (said.code, said.out) == (0, "1 MXN vale 215,4 desde el 2026-01-01.\n")
    assert lazo("rate", "set", "MXN", "2026-02-01", "1.216,5", "--json").json == {
        "currency": "MXN", "day": "2026-02-01", "rate": "1216.5",
    }  # fmt: skip
    assert lazo("rate", "list", "--json").json == {
        "base": "COP",
        "rates": [
            {"currency": "MXN", "day": "2026-02-01", "rate": "1216.5"},
            {"currency": "MXN", "day": "2026-01-01", "rate": "215.4"},
        ],
    }
    shown = lazo("rate", "list").out
    assert shown.index("1.216,5") < shown.index("215,4")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("XQZ", "2026-01-01", "1"), "«XQZ» no es una moneda. Usa su código de tres letras, como MXN o USD."),
        (("USD", "2026-02-31", "1"), "El día «2026-02-31» no existe en el calendario. Corrige la fecha."),
        (("USD", "2026-01-01", "0"), "El cambio «0» tiene que ser mayor que cero."),
    ],
)
def test_what_is_no_rate_says_what_to_do(lazo: Lazo, company: World, words: tuple[str, ...], sentence: str) -> None:
    said = lazo("rate", "set", *words)
    assert (said.code, said.err) == (1, f"Error: {sentence}\n")
    assert not ExchangeRate.objects.exists()


def test_who_may_not_is_refused(lazo: Lazo, company: World) -> None:
    said = lazo("rate", "set", "USD", "2026-01-01", "4100", "--as-user", "ana@aurora.example")
    assert (said.code, said.err) == (1, "Error: Los roles de esa persona no le permiten cambiar los tipos de cambio.\n")


def test_a_file_brings_its_good_rows_and_names_the_others(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "cambios.csv"
    place.write_text("moneda;fecha;cambio\nMXN;2026-01-01;215,40\nXQZ;2026-01-01;3,5\n", encoding="utf-8")
    said = lazo("rate", "import", str(place), "--json")
    assert (said.code, said.json) == (
        3,
        {"new": 1, "changed": 0, "same": 0, "problems": [{"row": 3, "column": "currency", "code": "unknown_currency"}]},
    )
    again = lazo("rate", "import", str(place))
    assert "0 nuevos, 0 cambiados, 1 ya estaban, 1 fuera." in again.out
    assert "moneda" in again.out
    place.write_text("MXN;2026-01-01;216,00\n", encoding="utf-8")
    assert (lazo("rate", "import", str(place)).code, str(ExchangeRate.objects.get().rate)) == (0, "216.0000000000")


def test_a_file_that_cannot_be_read_says_why(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "cambios.csv"
    assert lazo("rate", "import", str(place)).err.startswith(f"Error: No se puede abrir {place}")
    place.write_text("moneda;fecha\nMXN;2026-01-01\n", encoding="utf-8")
    assert lazo("rate", "import", str(place)).err == (
        "Error: Falta la columna: cambio. Los títulos son moneda, fecha y cambio.\n"
    )
    place.write_text("", encoding="utf-8")
    assert lazo("rate", "import", str(place)).err == "Error: El archivo está vacío.\n"
