"""The second step of the import wizard: what each column is, and how the file is read."""

import io

import pytest
import xlsxwriter
from django.test import Client
from importing import try_dry
from web.wizard import SALES, chosen, run_waiting, upload
from world import World

from lazo.identify.models import ImportBatch
from lazo.kernel.models import Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for title, rows in (
            ("Ventas", [("Cliente", "Fecha", "Importe"), ("A1", "2025-03-31", 1500)]),
            ("Personas", [("Nombre", "Correo"), ("Ana", "ana@correo.example")]),
        ):
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def test_a_file_without_titles_is_asked_where_they_are(client: Client) -> None:
    address = upload(client, "sin.csv", "1,2025-01-03,1500\n2,2025-01-04,2500\n")["Location"]
    response = client.get(address)
    assert response.status_code == 422
    assert "¿Dónde están los títulos de sin.csv?" in response.content.decode()
    html = client.get(f"{address}?titulos=0").content.decode()
    assert "Columna 1" in html
    batch = ImportBatch.objects.get()
    client.post(address, chosen(["external_id", "", ""], titulos="0"))
    batch.refresh_from_db()
    assert (batch.state, batch.options["header_row"]) == ("MAPPED", 0)


def test_another_sheet_of_a_workbook_is_one_link_away(client: Client) -> None:
    address = upload(client, "libro.xlsx", workbook())["Location"]
    assert '?hoja=Personas"' in client.get(address).content.decode()
    html = client.get(f"{address}?hoja=Personas").content.decode()
    assert "ana@correo.example" in html
    form = {"trae": "customers", "hoja": "Personas"}
    response = client.post(f"/datos/importar/{ImportBatch.objects.get().pk}/contenido", form)
    assert response["Location"] == f"{address}?hoja=Personas"
    client.post(address, chosen(["name", "email"], hoja="Personas"))
    run_waiting()
    batch = ImportBatch.objects.get()
    assert (batch.entity, batch.sheet, batch.state, batch.new) == ("customers", "Personas", "CHECKED", 1)


def test_what_a_file_brings_may_be_corrected_only_before_its_columns(client: Client, world: World) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    batch = ImportBatch.objects.get()
    client.post(f"/datos/importar/{batch.pk}/contenido", {"trae": "interactions"})
    batch.refresh_from_db()
    assert batch.entity == "interactions"
    client.post(address, chosen(["customer_id", "date", ""]))
    response = client.post(f"/datos/importar/{batch.pk}/contenido", {"trae": "purchases"}, follow=True)
    assert "Esta importación ya no está en ese paso." in response.content.decode()
    batch.refresh_from_db()
    assert batch.entity == "interactions"


def test_columns_without_which_nothing_can_come_in_are_named(client: Client) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    response = client.post(address, chosen(["customer_id", "", "amount"]))
    assert response.status_code == 400
    html = response.content.decode()
    assert "Falta decir qué columna trae: Fecha." in html
    assert '<option value="amount" selected>' in html
    assert not Job.objects.exists()


@pytest.mark.parametrize("fields", [["customer_id", "customer_id", "date"], ["customer_id", "date", "nada"]])
def test_columns_that_cannot_be_taken_are_refused(client: Client, fields: list[str]) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    assert client.post(address, chosen(fields)).status_code == 400
    assert ImportBatch.objects.get().state == "UPLOADED"


def test_a_change_of_mind_is_shown_and_not_saved(client: Client) -> None:
    address = upload(client, "ventas.csv", "Cliente;Fecha;Importe\nA1;03/04/2025;1,234\nA2;05/06/2025;2,345\n")[
        "Location"
    ]
    html = client.get(address).content.decode()
    assert "Las fechas se pueden leer de dos formas" in html
    assert "3 abr 2025" in html
    form = chosen(["customer_id", "date", "amount"], date_order="mdy", number_format="en")
    html = client.post(address, form | {"ejemplo": "2"}, headers=HTMX).content.decode()
    assert "Cómo quedará la fila 2" in html
    assert "6 may 2025" in html
    assert "$\u00a02.345" in html
    html = client.post(address, form | {"fila": "1"}).content.decode()
    assert "4 mar 2025" in html
    assert ImportBatch.objects.get().mapping == {}


def test_a_cell_that_cannot_be_understood_is_marked_before_anything_is_checked(client: Client) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    html = client.get(f"{address}?fila=2").content.decode()
    assert '<span class="badge warn">31/02/2025<span class="vh"> (no se entiende)</span></span>' in html


def test_a_repeated_title_is_told_where_the_columns_are_chosen(client: Client) -> None:
    address = upload(client, "a.csv", "nombre,correo,correo\nAna,ana@a.example,b@a.example\n")["Location"]
    assert "El título «correo» se repite: a este lo llamamos «correo (2)»." in client.get(address).content.decode()


def test_mended_rows_come_back_through_the_same_door(client: Client, world: World) -> None:
    batch = try_dry("purchases", SALES, world.diego)
    rejected = b"".join(client.get(f"/datos/importar/{batch.pk}/rechazadas").streaming_content).decode("utf-8-sig")
    mended = rejected.replace("31/02/2025", "28/02/2025")
    html = client.get(upload(client, "a-rechazadas.csv", mended, source="ERP")["Location"]).content.decode()
    assert "Reconocimos 3 de 3 columnas. Las recordamos de la vez anterior." in html
    assert "28 feb 2025" in html
    assert "Motivo" not in html
