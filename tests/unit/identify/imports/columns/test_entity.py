import pytest

from lazo.identify.imports.columns.entity import guess_entity


@pytest.mark.parametrize(
    ("header", "entity"),
    [
        (["Razón social", "RUT", "Celular", "Fecha", "Importe"], "purchases"),
        (["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"], "purchases"),
        (["customer_id", "date", "cds", "amount"], "purchases"),
        (["customer_id", "order_date", "revenue", "first_name", "last_name", "email"], "purchases"),
        (["Data da compra", "Cliente", "Valor", "Produto", "Qtd"], "purchases"),
        (["Nombre", "RUT", "Correo", "Celular"], "customers"),
        (["CustomerKey", "FirstName", "LastName", "BirthDate", "EmailAddress", "DateFirstPurchase"], "customers"),
        (["Nome", "CPF", "Data de nascimento"], "customers"),
        (["account", "sector", "revenue"], "customers"),
        (["SKU", "Producto", "Categoría", "Precio", "Costo"], "products"),
        (["ProductKey", "EnglishProductName", "StandardCost", "ListPrice"], "products"),
        (["Fecha", "Correo", "Canal", "Asunto", "Mensaje"], "interactions"),
        (["Fecha y hora", "Cliente", "Motivo", "Sentido"], "interactions"),
        (["x", "y"], "customers"),
    ],
)
def test_guess_entity(header, entity):
    assert guess_entity(header) == entity
