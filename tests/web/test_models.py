"""The workbench of models: what each says of itself, to whom it is likeliest, and what may be done with it."""

import pytest
from carded import add_propensity, add_version
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from foretold import CHOICES, answers_csv
from web.browsing import client_of, page, posted
from web.company import BEFORE, add_run
from world import World

from lazo.differentiate.models import LabelTable, ModelPin, ModelVersion, PropensityModel, ScoreRun
from lazo.identify.models import Party, ResolutionRun
from lazo.kernel.models import Job, Role, RoleAssignment, Scope, User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(world: World) -> PropensityModel:
    made = PropensityModel.objects.create(kind="SILENCE", name="Calla más de lo suyo", horizon_days=90)
    add_version(made)
    return made


def party(world: World, name: str, *, of: User) -> Party:
    return Party.objects.create(name=name, owner=of, team=world.south if of == world.carla else world.north)


def analyst(world: World, scope: Scope) -> User:
    """Somebody who sees how things are computed, and of the customers only their scope."""
    role = Role.objects.create(key=f"analyst-{scope}", name="Analista", scope=scope, may_export=True)
    user = User.objects.create_user(f"analista-{scope}@aurora.example", name="Inés")
    RoleAssignment.objects.create(user=user, role=role)
    return user


def test_without_models_the_page_says_how_to_begin(world: World) -> None:
    html = page(world.diego, "/datos/modelos")
    assert "Aún no hay modelos" in html
    assert 'value="SILENCE"' in html
    assert "<table" not in html


def test_each_model_has_its_version_and_its_proof(world: World, model: PropensityModel) -> None:
    html = page(world.diego, "/datos/modelos")
    assert f'href="/datos/modelos/{model.pk}"' in html
    assert "0,831" in html
    assert 'value="SILENCE"' not in html
    assert 'value="NEXT_CATEGORY"' in html


@pytest.mark.parametrize("count", [1, 3])
def test_many_models_cost_the_queries_of_one(count: int, world: World) -> None:
    for number in range(count):
        made = PropensityModel.objects.create(kind="CHURN", name=f"M{number}", table=_table(world))
        for version in range(1, count + 1):
            add_version(made, number=version)
        add_propensity(made, party(world, f"C{number}", of=world.ana))
    client = client_of(world.diego)
    client.get("/datos/modelos")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/datos/modelos")
    assert len(queries) == 13


def test_the_model_of_identities_stands_there_with_what_people_found_of_it(world: World) -> None:
    assert "Quién es el mismo" not in page(world.diego, "/datos/modelos")
    ResolutionRun.objects.create(state="DONE", scope="FULL", is_trained=True, finished_at=timezone.now())
    html = page(world.diego, "/datos/modelos")
    assert 'href="/datos/identidades/repasos">Quién es el mismo' in html
    assert 'href="/datos/identidades/repasos">Quién es el mismo' not in page(
        analyst(world, Scope.ALL), "/datos/modelos"
    )


def _table(world: World) -> LabelTable:
    return LabelTable.objects.create(
        name="Respuestas",
        file_name="respuestas.csv",
        rows=900,
        columns=[{"name": name, "kind": "word", "filled": 1.0} for name in ("cliente", "respondio")],
        choices={**CHOICES, "day": ""},
        created_by=world.diego,
    )


def test_who_may_neither_import_nor_export_is_refused(world: World, model: PropensityModel) -> None:
    for address in ("/datos/modelos", f"/datos/modelos/{model.pk}", "/datos/modelos/valor", "/datos/modelos/tablas"):
        page(world.ana, address, 403)
    for address in ("versiones", "aplicacion", "fijada", "suelta", "anterior"):
        assert posted(world.ana, f"/datos/modelos/{model.pk}/{address}").status_code == 403
    assert not Job.objects.exists()


def test_who_only_sees_may_not_train(world: World, model: PropensityModel) -> None:
    seer = analyst(world, Scope.ALL)
    html = page(seer, f"/datos/modelos/{model.pk}")
    assert "Entrenar de nuevo" not in html
    assert posted(seer, f"/datos/modelos/{model.pk}/versiones").status_code == 403


def test_the_card_says_how_it_went_what_weighs_and_what_was_refused(world: World, model: PropensityModel) -> None:
    html = page(world.diego, f"/datos/modelos/{model.pk}")
    for told in (
        "se llega al 38 % de aquellos",
        "0,794",
        "cuántas de sus veces anteriores fueron así",
        "duracion",
        "se sabe solo después de lo ocurrido",
        '<time datetime="2025-07-29">29 jul 2025</time>',
        "Aún no se aplica a los clientes",
    ):
        assert told in html.replace("\xa0", " "), told
    assert html.count("<svg viewBox") == 4


def test_the_likeliest_are_those_one_sees(world: World, model: PropensityModel) -> None:
    add_propensity(model, party(world, "Rosa del Norte", of=world.ana), chance=0.7)
    add_propensity(model, party(world, "Secreto del Sur", of=world.carla), chance=0.9)
    html = page(world.diego, f"/datos/modelos/{model.pk}").replace("\xa0", " ")
    assert html.index("Secreto del Sur") < html.index("Rosa del Norte")
    assert "saldo: 812.5, la sube · cuántas de sus veces anteriores fueron así: 25 %, la baja" in html
    mine = page(analyst(world, Scope.OWN), f"/datos/modelos/{model.pk}")
    assert "Rosa del Norte" not in mine
    assert "Secreto del Sur" not in mine


def test_a_useless_version_says_why_and_is_not_offered_for_use(world: World, model: PropensityModel) -> None:
    add_version(model, number=2, is_useful=False, reasons=[{"code": "no_order", "found": 0.52, "needed": 0.6}])
    html = page(world.diego, f"/datos/modelos/{model.pk}")
    assert "poco mejor que el azar: AUC 0,520" in html
    assert "Aplicar a los clientes" not in html
    response = client_of(world.diego).post(f"/datos/modelos/{model.pk}/aplicacion", follow=True)
    assert "Su prueba habla en contra" in response.content.decode()


def test_what_changed_since_the_version_before(world: World, model: PropensityModel) -> None:
    columns = [{"name": "saldo", "weight": 0.5}, {"name": "nivel", "weight": 0.1}]
    add_version(model, number=2, rows=900, columns=columns)
    html = page(world.diego, f"/datos/modelos/{model.pk}")
    assert "frente a la versión 1" in html
    assert "Filas de las que aprendió: +60." in html
    assert "Columnas nuevas: nivel." in html


def test_train_apply_pin_go_back_release(world: World, model: PropensityModel) -> None:
    second = add_version(model, number=2)
    first = ModelVersion.objects.get(number=1)
    address = f"/datos/modelos/{model.pk}"
    assert posted(world.diego, f"{address}/versiones").status_code == 302
    assert Job.objects.get().kind == "differentiate.train"
    assert "Entrenando una versión nueva" in page(world.diego, address)
    assert "En espera de su turno" in page(world.diego, f"{address}/avance")
    Job.objects.update(state="DONE")
    assert client_of(world.diego).get(f"{address}/avance")["HX-Refresh"] == "true"
    posted(world.diego, f"{address}/aplicacion")
    assert Job.objects.latest("pk").kind == "differentiate.apply"
    posted(world.diego, f"{address}/anterior")
    assert ModelPin.objects.get(released_at__isnull=True).version == first.pk
    assert "La fijó Diego" in page(world.diego, address)
    posted(world.diego, f"{address}/fijada", version=str(second.pk))
    assert ModelPin.objects.get(released_at__isnull=True).version == second.pk
    posted(world.diego, f"{address}/suelta")
    assert not ModelPin.objects.filter(released_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("address", "data", "words"),
    [
        ("fijada", {"version": "x"}, "No hay una versión así"),
        ("fijada", {"version": "9" * 17}, "No hay una versión así"),
        ("anterior", {}, "No hay una versión anterior"),
        ("suelta", {}, "No había una versión fijada"),
    ],
)
def test_what_cannot_be_done_is_said(
    address: str, data: dict[str, str], words: str, world: World, model: PropensityModel
) -> None:
    response = client_of(world.diego).post(f"/datos/modelos/{model.pk}/{address}", data, follow=True)
    assert words in response.content.decode()


def test_a_model_that_is_not_there_is_not_found(world: World) -> None:
    for address in (
        "/datos/modelos/999999",
        "/datos/modelos/999999/avance",
        "/datos/modelos/valor",
        "/datos/modelos/tablas/9",
    ):
        page(world.diego, address, 404)
    assert posted(world.diego, "/datos/modelos/amor/fijada").status_code == 404


def test_a_failed_training_says_why(world: World, model: PropensityModel) -> None:
    posted(world.diego, f"/datos/modelos/{model.pk}/versiones")
    error = {"code": "too_few_yes", "message": "", "params": {"found": 12, "needed": 30}}
    Job.objects.update(state="FAILED", error=error)
    assert "Ocurrió 12 veces; hacen falta 30." in page(world.diego, f"/datos/modelos/{model.pk}")


def test_a_model_of_the_purchases_is_made_once(world: World) -> None:
    assert posted(world.diego, "/datos/modelos/de-compras", kind="SILENCE").status_code == 302
    made = PropensityModel.objects.get()
    assert (made.kind, made.name, made.horizon_days) == ("SILENCE", "Calla más de lo suyo", 90)
    response = client_of(world.diego).post("/datos/modelos/de-compras", {"kind": "SILENCE"}, follow=True)
    assert "Ya hay un modelo así" in response.content.decode()
    response = client_of(world.diego).post("/datos/modelos/de-compras", {"kind": "CHURN"}, follow=True)
    assert "se aprende de una tabla" in response.content.decode()


def test_a_table_becomes_a_model_step_by_step(world: World, workspace: Workspace) -> None:
    client = client_of(world.diego)
    file = SimpleUploadedFile("respuestas.csv", answers_csv())
    response = client.post("/datos/modelos/tablas", {"file": file, "name": ""})
    table = LabelTable.objects.get()
    assert response["Location"] == f"/datos/modelos/tablas/{table.pk}"
    html = page(world.diego, response["Location"])
    assert "900 filas, 7 columnas" in html
    assert "C0000, C0001, C0002" in html
    assert "Entrenar un modelo" not in html
    form = {"version": table.version, "label": 6, "rule": "si", "id": 0, "day": 1, "timing-4": "after"}
    assert client.post(response["Location"], form)["Location"] == response["Location"]
    html = page(world.diego, response["Location"])
    assert "60 no tienen resultado todavía" in html
    assert "De 900 identificadores, 0 son clientes conocidos." in html
    assert "Dijiste que solo se sabe después." in html
    assert html.index("duracion", html.index("El guardián no deja usar")) > 0
    made = client.post(f"{response['Location']}/modelo", {"kind": "RESPONSE", "name": "Responde"})
    model = PropensityModel.objects.get()
    assert made["Location"] == f"/datos/modelos/{model.pk}"
    assert Job.objects.get().arguments["model"] == model.pk
    response = client.post(f"{response['Location']}/descarte", follow=True)
    assert "Un modelo aprende de esta tabla" in response.content.decode()
    model.delete()
    client.post(f"/datos/modelos/tablas/{table.pk}/descarte")
    assert not LabelTable.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"label": ""}, "Falta decir en qué columna está el resultado"),
        ({"label": "0", "id": "0"}, "van en columnas distintas"),
        ({"label": "1", "version": "77"}, "Otra persona cambió la tabla"),
    ],
)
def test_a_form_that_does_not_fit_says_why(
    form: dict[str, str], words: str, world: World, workspace: Workspace
) -> None:
    client = client_of(world.diego)
    client.post("/datos/modelos/tablas", {"file": SimpleUploadedFile("a.csv", b"quien,que\n1,si\n2,no\n")})
    address = f"/datos/modelos/tablas/{LabelTable.objects.get().pk}"
    response = client.post(address, {"version": "1", **form})
    assert response.status_code == 400
    assert words in response.content.decode()


def test_a_rule_that_no_row_has_is_said_and_nothing_can_be_trained(world: World, workspace: Workspace) -> None:
    client = client_of(world.diego)
    client.post("/datos/modelos/tablas", {"file": SimpleUploadedFile("a.csv", b"quien,que\n1,si\n2,no\n")})
    address = f"/datos/modelos/tablas/{LabelTable.objects.get().pk}"
    client.post(address, {"version": "1", "label": "1", "rule": "quizás"})
    html = page(world.diego, address, 400)
    assert "Ninguna fila tiene ese valor" in html
    assert "Entrenar un modelo" not in html


@pytest.mark.parametrize("content", [None, b"", b"sola\n1\n"])
def test_a_file_that_is_no_table_is_refused(content: bytes | None, world: World, workspace: Workspace) -> None:
    data = {} if content is None else {"file": SimpleUploadedFile("a.csv", content)}
    response = client_of(world.diego).post("/datos/modelos/tablas", data)
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert not LabelTable.objects.exists()


def test_the_value_model_has_its_fits_and_holds_the_pinned_one(world: World) -> None:
    first, second = add_run(BEFORE, current=False), add_run()
    for run in (first, second):
        run.is_refit, run.fitted_on, run.state = True, run.on_date, ScoreRun.State.DONE
        run.parameters = {"r": 0.2 * run.pk, "alpha": 4.4, "a": 0.8, "b": 2.4, "diagnostics": {"customers": 40}}
        run.save()
    html = page(world.diego, "/datos/modelos/valor")
    assert "Frente al ajuste del" in html
    posted(world.diego, "/datos/modelos/valor/anterior")
    assert ModelPin.objects.get().version == first.pk
    assert "Valor de los clientes" in page(world.diego, "/datos/modelos")
    posted(world.diego, "/datos/modelos/valor/ajuste")
    assert not Job.objects.exists()
    posted(world.diego, "/datos/modelos/valor/suelta")
    posted(world.diego, "/datos/modelos/valor/ajuste")
    assert Job.objects.get().arguments["refit"] is True
