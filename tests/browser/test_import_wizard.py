"""The whole import in a real browser: from a file to the map and back, by mouse and keyboard, on desk and phone."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import broken_rules
from django.db import connection
from importing import bring, hand_in, try_dry
from playwright.sync_api import Browser, Page, expect
from web import company
from world import PASSWORD, World, make_world

from lazo.identify.models import ImportBatch, Party
from lazo.kernel.jobs import run_job
from lazo.kernel.models import Job
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = "Código;Nombre;Correo;Apodo\nA1;Ana Paz;ana@correo.example;La Ani\nA2;Beto Gil;beto@@correo;\n"
SALES = "Cliente;Fecha;Importe\nA1;31/03/2025;1.500\nA2;15/04/2025;2.500\nA2;31/02/2025;900\n"
SCREENS = [
    (1440, "light"),
    (390, "dark"),
    *(pytest.param(*one, marks=pytest.mark.nightly) for one in ((1440, "dark"), (390, "light"))),
]


class Worker:
    """Does the waiting jobs in a thread of this process, as the worker beside the server would."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(0.2):
            for job in Job.objects.filter(state="QUEUED").order_by("pk"):
                run_job(job.pk)
        connection.close()


@pytest.fixture
def worker() -> Iterator[None]:
    with Worker():
        yield


def enter(browser: Browser, server: Any, world: World, width: int = 1440, scheme: Any = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, has_touch=width < 500)
    page = context.new_page()
    page.goto(f"{server.url}/entrar?next=/datos/importar")
    page.fill("[name=username]", world.diego.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/datos/importar")
    return page


def put(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def bring_through(page: Page, file: Path, source: str) -> None:
    page.set_input_files("[name=file]", file)
    expect(page.locator("[data-file-name]")).to_have_text(file.name)
    page.fill("[name=source]", source)
    page.get_by_role("button", name="Subir y ver las columnas").click()
    page.get_by_role("button", name="Revisar las filas").click()
    page.get_by_role("button", name="Importar 2 filas").click()
    expect(page.get_by_role("button", name="Deshacer esta importación")).to_be_visible()


def test_a_newcomer_brings_two_files_and_ends_on_the_map(
    live_server: Any, chromium: Browser, workspace: Workspace, worker: None, tmp_path: Path
) -> None:
    page = enter(chromium, live_server, make_world())
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    bring_through(page, put(tmp_path, "clientes.csv", PEOPLE), "Tienda")
    page.get_by_role("link", name="Importar otro archivo").click()
    bring_through(page, put(tmp_path, "ventas.csv", SALES), "Tienda")
    expect(page.locator(".problems").first).to_contain_text("El día «31/02/2025» no existe en el calendario")
    page.get_by_role("button", name="Calcular valores y ver el mapa").click()
    page.wait_for_url("**/ciclo")
    expect(page.locator("h1")).to_contain_text("El ciclo en")
    page.goto(f"{live_server.url}/datos/importaciones")
    page.get_by_role("link", name="ventas.csv").click()
    page.get_by_role("button", name="Deshacer esta importación").click()
    expect(page.locator(".notice")).to_contain_text("Esta importación se deshizo")
    assert sorted(Party.objects.values_list("name", flat=True)) == ["Ana Paz", "Beto Gil"]


def test_a_row_is_seen_as_it_would_come_in_while_columns_are_chosen(
    live_server: Any, chromium: Browser, workspace: Workspace
) -> None:
    world = make_world()
    page = enter(chromium, live_server, world)
    batch = hand_in("customers", PEOPLE, world.diego)
    page.goto(f"{live_server.url}/datos/importar/{batch.pk}/columnas")
    example = page.locator("#ejemplo")
    expect(example).to_contain_text("Cómo quedará la fila 1")
    page.get_by_role("button", name="Fila siguiente").click()
    expect(example).to_contain_text("Cómo quedará la fila 2")
    expect(example.locator(".badge.warn")).to_contain_text("beto@@correo")
    page.get_by_label("Destino de Apodo").select_option(label="Nombre de fantasía")
    expect(example).to_contain_text("Nombre de fantasía")
    expect(example).to_contain_text("Cómo quedará la fila 2")
    assert ImportBatch.objects.get().mapping == batch.mapping


def test_the_wizard_is_walked_by_keyboard_alone(live_server: Any, chromium: Browser, workspace: Workspace) -> None:
    page = enter(chromium, live_server, make_world())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Saltar al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    names = []
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert names == ["file", "entity", "source", "Cancelar", "Subir y ver las columnas"]
    page.focus("[name=file]")
    assert page.evaluate("getComputedStyle(document.querySelector('[data-drop]')).outlineStyle") == "solid"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_of_data_break_no_rule_and_stick_out_nowhere(
    live_server: Any, chromium: Browser, workspace: Workspace, width: int, scheme: str
) -> None:
    world = make_world()
    run = company.add_run()
    company.add_run(company.BEFORE, current=False, back_test=company.FAILED)
    done = bring("customers", PEOPLE, world.diego)
    checked = try_dry("purchases", SALES, world.diego, name="un-nombre-de-archivo-larguisimo-sin-espacios-de-2025.csv")
    doubtful = hand_in("purchases", "Cliente;Fecha;Importe\nA1;03/04/2025;1,234\nA2;05/06/2025;2,345\n", world.diego)
    ImportBatch.objects.filter(pk=doubtful.pk).update(mapping={}, options={}, state="UPLOADED")
    untitled = hand_in("customers", PEOPLE, world.diego)
    (workspace.files / untitled.path).write_text("1,2025-01-03,1500\n2,2025-01-04,2500\n", "utf-8")
    busy = hand_in("customers", PEOPLE, world.diego)
    Job.objects.create(kind="identify.check", key=f"import:{busy.pk}", state="RUNNING", step="read", done=5)
    page = enter(chromium, live_server, world, width, scheme)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    batch = "/datos/importar/{}"
    for path in (
        "/datos/importar",
        "/datos/fuentes",
        "/datos/importaciones",
        "/datos/calculos",
        f"/datos/calculos/{run.pk}",
        batch.format(done.pk),
        batch.format(checked.pk) + "/columnas",
        batch.format(checked.pk) + "/revisar",
        batch.format(doubtful.pk) + "/columnas",
        batch.format(untitled.pk) + "/columnas",
        batch.format(busy.pk) + "/revisar",
    ):
        page.goto(live_server.url + path)
        assert broken_rules(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_refuses_breaks_no_rule(
    live_server: Any, chromium: Browser, workspace: Workspace, scheme: Any
) -> None:
    world = make_world()
    page = chromium.new_context(color_scheme=scheme).new_page()
    page.goto(f"{live_server.url}/entrar?next=/datos/fuentes")
    page.fill("[name=username]", world.ana.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url("**/datos/fuentes")
    assert "Todavía no hay fuentes" not in page.content()
    assert broken_rules(page) == []
