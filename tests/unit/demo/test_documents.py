from random import Random

import phonenumbers
import pytest
from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.co import nit
from stdnum.mx import rfc

from lazo.demo.documents import document, phone

VALIDATORS = {("CO", True): nit, ("MX", True): rfc, ("MX", False): rfc, ("AR", True): cuit, ("AR", False): cuit}


@pytest.mark.parametrize(("country", "organization"), [*VALIDATORS, ("BR", True), ("BR", False)])
def test_document_has_its_check_digits(country: str, organization: bool) -> None:
    validator = VALIDATORS.get((country, organization)) or (cnpj if organization else cpf)
    rng = Random(1)
    assert [validator.is_valid(document(rng, country, organization=organization)) for _ in range(200)] == [True] * 200


@pytest.mark.parametrize("country", ["CO", "MX", "AR", "BR"])
def test_phone_is_a_valid_number_of_its_country(country: str) -> None:
    rng = Random(1)
    numbers = [phonenumbers.parse(phone(rng, country)) for _ in range(200)]
    assert {phonenumbers.is_valid_number(number) for number in numbers} == {True}
    assert {phonenumbers.region_code_for_country_code(number.country_code or 0) for number in numbers} == {country}
