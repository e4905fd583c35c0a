import pyarrow as pa
import pytest

from lazo.identify.imports.values.names import guess_kind, guess_kinds, parse_names, split_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Juan Pérez", "PERSON"),
        ("Pérez Soto, Juan Carlos", "PERSON"),
        ("María O'Higgins-Soto", "PERSON"),
        ("Joana Sá", "PERSON"),
        ("Rosa Lima", "PERSON"),
        ("Comercial Andes S.A.", "ORGANIZATION"),
        ("Acme S.A.S.", "ORGANIZATION"),
        ("Acme SAS", "ORGANIZATION"),
        ("Tecno SpA", "ORGANIZATION"),
        ("El Rey Ltda.", "ORGANIZATION"),
        ("Sol S. de R.L. de C.V.", "ORGANIZATION"),
        ("Bimbo, S.A.B. de C.V.", "ORGANIZATION"),
        ("Silva Eireli", "ORGANIZATION"),
        ("Padaria do Zé ME", "ORGANIZATION"),
        ("Sol E.I.R.L.", "ORGANIZATION"),
        ("García & Hijos", "ORGANIZATION"),
        ("Universidad del Valle", "ORGANIZATION"),
        ("Juan", None),
        ("3M", None),
        ("Local 5 Centro", None),
    ],
)
def test_guess_kind(name, kind):
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "given", "surnames"),
    [
        ("Pérez Soto, Juan Carlos", "Juan Carlos", "Pérez Soto"),
        ("Juan Pérez", "Juan", "Pérez"),
        ("Juan Pérez Soto", "Juan", "Pérez Soto"),
        ("Juan Carlos Pérez Soto", "Juan Carlos", "Pérez Soto"),
        ("María de la Cruz Soto", "María", "de la Cruz Soto"),
        ("João dos Santos", "João", "dos Santos"),
        ("Ana", "Ana", ""),
        ("Pérez,", "Pérez", ""),
        ("Ana de", "Ana", "de"),
    ],
)
def test_split_name(name, given, surnames):
    assert split_name(name) == (given, surnames)


def test_columns():
    cells = pa.array(["Pérez, Ana", "Ana", None, "-", "Pérez, Ana"])

    assert parse_names(cells).values.to_pylist() == [
        {"given": "Ana", "surnames": "Pérez"},
        {"given": "Ana", "surnames": None},
        None,
        None,
        {"given": "Ana", "surnames": "Pérez"},
    ]
    assert guess_kinds(cells).to_pylist() == ["PERSON", None, None, None, "PERSON"]
