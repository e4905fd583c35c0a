"""What is shown of the results."""

import re

import pytest

from lazo.bench.comparison import Result
from lazo.bench.ground import Size
from lazo.bench.measure import Cost
from lazo.bench.reading import Reading, at_most
from lazo.bench.report import described, figure, machine, print_report

RESULTS = {
    "flow": Result(
        [Reading("flujo / piso", 12.345678, "veces", at_most(10)), Reading("filas", 1_234_567.0, "")],
        {"piso": Cost(4.0, 2.0, 283.04)},
        ("PyMC-Marketing: no está instalado",),
    )
}
SIZE = Size(customers=1_000, purchases=20_000, rounds=1)


def test_described_for_scripts() -> None:
    found = described(RESULTS, SIZE)

    assert found["machine"] == machine()
    assert found["size"] == {"customers": 1_000, "purchases": 20_000, "rounds": 1}
    assert found["cases"] == {
        "flow": {
            "readings": [
                {
                    "label": "flujo / piso",
                    "value": 12.3457,
                    "unit": "veces",
                    "side": "at most",
                    "goal": 10,
                    "met": False,
                },
                {"label": "filas", "value": 1_234_567.0, "unit": "", "side": None, "goal": None, "met": None},
            ],
            "costs": {"piso": {"cpu": 4.0, "wall": 2.0, "peak_mib": 283.0}},
            "not_measured": ["PyMC-Marketing: no está instalado"],
        }
    }


def test_print_report_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(RESULTS, {"flow": "De los datos al mapa"}, SIZE)

    told = capsys.readouterr().out
    rows = [re.sub(r"[\s│┃]+", " ", line).strip() for line in told.splitlines()]
    assert "1,000 clientes, 20,000 compras, mediana de 1 vueltas" in told
    assert "flow: De los datos al mapa" in rows
    assert "flujo / piso 12.3 veces ≤ 10 no cumple" in rows
    assert "filas 1,234,567" in rows
    assert "piso 4 2 283" in rows
    assert "Sin medir: PyMC-Marketing: no está instalado" in rows


@pytest.mark.parametrize(
    ("value", "text"), [(0.04567, "0.0457"), (12.345, "12.3"), (250.4, "250"), (81234.5, "81,234")]
)
def test_figure(value: float, text: str) -> None:
    assert figure(value) == text
