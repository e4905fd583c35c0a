"""The import wizard: each step, who may take it, what a bad file gets, and the way back."""

from typing import Any

import pytest
from django.test import Client
from importing import bring, hand_in, try_dry
from web.wizard import PEOPLE, SALES, chosen, run_waiting, upload
from world import World

from lazo.identify.imports.operations import start_check
from lazo.identify.models import ImportBatch, Party, Purchase, Source
from lazo.kernel.models import Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(world.diego)
    return client


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
    response = client.post(response["Location"], chosen(["name", "email", "phone"]))
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


def test_an_import_asked_for_during_its_check_is_told_to_wait(client: Client, world: World) -> None:
    batch = hand_in("customers", PEOPLE, world.diego)
    start_check(batch=batch, by=world.diego)
    response = client.post(f"/datos/importar/{batch.pk}", follow=True)
    assert response.redirect_chain == [(f"/datos/importar/{batch.pk}/revisar", 302)]
    assert "La revisión del archivo aún no termina." in response.content.decode()
    assert Job.objects.get().kind == "identify.check"


def test_the_same_file_again_is_refused_until_it_is_forced(client: Client, world: World) -> None:
    bring("purchases", SALES, world.diego)
    batch = hand_in("purchases", SALES, world.diego)
    response = client.post(f"/datos/importar/{batch.pk}", follow=True)
    assert "Este mismo archivo ya se importó" in response.content.decode()
    form = chosen(["customer_id", "date", "amount"], force="on", asks_unknown="1", create_unknown="on")
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


def test_after_people_came_in_looking_for_duplicates_is_offered_once(client: Client, world: World) -> None:
    batch = bring("customers", PEOPLE, world.diego)
    html = client.get(f"/datos/importar/{batch.pk}").content.decode()
    assert "Un repaso miraría toda la base, 2 registros" in html
    client.post("/datos/identidades/repasos")
    assert Job.objects.get().kind == "identify.resolve"
    html = client.get(f"/datos/importar/{batch.pk}").content.decode()
    assert "Lazo ya está buscando duplicados." in html
    assert "Buscar duplicados" not in html
    Party.objects.update(retired_at="2026-11-20T10:00Z")
    assert "¿Hay alguien dos veces?" not in client.get(f"/datos/importar/{batch.pk}").content.decode()
