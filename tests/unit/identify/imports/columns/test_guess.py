import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.imports.columns.fields import FIELDS
from lazo.identify.imports.columns.guess import guess_columns, header_score, plain


def _guess(columns, entity, **options):
    sample = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {one.column: one.field for one in guess_columns(list(columns), sample, entity, **options)}


def test_the_accountants_sales():
    assert _guess(
        {
            "Razón social": ["Juan Pérez", "Andes SpA"],
            "RUT": ["12.345.678-5", "76.192.083-9"],
            "Celular": ["+56987654321", "987654322"],
            "Fecha": ["01/02/2024", "25/02/2024"],
            "Importe": ["1.234", "2.345,50"],
        },
        "purchases",
    ) == {
        "Razón social": "customer_name",
        "RUT": "customer_tax_id",
        "Celular": "customer_phone",
        "Fecha": "date",
        "Importe": "amount",
    }


def test_customers_in_portuguese():
    assert _guess(
        {
            "Nome": ["Ana Souza"],
            "CPF/CNPJ": ["390.533.447-05"],
            "E-mail": ["a@x.br"],
            "Telefone": ["(11) 98888-8888"],
            "Data de nascimento": ["01/02/1980"],
            "Cidade": ["São Paulo"],
            "UF": ["SP"],
        },
        "customers",
        country="BR",
    ) == {
        "Nome": "name",
        "CPF/CNPJ": "tax_id",
        "E-mail": "email",
        "Telefone": "phone",
        "Data de nascimento": "birth_date",
        "Cidade": "city",
        "UF": "trait:uf",
    }


def test_invoice_lines_in_english():
    assert _guess(
        {
            "InvoiceNo": ["536365", "C536379"],
            "StockCode": ["85123A", "22423"],
            "Description": ["WHITE HANGING HEART", "REGENCY CAKESTAND"],
            "Quantity": ["6", "-1"],
            "InvoiceDate": ["2010-12-01 08:26:00", "2010-12-01 08:28:00"],
            "UnitPrice": ["2.55", "12.75"],
            "CustomerID": ["17850", None],
            "Country": ["United Kingdom", "France"],
        },
        "purchases",
    ) == {
        "InvoiceNo": "external_id",
        "StockCode": "product_sku",
        "Description": "product_name",
        "Quantity": "quantity",
        "InvoiceDate": "date",
        "UnitPrice": "unit_price",
        "CustomerID": "customer_id",
        "Country": None,
    }


def test_columns_that_repeat():
    assert _guess(
        {
            "Nombres": ["Ana"],
            "Apellido paterno": ["Ruiz"],
            "Apellido materno": ["Soto"],
            "Teléfono casa": ["223334444"],
            "Celular 2": ["987654321"],
            "Correo personal": ["a@x.cl"],
            "Fecha ingreso": ["2020-01-01"],
            "Código": ["A1"],
        },
        "customers",
    ) == {
        "Nombres": "given_name",
        "Apellido paterno": "surnames",
        "Apellido materno": "surnames",
        "Teléfono casa": "phone",
        "Celular 2": "phone",
        "Correo personal": "email",
        "Fecha ingreso": "created_on",
        "Código": "external_id",
    }


def test_cells_speak_where_the_header_is_silent():
    columns = {
        "x1": ["a@b.cl", "c@d.cl"],
        "x2": ["987654321", "+56 9 8765 4322"],
        "x3": ["Ana Ruiz", "Luis Soto"],
        "x4": ["12.345.678-5", "76.192.083-9"],
        "x5": ["Chile", "Perú"],
        "x6": [None, None],
        "x7": ["azul", "rojo"],
    }

    assert _guess(columns, "customers") == {
        "x1": "email",
        "x2": "phone",
        "x3": "name",
        "x4": "tax_id",
        "x5": "country",
        "x6": None,
        "x7": "trait:x7",
    }
    assert _guess(columns, "purchases") == {
        "x1": "customer_email",
        "x2": "customer_phone",
        "x3": "customer_name",
        "x4": "customer_tax_id",
        "x5": None,
        "x6": None,
        "x7": None,
    }


def test_cells_speak_against_a_header():
    (guess,) = guess_columns(["Correo"], pa.table({"Correo": ["calle 5", "calle 6"]}), "customers")

    assert guess.field != "email"


def test_of_two_columns_with_one_name_the_one_with_cells_wins():
    assert (
        _guess({"Fecha": ["pendiente", "listo"], "Fecha (2)": ["2024-01-31", "2024-02-01"]}, "purchases")["Fecha (2)"]
        == "date"
    )


@pytest.mark.parametrize("header", ["PostalCode", "BankName", "NameStyle", "ProductStandardCost", "CustomerPONumber"])
def test_words_that_name_nothing_alone(header):
    generic = {"external_id", "name", "customer_name", "product_name"}

    assert all(header_score(header, one) < 0.45 for entity in FIELDS for one in FIELDS[entity] if one.key in generic)


def test_each_guess_says_why():
    sample = pa.table({"Correo": ["a@x.cl"], "x": ["b@x.cl"], "color": ["azul"], "Celular": [None]}).cast(
        pa.schema([(name, pa.string()) for name in ("Correo", "x", "color", "Celular")])
    )

    guesses = guess_columns(["Correo", "x", "color", "Celular"], sample, "customers")

    assert [(one.field, one.confidence, one.why) for one in guesses] == [
        ("email", 1.0, "header_and_contents"),
        ("email", 0.9, "contents"),
        ("trait:color", 0.3, "free"),
        ("phone", 0.76, "header"),
    ]


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("Nº Factura", "no factura"),
        ("customer_id", "customer id"),
        ("CustomerID", "customer id"),
        (" RUT/CI ", "rut ci"),
    ],
)
def test_plain(header, written):
    assert plain(header) == written


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6, unique=True), st.sampled_from(["customers", "purchases"]))
def test_any_header_gives_one_guess_a_column_and_each_field_once(header, entity):
    sample = pa.table({name: pa.array(["x", None], pa.string()) for name in header})

    guesses = guess_columns(header, sample, entity)

    once = [one.field for one in guesses if one.field and not one.field.startswith("trait:")]
    repeatable = {field.key for field in FIELDS[entity] if field.repeatable}
    assert [one.column for one in guesses] == header
    assert len([key for key in once if key not in repeatable]) == len({key for key in once if key not in repeatable})


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["T0000001", "T0000002", "T0000007"], "customer_id"),
        (["17850", "13047", "12583"], "customer_id"),
        (["Ana Restrepo", "Bruno Salas", "Hotel Casa Gamboa S.A.S."], "customer_name"),
    ],
)
def test_column_called_cliente_is_a_code_or_a_name_by_its_cells(cells: list[str], field: str) -> None:
    sample = pa.table({"Cliente": cells, "Fecha": ["2026-01-03"] * 3, "Importe": ["10,50"] * 3})
    assert next(guess.field for guess in guess_columns(["Cliente", "Fecha", "Importe"], sample, "purchases")) == field


def test_a_column_called_cliente_is_a_code_among_customers_too():
    assert _guess({"Cliente": ["A-001", "A-002"], "Nombre": ["Ana Ruiz", "Luis Soto"]}, "customers") == {
        "Cliente": "external_id",
        "Nombre": "name",
    }
