import pyarrow as pa

from lazo.identify.imports.values.parsed import Parsed, parse_by_country, parse_each_unique


def marked(texts: pa.Array, country: str) -> Parsed:
    return parse_each_unique(texts, lambda text: (f"{country} {text}", "odd" if text == "x" else None), pa.string())


def test_each_cell_is_read_by_its_own_country() -> None:
    countries = pa.array(["MX", None, "BR", "MX", "CO"])
    parsed = parse_by_country(pa.array(["a", "b", "x", None, "e"]), countries, default="CO", parse=marked)
    assert parsed.values.to_pylist() == ["MX a", "CO b", "BR x", None, "CO e"]
    assert parsed.codes.to_pylist() == [None, None, "odd", None, None]


def test_one_country_and_no_rows_need_no_sorting() -> None:
    nothing = pa.nulls(2, pa.string())
    assert parse_by_country(pa.array(["a", "b"]), nothing, default="CL", parse=marked).values.to_pylist() == [
        "CL a",
        "CL b",
    ]
    assert (
        parse_by_country(
            pa.array([], pa.string()), pa.array([], pa.string()), default="CL", parse=marked
        ).values.to_pylist()
        == []
    )
