"""The contracts of a customer on their page and by program; and who may not see them."""

from datetime import date
from typing import Any

import pytest
from rest import Program
from web import company
from web.browsing import client_of
from world import World

from lazo.differentiate.models import Score
from lazo.identify.models import Contract, Party, Product, Source
from lazo.identify.operations.contract import contract_version
from lazo.kernel.models import Change, Event, UndoOffer
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
SURVIVAL = {
    "period_months": 1, "contracts": 900, "running": 400, "ended": 500, "method": "sbg", "alpha": 1.0, "beta": 9.0,
    "kept": [1.0, 0.9], "low": [1.0, 0.8], "high": [1.0, 0.95], "is_reliable": True, "problem": None,
    "back_test": {"cutoff": "2024-10-31", "until": "2025-10-31", "running": 300, "expected": 50.0, "lost": 52},
}  # fmt: skip


def make_contract(party: Party, **said: Any) -> Contract:
    source, _ = Source.objects.get_or_create(key="planes", defaults={"name": "Planes"})
    product, _ = Product.objects.get_or_create(sku="NET", defaults={"name": "Internet"})
    values = {"started_on": date(2025, 1, 15), "period_months": 1, "currency": "COP", "amount": 5_000_000}
    return Contract.objects.create(
        party=party, source=source, product=product, **(values | {"base_amount": 5_000_000} | said)
    )


@pytest.fixture
def abel(world: World) -> Party:
    run = company.add_run()
    run.counts = {**run.counts, "contracts": [SURVIVAL]}
    run.save()
    return company.add_customer(run, "Abel", world.ana)


def page(user: Any, party: Party) -> str:
    return client_of(user).get(f"/clientes/{party.pk}").content.decode()


def test_a_contract_is_shown_with_its_risk_and_what_is_left_in_it(world: World, abel: Party) -> None:
    make_contract(abel)
    html = page(world.ana, abel)
    for said in (
        "Internet",
        "50.000",
        "al mes",
        "vigente desde el",
        "Riesgo de irse en 90 días",
        "Valor por venir, 36 meses",
    ):
        assert said in html
    assert "acertó sobre un periodo guardado" in html


def test_too_few_contracts_are_said_to_be_too_few(world: World, abel: Party) -> None:
    make_contract(abel, period_months=12)
    run = company.ScoreRun.objects.get()
    problem = {"code": "few_ended", "found": 12, "needed": 20}
    run.counts = {**run.counts, "contracts": [SURVIVAL | {"period_months": 12, "method": "none", "problem": problem}]}
    run.save()
    html = page(world.ana, abel)
    assert "12 contratos así han terminado; hacen falta 20." in html
    assert "Riesgo de irse en 90 días" not in html


def test_an_end_that_was_agreed_is_shown(world: World, abel: Party) -> None:
    make_contract(abel, cancelled_on=date(2025, 11, 15))
    html = page(world.ana, abel)
    assert "termina el" in html
    assert "renueva el" not in html


def test_who_has_none_sees_no_section(world: World, abel: Party) -> None:
    assert 'id="h-contracts"' not in page(world.ana, abel)


def test_contracts_are_read_by_page_and_not_by_who_may_not(world: World, abel: Party) -> None:
    for month in (1, 2, 3):
        make_contract(abel, started_on=date(2025, month, 15))
    program = Program(world.ana)
    first = program.get(f"/customers/{abel.pk}/contracts?limit=2")
    assert [one["started_on"] for one in first["data"]] == ["2025-03-15", "2025-02-15"]
    assert (first["data"][0]["state"], first["data"][0]["method"], first["data"][0]["reliable"]) == (
        "running",
        "sbg",
        True,
    )
    rest = program.get(f"/customers/{abel.pk}/contracts?cursor={first['next']}")
    assert [one["started_on"] for one in rest["data"]] == ["2025-01-15"]
    assert Program(world.carla).problem("GET", f"/customers/{abel.pk}/contracts", status=404)[0] == "not_found"
    assert client_of(world.carla).get(f"/clientes/{abel.pk}").status_code == 404


def test_the_survival_of_the_company_names_nobody(world: World, abel: Party) -> None:
    told = Program(world.ana).get("/contract-survival")
    assert told["on"] == "2025-10-31"
    assert told["data"][0]["back_test"]["lost"] == 52
    assert told["data"][0]["kept"] == [1.0, 0.9]


def written(**said: str) -> dict[str, str]:
    return {
        "plan": "Fibra 300", "amount": "89.900", "period": "1", "started_on": "2025-03-01", "ends_on": "", "external_id": "C-1",
    } | said  # fmt: skip


def test_a_contract_is_entered_on_the_page_ended_and_both_are_taken_back(world: World, abel: Party) -> None:
    browser = client_of(world.ana)
    assert "Agregar un contrato" in browser.get(f"/clientes/{abel.pk}/contratos").content.decode()
    answer = browser.post(f"/clientes/{abel.pk}/contratos", written(), follow=True)
    assert "Fibra 300" in answer.content.decode()
    made = Contract.objects.get()
    assert (made.amount, made.base_amount, made.period_months, made.product.sku, made.external_id) == (
        8_990_000, 8_990_000, 1, "Fibra 300", "C-1",
    )  # fmt: skip
    assert list(Change.objects.filter(table="contracts").values_list("operation", "row_from")) == [("A", made.pk)]
    assert Event.objects.get(kind="contract.added").data["party"] == abel.pk

    browser.post(f"/clientes/{abel.pk}/contratos/{made.pk}/fin", {"on": "2025-12-01"})
    assert Contract.objects.get().ends_on == date(2025, 12, 1)
    ended, added = UndoOffer.objects.order_by("-pk")
    with pytest.raises(UnableToUndo):
        undo(token=added.token, by=world.ana)
    assert Contract.objects.exists()
    undo(token=ended.token, by=world.ana)
    assert Contract.objects.get().ends_on is None
    UndoOffer.objects.filter(pk=added.pk).update(used_at=None)
    undo(token=added.token, by=world.ana)
    assert not Contract.objects.exists()
    kinds = Event.objects.filter(kind__startswith="contract.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["contract.added", "contract.ended", "contract.reopened", "contract.removed"]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"amount": "mucho"}, "No es un monto"),
        ({"amount": "0"}, "mayor que cero"),
        ({"ends_on": "2025-02-01"}, "El fin es anterior al inicio"),
        ({"started_on": ""}, "Escribe la fecha"),
    ],
)
def test_what_is_wrong_with_a_contract_is_said_at_its_field(
    world: World, abel: Party, said: dict[str, str], problem: str
) -> None:
    answer = client_of(world.ana).post(f"/clientes/{abel.pk}/contratos", written(**said))
    assert answer.status_code == 400
    assert problem in answer.content.decode()
    assert not Contract.objects.exists()


def test_the_same_number_twice_and_an_end_twice_are_refused(world: World, abel: Party) -> None:
    browser = client_of(world.ana)
    browser.post(f"/clientes/{abel.pk}/contratos", written())
    assert (
        "Ya hay un contrato con ese número"
        in browser.post(f"/clientes/{abel.pk}/contratos", written()).content.decode()
    )
    made = Contract.objects.get()
    address = f"/clientes/{abel.pk}/contratos/{made.pk}/fin"
    assert "El fin es anterior al inicio" in browser.post(address, {"on": "2025-01-01"}, follow=True).content.decode()
    browser.post(address, {"on": "2025-12-01"})
    assert "Ese contrato ya tiene fin" in browser.post(address, {"on": "2025-12-05"}, follow=True).content.decode()
    assert "Escribe la fecha" in browser.post(address, {"on": "pronto"}, follow=True).content.decode()
    assert client_of(world.carla).post(address, {"on": "2025-12-05"}).status_code == 404
    assert client_of(world.carla).get(f"/clientes/{abel.pk}/contratos").status_code == 404


def test_a_program_enters_a_contract_ends_it_and_takes_it_back(world: World, abel: Party) -> None:
    program = Program(world.ana)
    body = {"plan": "fibra", "started_on": "2025-03-01", "period_months": 12, "amount": 900, "currency": "COP"}
    made = program.post(f"/customers/{abel.pk}/contracts", body, status=201)
    (row,) = program.get(f"/customers/{abel.pk}/contracts")["data"]
    assert (row["id"], row["product"], row["amount"], row["state"]) == (
        made["id"], "fibra", {"amount": 900, "currency": "COP"}, "running",
    )  # fmt: skip
    address = f"/customers/{abel.pk}/contracts/{made['id']}/end"
    ended = program.post(address, {"on": "2026-03-01"}, status=200)
    assert Contract.objects.get().ends_on == date(2026, 3, 1)
    program.post("/undos", {"token": ended["undo"]})
    assert Contract.objects.get().ends_on is None
    early = {"started_on": "2025-03-01", "ends_on": "2025-02-01", "amount": 900, "currency": "COP"}
    assert program.problem("POST", f"/customers/{abel.pk}/contracts", early, status=422)[0] == "ends_before_start"
    strange = {"started_on": "2025-03-01", "amount": 900, "currency": "USD"}
    assert program.problem("POST", f"/customers/{abel.pk}/contracts", strange, status=422)[0] == "unknown_rate"


def test_a_contract_by_hand_is_mended_and_taken_back(world: World, abel: Party) -> None:
    browser = client_of(world.ana)
    browser.post(f"/clientes/{abel.pk}/contratos", written())
    made = Contract.objects.get()
    address = f"/clientes/{abel.pk}/contratos/{made.pk}"
    assert address in browser.get(f"/clientes/{abel.pk}/contratos").content.decode()
    form = browser.get(address).content.decode()
    assert ('value="$\xa089.900"' in form, 'value="2025-03-01"' in form) == (True, True)
    version = contract_version(made)
    same = browser.post(address, written(version=version, amount="$ 89.900"))
    assert (same.status_code, Event.objects.filter(kind="contract.edited").count()) == (302, 0)
    browser.post(address, written(version=version, amount="99.900", plan="Fibra 500", period="12"))
    made.refresh_from_db()
    assert (made.amount, made.base_amount, made.period_months, made.product.sku) == (
        9_990_000, 9_990_000, 12, "Fibra 500",
    )  # fmt: skip
    assert Event.objects.get(kind="contract.edited").detail.before["amount"] == 8_990_000

    late = browser.post(address, written(version=version, amount="79.900"))
    assert late.status_code == 409
    html = late.content.decode()
    for said in ("Otra persona cambió este contrato", "Lo que está guardado", "$\xa099.900 al año", 'value="79.900"'):
        assert said in html
    assert f'name="version" value="{contract_version(made)}"' in html
    assert "mayor que cero" in browser.post(address, written(version=version, amount="0")).content.decode()
    assert client_of(world.carla).get(address).status_code == 404

    undo(token=UndoOffer.objects.latest("pk").token, by=world.ana)
    made.refresh_from_db()
    assert (made.amount, made.period_months, made.product.sku) == (8_990_000, 1, "Fibra 300")
    assert Change.objects.filter(table="contracts", operation="U", row_from=made.pk).count() == 2


def test_a_change_that_somebody_changed_again_is_not_taken_back(world: World, abel: Party) -> None:
    program = Program(world.ana)
    body = {"plan": "fibra", "started_on": "2025-03-01", "amount": 900, "currency": "COP", "external_id": "A"}
    made = program.post(f"/customers/{abel.pk}/contracts", body, status=201)
    program.post(f"/customers/{abel.pk}/contracts", {**body, "external_id": "B"}, status=201)
    address = f"/customers/{abel.pk}/contracts/{made['id']}"
    row = next(one for one in program.get(f"/customers/{abel.pk}/contracts")["data"] if one["id"] == made["id"])
    assert row["by_hand"]
    changed = program.answer("PATCH", address, {"version": row["version"], "amount": 950, "ends_on": "2026-03-01"})
    held = Contract.objects.get(pk=made["id"])
    assert (held.amount, held.ends_on, held.product.sku) == (950, date(2026, 3, 1), "fibra")
    late = program.ask("PATCH", address, {"version": row["version"], "amount": 1})
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "stale", contract_version(held))
    body = {"version": contract_version(held), "external_id": "B"}
    assert program.problem("PATCH", address, body, status=409)[0] == "already_there"
    body = {"version": contract_version(held), "started_on": None}
    assert program.problem("PATCH", address, body, status=422)[0] == "invalid"
    program.answer("PATCH", address, {"version": contract_version(held), "amount": 960})
    with pytest.raises(UnableToUndo):
        undo(token=changed["undo"], by=world.ana)


def test_a_contract_of_a_file_is_mended_in_its_file(world: World, abel: Party) -> None:
    told = make_contract(abel)
    assert client_of(world.ana).get(f"/clientes/{abel.pk}/contratos/{told.pk}").status_code == 404
    body = {"version": contract_version(told), "amount": 1}
    address = f"/customers/{abel.pk}/contracts/{told.pk}"
    assert Program(world.ana).problem("PATCH", address, body, status=422)[0] == "of_a_file"
    assert Program(world.carla).problem("PATCH", address, body, status=404)[0] == "not_found"


def test_the_page_says_how_contracts_are_in_the_lifetime_value(world: World, abel: Party) -> None:
    make_contract(abel)
    run = company.ScoreRun.objects.get()
    assert "cuenta los contratos una vez" not in page(world.ana, abel)
    for among, said in ((True, "cuenta los contratos una vez"), (False, "suma lo que se espera de los contratos")):
        run.counts = {**run.counts, "contract_worth": {"among_purchases": among, "amount": 5}}
        run.save()
        assert said in page(world.ana, abel)


def test_who_never_bought_is_said_to_be_worth_their_contracts(world: World, abel: Party) -> None:
    make_contract(abel)
    run = company.ScoreRun.objects.get()
    run.counts = {**run.counts, "contract_worth": {"among_purchases": True, "alone": 1, "amount": 5}}
    run.save()
    Score.objects.filter(pk=abel.pk).update(n_purchases=0, clv=None)
    assert "todavía no se puede proyectar cuánto durarán sus contratos" in page(world.ana, abel)
    Score.objects.filter(pk=abel.pk).update(clv=80_000_00)
    html = page(world.ana, abel)
    assert "su valor de vida es lo que se espera de sus contratos" in html
    assert "$\xa080.000" in html


COX = SURVIVAL | {
    "method": "cox",
    "cox": {
        "traits": [
            {"name": "amount", "product": None, "coefficient": 0.7, "error": 0.1, "mean": 7.0},
            {"name": "product", "product": 1, "coefficient": -0.7, "error": 0.1, "mean": 0.3},
        ],
        "hazard": [0.1, 0.05],
        "tail": 1.0,
    },
    "choice": {
        "code": "better", "running": 300, "lost": 52, "expected": 50.0, "missed": 0.125, "missed_of_all": 0.14, "concordance": 0.71,
        "concordance_of_all": 0.58,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("survival", "said"),
    [
        (
            COX,
            (
                "Riesgos proporcionales (Cox)",
                "orden 0,71 contra 0,58",
                "El doble de precio",
                "2,01",
                "Fibra",
                "Confiable",
            ),
        ),
        (SURVIVAL | {"choice": {"code": "no_traits"}}, ("sBG", "Todos pagan lo mismo por lo mismo")),
        (
            SURVIVAL
            | {
                "method": "counted",
                "back_test": None,
                "is_reliable": False,
                "problem": {"code": "no_time", "found": 1, "needed": 2},
            },
            ("Kaplan-Meier", "Solo se ha visto una renovación", "Sin prueba"),
        ),
        (
            SURVIVAL
            | {
                "method": "none",
                "back_test": None,
                "is_reliable": False,
                "problem": {"code": "few_ended", "found": 12, "needed": 20},
            },
            ("Nada todavía", "Han terminado 12; hacen falta 20"),
        ),
    ],
)
def test_the_workbench_says_which_way_was_chosen_and_why(
    world: World, abel: Party, survival: dict[str, Any], said: tuple[str, ...]
) -> None:
    Product.objects.create(pk=1, sku="FIBRA", name="Fibra")
    run = company.ScoreRun.objects.get()
    worth = {"customers": 9, "payers": 9, "covered": 8, "among_purchases": True, "amount": 5}
    run.counts = {**run.counts, "contracts": [survival], "contract_worth": worth}
    run.save()
    html = client_of(world.diego).get("/datos/modelos/contratos").content.decode()
    for words in (*said, "los pagos llegan también como compras"):
        assert words in html
    assert "/datos/modelos/contratos#h-1" in client_of(world.diego).get("/datos/modelos").content.decode()


def test_without_contracts_there_is_no_such_card(world: World) -> None:
    assert client_of(world.diego).get("/datos/modelos/contratos").status_code == 404
    assert "/datos/modelos/contratos" not in client_of(world.diego).get("/datos/modelos").content.decode()
