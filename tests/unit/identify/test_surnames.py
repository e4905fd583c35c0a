"""The surname by which a family goes."""

import pytest

from lazo.identify.surnames import first_surname


@pytest.mark.parametrize(
    ("surnames", "first"),
    [
        ("Gómez Ríos", "Gómez"),
        ("da Silva Souza", "da Silva"),
        ("De la Torre Peña", "De la Torre"),
        ("Ruiz", "Ruiz"),
        ("da", "da"),
        ("", ""),
    ],
)
def test_particles_go_with_the_surname_behind_them(surnames: str, first: str) -> None:
    assert first_surname(surnames) == first
