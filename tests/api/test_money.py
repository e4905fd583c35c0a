"""Experiments and money by the API: exact, refused, invalid, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from experimented import END, START, begin, retailer
from rest import Program
from world import World

from lazo.customize.models import Experiment, MoneyEntry
from lazo.customize.operations.money import Booking, book_money
from lazo.identify.models import Party, Source, SourceRecord
from lazo.kernel.models import ApiToken
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
COST = {
    "on": "2026-10-03",
    "area": "ACQUIRE",
    "category": "media",
    "amount": 5_200_000,
    "currency": "COP",
    "key": "f-1",
}


def test_a_readout_is_exact(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    experiment = retailer(world.diego)
    listed = program.get("/experiments")["data"]
    assert [(one["id"], one["key"], one["state"]) for one in listed] == [(experiment.pk, "bienvenida", "ended")]
    assert program.get(f"/experiments/{experiment.pk}") == listed[0]
    told = program.get(f"/experiments/{experiment.pk}/readout?on={END}")
    assert (told["is_final"], told["whole"]["extra"], told["ratio_chance"]) == (True, 180.0, 1.0)
    assert told["whole"]["result"]["net"] == 2_780_000
    assert [(arm["key"], arm["customers"], arm["successes"]) for arm in told["arms"]] == [
        ("control", 1_000, 200),
        ("a", 4_000, 980),
    ]
    early = program.get(f"/experiments/{experiment.pk}/readout?on=2026-01-01")
    assert (early["whole"], early["fraction"]) == (None, 0.0)
    assert program.problem("GET", f"/experiments/{experiment.pk}/readout?metric=luna", status=422)[0] == "invalid"
    program.problem("GET", "/experiments/999", status=404)


def test_a_cost_is_entered_once_and_taken_back(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    entry = program.post("/money/costs", COST)
    assert program.post("/money/costs", COST)["id"] == entry["id"]
    assert (entry["base_amount"], entry["key"], entry["method"]) == (5_200_000, "api:f-1", "OBSERVED")
    for field, value, code in (
        ("amount", 0, "not_positive"),
        ("currency", "USD", "no_rate"),
        ("currency", "ZZZ", "no_currency"),
    ):
        assert program.problem("POST", "/money/costs", {**COST, "key": "", field: value}, status=422)[0] == code
    back = program.answer("DELETE", f"/money/costs/{entry['id']}")
    assert (back["base_amount"], back["takes_back"]) == (-5_200_000, entry["id"])
    assert program.problem("DELETE", f"/money/costs/{entry['id']}", status=409)[0] == "already_taken_back"
    booked = book_money(booking=Booking("m", START, "KEEP", "COST", "OBSERVED", "message", 5, "COP"), by=None)
    assert program.problem("DELETE", f"/money/costs/{booked.pk}", status=409)[0] == "not_entered"
    program.problem("DELETE", "/money/costs/99999", status=404)
    assert [one["id"] for one in program.get("/money?month=2026-10&area=ACQUIRE")["data"]] == [back["id"], entry["id"]]


def test_the_balance_of_a_month(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    for area, share in zip(("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"), (52, 10, 6, 7, 25), strict=True):
        program.post("/money/costs", {**COST, "key": area, "area": area, "amount": share * 100})
    told = program.get("/balance?month=2026-10")
    assert (round(told["ars"], 2), told["alerts"], round(told["balance"], 2), round(told["evenness"], 3)) == (
        0.77,
        True,
        0.73,
        0.79,
    )
    assert [area["spent"] for area in told["areas"]] == [0.52, 0.1, 0.06, 0.07, 0.25]
    assert (told["areas"][0]["returned"], len(told["advice"]["missing"])) == (None, 5)
    empty = program.get("/balance?month=2020-01")
    assert (empty["ars"], empty["alerts"]) == (None, False)


def test_who_may_not_see_money_gets_none(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    MoneyEntry.objects.all()
    for user in (world.ana, world.carla):
        program = Program(user)
        for address in (
            "/experiments",
            f"/experiments/{experiment.pk}",
            f"/experiments/{experiment.pk}/readout",
            "/money",
            "/balance?month=2026-10",
        ):
            assert program.problem("GET", address, status=403)[0] == "not_allowed"
        assert program.problem("POST", "/money/costs", COST, status=403)[0] == "not_allowed"
        assert program.problem("DELETE", "/money/costs/1", status=403)[0] == "not_allowed"
    narrow = Program(world.diego, scopes=["customers:read"])
    assert narrow.problem("GET", "/money", status=403)[0] == "no_scope"


def test_a_finished_experiment_is_handed_over(world: World, workspace: Workspace) -> None:
    source = Source.objects.create(key="tienda", name="Tienda")
    for number in (1, 2):
        SourceRecord.objects.create(source=source, external_id=f"c{number}", party=Party.objects.create(name="P"))
    program = Program(world.diego)
    told = {"name": "Correo", "source": "Tienda", "area": "LOYALTY", "on": "2026-03-01"}

    def send(text: str, **more: str) -> tuple[int, dict[str, object]]:
        file = SimpleUploadedFile("e.csv", text.encode())
        response = Client().post(
            "/api/v1/experiments/imports",
            {**told, **more, "file": file},
            headers={"Authorization": f"Bearer {program.secret}"},
        )
        return response.status_code, response.json()

    code, body = send("cliente,grupo,visita\nc1,correo,1\nc2,control,0\nc3,correo,1\n")
    assert (code, body["customers"], body["left_out"]) == (201, {"correo": 1, "control": 1}, 1)
    assert body["problems"] == [{"row": 4, "code": "unknown_customer"}]
    assert Experiment.objects.get().pk == body["experiment"]
    assert send("cliente,grupo,visita\nc1,correo,1\n")[1]["code"] == "taken"
    assert send("cliente,visita\nc1,1\n", name="Otro")[1]["code"] == "no_arm_column"
    assert send("", name="Otro")[0] == 422
    assert ApiToken.objects.count() == 1
