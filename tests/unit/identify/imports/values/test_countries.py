import pyarrow as pa
import pytest

from lazo.identify.imports.values.countries import country_code, parse_countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chile", "CL"), ("México", "MX"), ("mejico", "MX"), ("BR", "BR"), ("br", "BR"), ("ARG", "AR"), ("United Kingdom", "GB"),
        ("Reino Unido", "GB"), ("Estados Unidos", "US"), ("EE.UU.", "US"), ("España", "ES"), ("Alemanha", "DE"), ("EIRE", "IE"), ("PERÚ", "PE"),
        ("Narnia", None), ("XX", None), ("12", None),
    ],
)  # fmt: skip
def test_country_code(text, code):
    assert country_code(text) == code


def test_unknown_countries_are_left_out_with_a_warning():
    parsed = parse_countries(pa.array(["Chile", "Narnia", None, "-", "NA"]))

    assert parsed.values.to_pylist() == ["CL", None, None, None, "NA"]
    assert parsed.codes.to_pylist() == [None, "country_unknown", None, None, None]
