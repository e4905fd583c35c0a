"""The import wizard: each step, who may take it, what a bad file gets, and the way back."""

import io
from typing import Any

import pytest
import xlsxwriter
from django.test import Client
from importing import bring, hand_in, try_dry
from world import World

from lazo.identify.models import ImportBatch, Party, Purchase, Source
from lazo.kernel.jobs import run_job
from lazo.kernel.models import Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

PEOPLE = "Nombre;Correo;Celular\nAna Paz;ana@correo.example;300 555 0142\nBeto Gil;beto@correo.example;\n"
SALES = "Cliente;Fecha;Importe\nA1;31/03/2025;1.500\nA2;31/02/2025;2.500\nA3;15/04/2025;3.500\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


def upload(client: Client, name: str, content: str | bytes, **form: str) -> Any:
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return client.post("/datos/importar", {"file": file, **form})


def run_waiting() -> None:
    for job in Job.objects.filter(state="QUEUED").order_by("pk"):
        assert run_job(job.pk).state == "DONE"


def chosen(batch: ImportBatch, fields: list[str], **options: str) -> dict[str, str]:
    return {f"columna-{index}": field for index, field in enumerate(fields)} | options


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


def test_the_first_step_asks_for_a_file(client: Client) -> None:
    html = client.get("/datos/importar").content.decode()
    assert 'type="file"' in html
    assert 'aria-current="step">Archivo' in html


def test_a_file_goes_through_all_steps_and_back(client: Client) -> None:
    response = upload(client, "clientes.csv", PEOPLE, source="Tienda")
    batch = ImportBatch.objects.get()
    assert response["Location"] == f"/datos/importar/{batch.pk}/columnas"
    html = client.get(response["Location"]).content.decode()
    assert "Reconocimos 3 de 3 columnas." in html
    assert "Cómo quedará la fila 1" in html
    response = client.post(response["Location"], chosen(batch, ["name", "email", "phone"]))
    assert response["Location"] == f"/datos/importar/{batch.pk}/revisar"
    assert "Revisando las filas" in client.get(response["Location"]).content.decode()
    run_waiting()
    assert "Importar 2 filas" in client.get(response["Location"]).content.decode()
    assert not Party.objects.exists()
    assert client.post(f"/datos/importar/{batch.pk}")["Location"] == f"/datos/importar/{batch.pk}"
    run_waiting()
    html = client.get(f"/datos/importar/{batch.pk}").content.decode()
    assert "Calcular valores y ver el mapa" in html
    assert list(Party.objects.order_by("pk").values_list("name", flat=True)) == ["Ana Paz", "Beto Gil"]
    client.post(f"/datos/importar/{batch.pk}/deshacer")
    run_waiting()
    assert "Esta importación se deshizo" in client.get(f"/datos/importar/{batch.pk}").content.decode()
    assert not Party.objects.exists()


def test_a_file_nobody_described_is_recognised_and_named_after_itself(client: Client) -> None:
    upload(client, "ventas marzo.csv", SALES)
    batch = ImportBatch.objects.get()
    assert (batch.entity, batch.source.name) == ("purchases", "ventas marzo")


def test_a_name_without_letters_becomes_a_source_all_the_same(client: Client) -> None:
    assert upload(client, "¿?.csv", PEOPLE).status_code == 302
    assert Source.objects.get().name == "Archivo"
    response = upload(client, "a.csv", PEOPLE, source="¿?")
    assert response.status_code == 400
    assert "Ponle un nombre con letras o números" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vacio.csv", b"", "El archivo está vacío."),
        ("foto.csv", bytes(range(256)) * 20, "El archivo no es de texto."),
        ("roto.xlsx", b"PK\x03\x04" + bytes(300), "El libro roto.xlsx está dañado."),
        (
            "clave.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + bytes(3000),
            "El libro clave.xlsx tiene contraseña.",
        ),
        ("roto.parquet", b"PAR1" + bytes(300), "El archivo Parquet roto.parquet está dañado."),
        ("roto.csv.gz", b"\x1f\x8b\x08\x00" + b"z" * 40, "El archivo comprimido roto.csv.gz está dañado"),
        ("ancho.csv", ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n", "10000 columnas y el máximo es 2000"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(
    client: Client, workspace: Workspace, name: str, content: bytes, words: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client, name, content)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not ImportBatch.objects.exists()
    assert not Source.objects.exists()
    assert [path for path in workspace.files.rglob("*") if path.is_file()] == []


def test_no_file_at_all_is_said(client: Client) -> None:
    response = client.post("/datos/importar", {})
    assert response.status_code == 400
    assert "Elige un archivo." in response.content.decode()


def test_a_file_without_titles_is_asked_where_they_are(client: Client) -> None:
    address = upload(client, "sin.csv", "1,2025-01-03,1500\n2,2025-01-04,2500\n")["Location"]
    response = client.get(address)
    assert response.status_code == 422
    assert "¿Dónde están los títulos de sin.csv?" in response.content.decode()
    html = client.get(f"{address}?titulos=0").content.decode()
    assert "Columna 1" in html
    batch = ImportBatch.objects.get()
    client.post(address, chosen(batch, ["external_id", "", ""], titulos="0"))
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
    client.post(address, chosen(ImportBatch.objects.get(), ["name", "email"], hoja="Personas"))
    run_waiting()
    batch = ImportBatch.objects.get()
    assert (batch.entity, batch.sheet, batch.state, batch.new) == ("customers", "Personas", "CHECKED", 1)


def test_what_a_file_brings_may_be_corrected_only_before_its_columns(client: Client, world: World) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    batch = ImportBatch.objects.get()
    client.post(f"/datos/importar/{batch.pk}/contenido", {"trae": "interactions"})
    batch.refresh_from_db()
    assert batch.entity == "interactions"
    client.post(address, chosen(batch, ["customer_id", "date", ""]))
    response = client.post(f"/datos/importar/{batch.pk}/contenido", {"trae": "purchases"}, follow=True)
    assert "Esta importación ya no está en ese paso." in response.content.decode()
    batch.refresh_from_db()
    assert batch.entity == "interactions"


def test_columns_without_which_nothing_can_come_in_are_named(client: Client) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    response = client.post(address, chosen(ImportBatch.objects.get(), ["customer_id", "", "amount"]))
    assert response.status_code == 400
    html = response.content.decode()
    assert "Falta decir qué columna trae: Fecha." in html
    assert '<option value="amount" selected>' in html
    assert not Job.objects.exists()


@pytest.mark.parametrize("fields", [["customer_id", "customer_id", "date"], ["customer_id", "date", "nada"]])
def test_columns_that_cannot_be_taken_are_refused(client: Client, fields: list[str]) -> None:
    address = upload(client, "ventas.csv", SALES)["Location"]
    assert client.post(address, chosen(ImportBatch.objects.get(), fields)).status_code == 400
    assert ImportBatch.objects.get().state == "UPLOADED"


def test_a_change_of_mind_is_shown_and_not_saved(client: Client) -> None:
    address = upload(client, "ventas.csv", "Cliente;Fecha;Importe\nA1;03/04/2025;1,234\nA2;05/06/2025;2,345\n")[
        "Location"
    ]
    html = client.get(address).content.decode()
    assert "Las fechas se pueden leer de dos formas" in html
    assert "3 abr 2025" in html
    form = chosen(ImportBatch.objects.get(), ["customer_id", "date", "amount"], date_order="mdy", number_format="en")
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


def test_each_row_left_out_says_why_and_can_be_taken_home(client: Client, world: World) -> None:
    batch = try_dry("purchases", SALES, world.diego)
    html = client.get(f"/datos/importar/{batch.pk}/revisar").content.decode()
    assert "Importar 2 filas" in html
    assert "El día «31/02/2025» no existe en el calendario (columna Fecha)." in html
    assert "(fila 3)" in html
    response = client.get(f"/datos/importar/{batch.pk}/rechazadas")
    assert response["Content-Disposition"] == 'attachment; filename="a-rechazadas.csv"'
    rows = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [row for row in rows if "A2" in row] == rows[1:]
    assert "31/02/2025" in rows[1]


def test_a_clean_file_has_no_rejected_rows_to_take_home(client: Client, world: World) -> None:
    batch = try_dry("customers", PEOPLE, world.diego)
    assert client.get(f"/datos/importar/{batch.pk}/rechazadas").status_code == 404


def test_a_file_with_titles_alone_has_nothing_to_import(client: Client, world: World) -> None:
    batch = try_dry("customers", "Nombre;Correo\n", world.diego)
    html = client.get(f"/datos/importar/{batch.pk}/revisar").content.decode()
    assert "No hay nada nuevo que importar." in html
    assert "Importar 0 filas" not in html


def test_progress_moves_and_then_the_page_comes_again(client: Client, world: World) -> None:
    batch = hand_in("customers", PEOPLE, world.diego)
    client.post(f"/datos/importar/{batch.pk}")
    Job.objects.update(state="RUNNING", step="write", done=1200, total=8638)
    html = client.get(f"/datos/importar/{batch.pk}/avance").content.decode()
    assert "Guardando las filas · 1.200 de 8.638" in html
    Job.objects.update(state="DONE")
    assert client.get(f"/datos/importar/{batch.pk}/avance")["HX-Refresh"] == "true"


def test_the_same_file_again_is_refused_until_it_is_forced(client: Client, world: World) -> None:
    bring("purchases", SALES, world.diego)
    batch = hand_in("purchases", SALES, world.diego)
    response = client.post(f"/datos/importar/{batch.pk}", follow=True)
    assert "Este mismo archivo ya se importó" in response.content.decode()
    form = chosen(batch, ["customer_id", "date", "amount"], force="on", asks_unknown="1", create_unknown="on")
    client.post(f"/datos/importar/{batch.pk}/columnas", form)
    run_waiting()
    client.post(f"/datos/importar/{batch.pk}")
    run_waiting()
    assert Purchase.objects.count() == 4


def test_an_import_that_stopped_halfway_offers_to_go_on_or_back(client: Client, world: World) -> None:
    batch = hand_in("customers", PEOPLE, world.diego)
    ImportBatch.objects.update(state="FAILED", watermark=1, error={"code": "no_space"})
    html = client.get(f"/datos/importar/{batch.pk}").content.decode()
    assert "No hay espacio en el disco del servidor" in html
    assert "Seguir donde quedó" in html
    assert client.get(f"/datos/importar/{batch.pk}/columnas")["Location"] == f"/datos/importar/{batch.pk}"


def test_an_unfinished_file_may_be_let_go(
    client: Client, world: World, workspace: Workspace, django_capture_on_commit_callbacks: Any
) -> None:
    batch = try_dry("customers", PEOPLE, world.diego)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/datos/importar/{batch.pk}/descarte", follow=True)
    assert "Descartaste el archivo." in response.content.decode()
    assert not ImportBatch.objects.exists()
    assert not Source.objects.exists()
    assert [path for path in workspace.files.rglob("*") if path.is_file()] == []


def test_an_imported_file_is_not_let_go(client: Client, world: World) -> None:
    batch = bring("customers", PEOPLE, world.diego)
    response = client.post(f"/datos/importar/{batch.pk}/descarte", follow=True)
    assert "Esta importación ya no está en ese paso." in response.content.decode()
    assert ImportBatch.objects.get() == batch


def test_steps_that_are_past_lead_on(client: Client, world: World) -> None:
    batch = bring("customers", PEOPLE, world.diego)
    for step in ("columnas", "revisar"):
        assert client.get(f"/datos/importar/{batch.pk}/{step}")["Location"] == f"/datos/importar/{batch.pk}"


def test_an_import_nobody_knows_is_not_found(client: Client) -> None:
    for path in ("", "/columnas", "/revisar", "/avance", "/rechazadas"):
        assert client.get(f"/datos/importar/999{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/columnas", "/revisar", "/avance", "/rechazadas"])
def test_who_may_not_bring_data_in_sees_no_import(world: World, workspace: Workspace, path: str) -> None:
    batch = try_dry("customers", PEOPLE, world.diego)
    client = Client()
    client.force_login(world.ana)
    response = client.get(f"/datos/importar/{batch.pk}{path}")
    assert response.status_code == 403
    assert "ana@correo.example" not in response.content.decode()
    assert "clientes" not in response.content.decode()


@pytest.mark.parametrize("path", ["", "/columnas", "/contenido", "/deshacer", "/descarte"])
def test_who_may_not_bring_data_in_does_nothing_with_an_import(world: World, workspace: Workspace, path: str) -> None:
    batch = try_dry("customers", PEOPLE, world.diego)
    client = Client()
    client.force_login(world.ana)
    assert client.post(f"/datos/importar/{batch.pk}{path}").status_code == 403
    assert upload(client, "a.csv", PEOPLE).status_code == 403
    assert ImportBatch.objects.get().state == "CHECKED"
    assert not Job.objects.exists()


def test_a_repeated_title_is_told_where_the_columns_are_chosen(client: Client) -> None:
    address = upload(client, "a.csv", "nombre,correo,correo\nAna,ana@a.example,b@a.example\n")["Location"]
    assert "El título «correo» se repite: a este lo llamamos «correo (2)»." in client.get(address).content.decode()
