import pyarrow as pa
import pytest

from lazo.identify.imports.columns.evidence import look_at


@pytest.mark.parametrize(
    ("cells", "kind", "share"),
    [
        (["a@x.cl", "b@x.cl"], "email", 1.0),
        (["01/02/2024", "hola"], "date", 0.5),
        (["1.234,5", "US$ 3"], "money", 1.0),
        (["987654321", "+56 2 2333 4444"], "phone", 1.0),
        (["555-0173 2245"], "phone", 1.0),
        (["12.345.678-5"], "tax_id", 1.0),
        (["Chile", "Perú", "Narnia", "BR"], "country", 0.75),
        (["CLP", "USD"], "currency", 1.0),
        (["Ana Ruiz"], "name", 1.0),
        (["cualquier cosa"], "text", 1.0),
        ([None], "email", 0.5),
    ],
)
def test_how_cells_suit_a_type(cells, kind, share):
    assert look_at(pa.array(cells, pa.string()), country="CL").suits(kind) == share


def test_distinct_share():
    assert look_at(pa.array(["a", "a", "b", None]), country="CL").distinct == pytest.approx(2 / 3)
