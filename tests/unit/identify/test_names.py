"""When two names can be one party's."""

import pytest

from lazo.identify.imports.pipeline.names import may_be_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("juan perez soto", "juan perez soto"),
        ("juan perez soto", "perez soto juan"),
        ("juan perez soto", "juan perez"),
        ("j. perez", "juan perez"),
        ("juan", "juan perez"),
        ("maria de la luz rojas", "maria luz rojas"),
        ("ferreteria el sol s.a.", "ferreteria el sol ltda"),
        ("", "juan perez"),
        ("juan perez", ""),
    ],
)
def test_names_that_can_be_one(one, other):
    assert may_be_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("juan perez soto", "maria perez soto"),
        ("perez soto juan", "perez soto maria"),
        ("juan perez", "maria rojas"),
        ("ferreteria lopez", "juan lopez"),
        ("ana maria perez", "ana perez soto"),
        ("m perez", "juan perez"),
    ],
)
def test_names_of_two(one, other):
    assert not may_be_same(one, other)
