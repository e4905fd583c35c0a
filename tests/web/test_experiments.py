"""Experimentos and Dinero: the stories to the unit, refused to who may not see money, what is invalid, undone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from experimented import DAYS, START, Group, bank, begin, fill, retailer
from web.browsing import client_of, page, posted
from world import World

from lazo.customize.models import Experiment, MoneyEntry
from lazo.identify.models import Party, Source, SourceRecord
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.today import company_today
from lazo.kernel.workspace import Workspace
from lazo.measure.operations.cost import Cost, enter_cost

pytestmark = pytest.mark.django_db
END = START + timedelta(days=DAYS - 1)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_bank_reads_its_story(world: World, workspace: Workspace) -> None:
    text = plain(page(world.diego, f"/experimentos/{bank(world.diego).pk}"))
    assert "Trajo $ 104,2 M que no habrían llegado sin hacer nada, entre $ 71,3 M y $ 137 M." in text
    assert "Costó $ 25,2 M: vuelve 4,1 veces lo gastado. Neto $ 79 M, retorno 313 %." in text
    assert "<dd>336</dd>" in text
    assert "<dd>$ 104.160.000</dd>" in text
    assert "<dd><b>$ 78.960.000</b></dd>" in text
    assert "28.000 frente a 7.000" in text


def test_the_retailer_reads_its_story_and_books_it(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    address = f"/experimentos/{experiment.pk}"
    assert "<dd><b>$ 27.800</b></dd>" in plain(page(world.diego, address))
    assert posted(world.diego, f"{address}/retorno").status_code == 302
    entry = MoneyEntry.objects.get()
    assert (entry.base_amount, entry.area, entry.on) == (3_780_000, "KEEP", END)
    assert f"#asiento-{entry.pk}" in page(world.diego, address)
    listed = plain(page(world.diego, "/experimentos"))
    assert "<b>$ 37.800</b>" in listed
    money = plain(page(world.diego, "/dinero?mes=2026-09"))
    assert "<b>$ 37.800</b>" in money
    assert "sin evidencia" in money


def test_an_experiment_that_says_nothing_says_so(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    assert "Todavía no hay con qué comparar" in page(world.diego, f"/experimentos/{experiment.pk}")
    fill(experiment, {"a": Group(800, 80), "control": Group(200, 20)})
    assert "No se distingue de no hacer nada: 0 clientes" in plain(page(world.diego, f"/experimentos/{experiment.pk}"))
    fill(experiment, {"a": Group(800, 0)}, first=5_000)
    text = plain(page(world.diego, f"/experimentos/{experiment.pk}"))
    assert "Los grupos no tienen el tamaño que se sorteó" in text
    assert "menos lo hicieron que si se les dejaba en paz" in text
    assert posted(world.diego, f"/experimentos/{experiment.pk}/retorno").status_code == 302
    assert not MoneyEntry.objects.exists()


def test_while_it_runs_it_is_watched(world: World, workspace: Workspace) -> None:
    today = company_today()
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(80, 8), "control": Group(20, 2)})
    begun = today - timedelta(days=9)
    Experiment.objects.update(started_on=begun, ends_on=begun + timedelta(days=DAYS))
    for model in ("decision", "outcome"):
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE customize_{model} SET "on" = %s', [begun])
    text = plain(page(world.diego, f"/experimentos/{experiment.pk}"))
    assert "Va el 33 % del tiempo: aún no se puede decir si cambia algo." in text
    assert "Día por día" in text
    assert "en marcha" in page(world.diego, "/experimentos")


def test_who_may_not_see_money_sees_none_of_it(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    entry, _ = enter_cost(cost=Cost(START, "KEEP", "media", 7_777_700, "COP", "Secreto"), by=world.diego)
    for user in (world.ana, world.carla):
        for address in (
            "/experimentos",
            f"/experimentos/{experiment.pk}",
            "/dinero",
            "/dinero/asientos.csv",
            "/experimentos/importar",
        ):
            refused = page(user, address, 403)
            assert "Secreto" not in refused
            assert "Bienvenida" not in refused
        for address in (
            f"/dinero/{entry.pk}/anulacion",
            "/dinero",
            "/dinero/mezcla",
            "/dinero/archivo",
            f"/experimentos/{experiment.pk}/retorno",
        ):
            assert posted(user, address).status_code == 403
    assert MoneyEntry.objects.count() == 1


def test_lists_cost_the_same_number_of_queries(world: World, workspace: Workspace) -> None:
    client = client_of(world.diego)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def add(number: int) -> None:
        begin(world.diego, key=f"e{number}")
        enter_cost(cost=Cost(START, "KEEP", "media", 10, "COP"), by=world.diego)

    add(1)
    one = [asked(address) for address in ("/experimentos", "/dinero?mes=2026-09")]
    add(2)
    add(3)
    assert [asked(address) for address in ("/experimentos", "/dinero?mes=2026-09")] == one


def test_a_cost_is_entered_refused_and_taken_back(world: World, workspace: Workspace) -> None:
    told = {"on": "2026-10-03", "area": "ACQUIRE", "category": "media", "amount": "96.000,50", "note": "Radio"}
    assert posted(world.diego, "/dinero", **told).headers["Location"] == "/dinero?mes=2026-10"
    entry = MoneyEntry.objects.get()
    assert (entry.base_amount, entry.note) == (9_600_050, "Radio")
    for wrong, words in (
        ({"amount": "nada"}, "No es un monto"),
        ({"amount": "0"}, "mayor que cero"),
        ({"area": "X"}, "No se anotó"),
    ):
        refused = posted(world.diego, "/dinero", **{**told, **wrong})
        assert refused.status_code == 400
        assert words in refused.content.decode()
    text = page(world.diego, "/dinero?mes=2026-10&area=ACQUIRE&kind=COST")
    assert "Radio" in text
    assert "No hay asientos" in page(world.diego, "/dinero?mes=2026-10&area=KEEP")
    assert posted(world.diego, f"/dinero/{entry.pk}/anulacion").status_code == 302
    assert "deshecho" in page(world.diego, "/dinero?mes=2026-10")
    assert posted(world.diego, f"/dinero/{entry.pk}/anulacion").status_code == 302
    assert MoneyEntry.objects.count() == 2
    sheet = client_of(world.diego).get("/dinero/asientos.csv?mes=2026-10").content.decode()
    assert "2026-10-03,ACQUIRE,COST,OBSERVED,media,96000.50,,,,Radio,True" in sheet


def test_a_file_of_costs_is_brought_and_taken_back(world: World, workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "costos.csv"
    file.write_text("fecha,area,concepto,monto\n2026-10-01,adquirir,medios,1000\n2026-10-01,luna,medios,5\n")
    client = client_of(world.diego)
    with file.open("rb") as stream:
        text = client.post("/dinero/archivo", {"file": stream}).content.decode()
    assert "No es un área del ciclo" in text
    token = UndoOffer.objects.get().token
    assert f"/deshacer/{token}" in text
    file.write_text("nombre\nAna\n")
    with file.open("rb") as stream:
        assert client.post("/dinero/archivo", {"file": stream}).status_code == 302
    assert client.post("/dinero/archivo").status_code == 302
    assert MoneyEntry.objects.count() == 1


def test_the_board_sees_the_alarm_and_sets_its_mix(world: World, workspace: Workspace) -> None:
    for area, share in zip(("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"), (52, 10, 6, 7, 25), strict=True):
        enter_cost(cost=Cost(date(2026, 10, 3), area, "media", share * 100_000, "COP"), by=world.diego)
    text = plain(page(world.diego, "/dinero?mes=2026-10"))
    assert "Gastas 77 % en adquirir y retener." in text
    for figure in (">77 %</dd>", "0,73", "0,790", "Sin evidencia para mover presupuesto"):
        assert figure in text.replace("</span></dd>", "</dd>")
    mix = {"ACQUIRE": "20", "KEEP": "20", "MAXIMIZE": "20", "LOYALTY": "20", "RETAIN": "20"}
    posted(world.diego, "/dinero/mezcla", **mix)
    assert "frente a la mezcla que quiere la empresa" in page(world.diego, "/dinero?mes=2026-10")
    posted(world.diego, "/dinero/mezcla", **{**mix, "KEEP": "x"})
    assert "Nada anotado en este mes" in page(world.diego, "/dinero?mes=1999-13")


def known(user: User) -> None:
    source = Source.objects.create(key="tienda", name="Tienda")
    parties = Party.objects.bulk_create(Party(name=f"P{number}") for number in range(4))
    SourceRecord.objects.bulk_create(
        SourceRecord(source=source, external_id=f"c{number}", party=party) for number, party in enumerate(parties, 1)
    )


def test_a_finished_experiment_is_brought_by_its_page(world: World, workspace: Workspace, tmp_path: Path) -> None:
    known(world.diego)
    file = tmp_path / "e.csv"
    file.write_text("cliente,grupo,visita\nc1,correo,1\nc2,control,0\nc3,correo,0\n")
    told = {"name": "Correo", "area": "LOYALTY", "source": "Tienda", "on": "2026-03-01", "window": "14", "control": ""}
    client = client_of(world.diego)
    assert "Traer y leer" in client.get("/experimentos/importar").content.decode()

    def send(**more: str) -> tuple[int, str]:
        with file.open("rb") as stream:
            answer = client.post("/experimentos/importar", {**told, **more, "file": stream})
        return answer.status_code, answer.content.decode()

    for more, words in (({"control": "Nadie"}, "Escribe cuál es el grupo"), ({"name": "!"}, "Ponle un nombre")):
        assert send(**more)[0] == 400
        assert words in send(**more)[1]
    assert send()[0] == 302
    experiment = Experiment.objects.get()
    assert "visita" in page(world.diego, f"/experimentos/{experiment.pk}?medida=visita")
    page(world.diego, f"/experimentos/{experiment.pk}?medida=luna", 404)
    assert "Ya hay un experimento con ese nombre" in send()[1]
    file.write_text("cliente,grupo,visita\nc1,correo,1\nc2,control,0\nzz,correo,0\n")
    code, text = send(name="Otro")
    assert (code, "No conocemos a ese cliente" in text) == (200, True)
    file.write_text("nada\n")
    assert send(name="Tercero")[0] == 400
    assert client.post("/experimentos/importar", told).status_code == 400
