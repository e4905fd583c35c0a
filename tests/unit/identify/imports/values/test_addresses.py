import pytest

from lazo.identify.imports.values.addresses import address_key, read_address


@pytest.mark.parametrize(
    ("country", "city", "key", "texts"),
    [
        ("CO", "Bogotá", "CO|bogota|cl 45 12 30 of 201", ["Calle 45 # 12-30 Of. 201", "Cl 45 No 12 - 30 oficina 201", "CALLE 45 N° 12-30, OFC 201, Bogotá"]),
        ("CO", "", "CO||cr 7 71 21", ["Carrera 7 # 71-21", "Cra. 7 No. 71 - 21", "Kr 7 71 21"]),
        ("BR", "São Paulo", "BR|san paulo|r augusta 1508 ap 21", ["Rua Augusta, 1508 apto 21, CEP 01304-001", "R. Augusta 1508 - Ap 21"]),
        ("MX", "CDMX", "MX|cdmx|av insurgentes sur 1602 col credito constructor", ["Av. Insurgentes Sur 1602, Col. Crédito Constructor, 03940", "Avenida Insurgentes Sur #1602 Colonia Credito Constructor"]),
        ("CL", "Santiago", "CL|santiago|av providencia 1208 ap 502", ["Av. Providencia 1208, Depto 502", "Avda Providencia Nº 1208 dpto. 502 Santiago"]),
        ("PE", "Lima", "PE|lima|jr union 300", ["Jr. de la Unión 300", "Jirón de la Union 0300"]),
        ("AR", "", "AR||av corrientes 1234 piso 5 ap b", ["Av. Corrientes 1234 Piso 5 Dpto B", "Avenida Corrientes 1234, piso 5, depto B"]),
    ],
)  # fmt: skip
def test_writings_of_one_place_meet(country: str, city: str, key: str, texts: list[str]) -> None:
    assert {address_key(text, country=country, city=city) for text in texts} == {key}


def test_different_numbers_stay_apart() -> None:
    told = {
        address_key(text, country="CO", city="Cali") for text in ("Cl 45 # 12-30", "Cl 45 # 12-31", "Cr 45 # 12-30")
    }
    assert len(told) == 3


def test_a_postcode_is_told_from_the_numbers_of_the_street() -> None:
    found = read_address("Rua Augusta, 1508, 01304-001", country="BR")
    assert found is not None
    assert (found.street, found.postcode) == ("Rua Augusta, 1508", "01304001")
    kept = read_address("Calle 45 # 12-30", country="CO")
    assert kept is not None
    assert (kept.street, kept.postcode) == ("Calle 45 # 12-30", "")
    unknown = read_address("Main Street 1, 1000", country="ZZ")
    assert unknown is not None
    assert unknown.postcode == ""


@pytest.mark.parametrize("text", ["", "  ", "s/n", "x" * 241])
def test_no_address(text: str) -> None:
    assert read_address(text, country="CL") is None
    assert address_key(text, country="CL") == ""
