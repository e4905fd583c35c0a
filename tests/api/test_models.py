"""Programs bring tables in, learn from them, pin versions, and read what the models say of the customers they see."""

from typing import Any

import pytest
from carded import add_propensity, add_version
from django.core.files.uploadedfile import SimpleUploadedFile
from foretold import CHOICES, answers_csv
from rest import Program
from world import World

from lazo.differentiate.models import LabelTable, ModelVersion, PropensityModel
from lazo.identify.models import Party
from lazo.kernel.models import Job
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def handed_over(program: Program, name: str = "respuestas.csv", content: bytes | None = None) -> Any:
    file = SimpleUploadedFile(name, answers_csv() if content is None else content)
    return program.client.post("/api/v1/label-tables", {"file": file, "name": "Respuestas"})


@pytest.fixture
def model(world: World) -> PropensityModel:
    made = PropensityModel.objects.create(kind="SILENCE", name="Calla", horizon_days=90)
    add_version(made)
    return made


def test_a_table_is_handed_over_described_and_learned_from(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    response = handed_over(program)
    assert response.status_code == 201
    told = response.json()
    assert (told["rows"], len(told["columns"]), told["choices"]) == (900, 7, {})
    number = told["id"]
    assert program.problem("GET", f"/label-tables/{number}/findings", status=409)[0] == "not_described"
    body = {**CHOICES, "version": told["version"]}
    assert program.answer("PUT", f"/label-tables/{number}/choices", body)["version"] == 2
    assert program.problem("PUT", f"/label-tables/{number}/choices", body, status=409)[0] == "stale"
    wrong = {**body, "label": "nada", "version": 2}
    assert program.problem("PUT", f"/label-tables/{number}/choices", wrong, status=422)[1] == [
        ("/label", "unknown_column")
    ]
    found = program.get(f"/label-tables/{number}/findings")
    assert (found["open_rows"], found["ids"], found["matched"]) == (60, 900, 0)
    assert [(one["column"], one["reason"], one["is_leak"]) for one in found["findings"]] == [
        ("duracion", "named", True)
    ]
    made = program.post("/models", {"kind": "RESPONSE", "name": "Responde", "table": number})
    assert (made["table"], made["version"], made["pinned"]) == (number, None, False)
    job = program.post(f"/models/{made['id']}/versions", status=202)
    assert (job["kind"], Job.objects.get().arguments["model"]) == ("differentiate.train", made["id"])
    assert program.problem("POST", f"/models/{made['id']}/applications", {}, status=409)[0] == "untrained"
    assert program.problem("DELETE", f"/label-tables/{number}", status=409)[0] == "in_use"
    PropensityModel.objects.all().delete()
    assert [one["id"] for one in program.get("/label-tables")["data"]] == [number]
    program.answer("DELETE", f"/label-tables/{number}", status=204)
    assert not LabelTable.objects.exists()


@pytest.mark.parametrize(("content", "code"), [(b"sola\n1\n", "too_few_columns"), (b"a,b\n", "no_rows")])
def test_a_file_that_is_no_table(content: bytes, code: str, world: World, workspace: Workspace) -> None:
    response = handed_over(Program(world.diego), content=content)
    assert (response.status_code, response.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "CHURN", "name": "Se va"}, 422, "needs_table"),
        ({"kind": "CHURN", "name": "Se va", "table": 99}, 422, "invalid"),
        ({"kind": "SILENCE", "name": " "}, 422, "no_name"),
        ({"kind": "SILENCE", "name": "Otra vez"}, 409, "exists"),
        ({"kind": "LOVE", "name": "x"}, 422, "invalid"),
    ],
)
def test_a_question_that_does_not_fit(
    body: dict[str, Any], status: int, code: str, world: World, model: PropensityModel
) -> None:
    assert Program(world.diego).problem("POST", "/models", body, status=status)[0] == code


def test_models_versions_and_which_of_them_holds(world: World, model: PropensityModel) -> None:
    program, first = Program(world.diego), ModelVersion.objects.get()
    second = add_version(model, number=2)
    assert [one["version"]["number"] for one in program.get("/models")["data"]] == [2]
    undo = program.post(f"/models/{model.pk}/rollbacks", status=200)["undo"]
    told = program.get(f"/models/{model.pk}")
    assert (told["version"]["number"], told["pinned"], told["version"]["card"]["rows"]) == (1, True, 840)
    program.post("/undos", {"token": undo})
    assert program.answer("PUT", f"/models/{model.pk}/pin", {"version": first.pk})["undo"]
    assert program.answer("DELETE", f"/models/{model.pk}/pin")["undo"]
    assert program.problem("DELETE", f"/models/{model.pk}/pin", status=409)[0] == "not_pinned"
    assert program.problem("PUT", f"/models/{model.pk}/pin", {"version": 10**6}, status=422)[0] == "unknown_version"
    page = program.get(f"/models/{model.pk}/versions?limit=1")
    assert [one["id"] for one in page["data"]] == [second.pk]
    page = program.get(f"/models/{model.pk}/versions?limit=1&cursor={page['next']}")
    assert ([one["id"] for one in page["data"]], page["next"]) == ([first.pk], None)
    program.problem("GET", "/models/999999", status=404)
    assert program.post(f"/models/{model.pk}/applications", status=202)["kind"] == "differentiate.apply"


def test_what_it_says_is_told_of_the_customers_one_sees_page_by_page(world: World, model: PropensityModel) -> None:
    mine = [Party.objects.create(name=f"M{n}", owner=world.ana, team=world.north) for n in range(3)]
    theirs = Party.objects.create(name="Ajeno", owner=world.carla, team=world.south)
    for party, chance in zip((*mine, theirs), (0.4, 0.9, 0.4, 0.95), strict=True):
        add_propensity(model, party, chance=chance)
    program, found, cursor = Program(world.ana), [], ""
    for _ in range(3):
        page = program.get(f"/models/{model.pk}/propensities?limit=1&cursor={cursor}")
        found += page["data"]
        cursor = page["next"] or ""
    assert [(one["customer"], one["chance"]) for one in found] == [
        (mine[1].pk, 0.9),
        (mine[0].pk, 0.4),
        (mine[2].pk, 0.4),
    ]
    assert cursor == ""
    assert found[0]["reasons"][0] == ["saldo", "812.5", 0.7]
    assert [one["customer"] for one in Program(world.carla).get(f"/models/{model.pk}/propensities")["data"]] == [
        theirs.pk
    ]


def test_who_may_not_is_refused(world: World, model: PropensityModel, workspace: Workspace) -> None:
    program = Program(world.ana)
    for method, path in (
        ("GET", "/models"),
        ("GET", f"/models/{model.pk}"),
        ("POST", f"/models/{model.pk}/versions"),
        ("POST", f"/models/{model.pk}/rollbacks"),
        ("GET", "/label-tables"),
    ):
        assert program.problem(method, path, {} if method == "POST" else None, status=403)[0] == "not_allowed"
    assert handed_over(program).status_code == 403
    reader = Program(world.diego, scopes=["scores:read"])
    assert reader.problem("POST", f"/models/{model.pk}/versions", {}, status=403)[0] == "no_scope"
