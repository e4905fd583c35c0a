"""What the company sets, by program: roles, itself, closed days, rules of the cycle, rates, own fields."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest import Program
from world import World

from lazo.differentiate.models import CycleSettings
from lazo.kernel.models import ClosedDay, Company, ExchangeRate, Job, PriceIndex, Role, User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
WRITES: list[tuple[str, str, Any]] = [
    ("POST", "/roles", {"name": "Cartera", "scope": "OWN"}),
    ("PATCH", "/company", {"city": "Cali", "version": 1}),
    ("DELETE", "/company/logo", None),
    ("POST", "/closed-days", {"day": "2026-12-31", "reason": "Inventario"}),
    ("PUT", "/cycle-settings", {}),
    ("POST", "/cycle-settings/trials", {"thresholds": {}}),
    ("PUT", "/cost-sheets", {"costs": []}),
    ("DELETE", "/cost-sheets?version=1", None),
    ("POST", "/exchange-rates", {"rates": [{"currency": "USD", "day": "2026-01-01", "rate": "4100.5"}]}),
    ("POST", "/price-indexes", {"levels": [{"index": "UF", "day": "2026-01-01", "level": "38416.69"}]}),
    ("PUT", "/price-index-in-use", {"index": ""}),
    ("POST", "/custom-fields", {"name": "Zona", "type": "TEXT"}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_only_who_administers_sets_anything(world: World, method: str, path: str, body: Any) -> None:
    assert Program(world.ana).problem(method, path, body, status=403)[0] == "not_allowed"
    reading = Program(world.diego, ("customers:read", "scores:read"))
    assert reading.problem(method, path, body, status=403)[0] == "no_scope"


def test_a_role_is_made_changed_taken_back_and_forgotten(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/roles", {"name": "Cartera", "scope": "TEAM", "may_export": True})
    assert (made["key"], made["scope"], made["may_export"], made["area"]) == ("cartera", "TEAM", True, "")
    edited = program.answer("PATCH", f"/roles/{made['id']}", {"scope": "OWN"})
    assert edited["scope"] == "OWN"
    program.post("/undos", {"token": edited["undo"]})
    assert program.get(f"/roles/{made['id']}") == made
    gone = program.answer("DELETE", f"/roles/{made['id']}")
    assert program.problem("GET", f"/roles/{made['id']}", status=404)[0] == "not_found"
    program.post("/undos", {"token": gone["undo"]})
    assert Role.objects.get(key="cartera").may_export


def test_a_role_that_cannot_be_is_told_by_the_field(world: World) -> None:
    program = Program(world.diego)
    said = program.problem("POST", "/roles", {"name": "  ", "scope": "OWN"}, status=422)
    assert said[1] == [("/name", "no_name")]
    held = Role.objects.get(key="agent")
    assert program.problem("DELETE", f"/roles/{held.pk}", status=409)[0] == "in_use"
    director = Role.objects.get(key="director")
    last = program.problem("PATCH", f"/roles/{director.pk}", {"may_administer": False}, status=409)
    assert last[0] == "no_administrator"


def test_the_company_is_read_by_all_and_changed_by_two_at_once(world: World) -> None:
    assert Program(world.ana).get("/company")["currency"] == "COP"
    program = Program(world.diego)
    changed = program.answer("PATCH", "/company", {"city": "Cali", "fiscal_year_start": 4}, If_Match='"1"')
    assert (changed["city"], changed["fiscal_year_start"], changed["version"]) == ("Cali", 4, 2)
    late = program.answer("PATCH", "/company", {"city": "Pasto", "version": 1}, status=409)
    assert (late["code"], late["version"], late["kept"]["city"]) == ("stale", 2, "Cali")
    wrong = program.problem("PATCH", "/company", {"country": "QQ", "name": " ", "version": 2}, status=422)
    assert sorted(wrong[1]) == [("/country", "bad_value"), ("/name", "missing")]
    program.post("/undos", {"token": changed["undo"]})
    assert Company.objects.get().city == ""


def test_a_logo_is_uploaded_and_removed(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    sent = program.client.post("/api/v1/company/logo", {"file": SimpleUploadedFile("a.png", PNG)})
    assert (sent.status_code, Company.objects.get().logo[-4:]) == (201, ".png")
    wrong = program.client.post("/api/v1/company/logo", {"file": SimpleUploadedFile("a.svg", b"<svg/>")})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "not_an_image")
    gone = program.answer("DELETE", "/company/logo")
    assert Company.objects.get().logo == ""
    program.post("/undos", {"token": gone["undo"]})
    assert Company.objects.get().logo


def test_days_are_closed_and_opened(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/closed-days", {"day": "2026-12-31", "reason": "Inventario"})
    again = program.problem("POST", "/closed-days", {"day": "2026-12-31", "reason": "Otra"}, status=409)
    assert again == ("already_closed", [("/day", "already_closed")])
    assert Program(world.ana).get("/closed-days")["data"] == [made]
    token = program.answer("DELETE", f"/closed-days/{made['id']}")["undo"]
    assert not ClosedDay.objects.exists()
    program.post("/undos", {"token": token})
    assert ClosedDay.objects.get().reason == "Inventario"


def test_the_rules_of_the_cycle_are_kept_as_versions(world: World) -> None:
    program = Program(world.diego)
    before = program.get("/cycle-settings")
    assert (before["version"], before["target_mix"], before["thresholds"]["overdue_from"]) == (None, {}, 2.0)
    mix = {"ACQUIRE": 10, "KEEP": 20, "MAXIMIZE": 30, "LOYALTY": 30, "RETAIN": 10}
    kept = program.answer("PUT", "/cycle-settings", {"thresholds": {"overdue_from": 1.5}, "target_mix": mix})
    assert (kept["target_mix"], kept["thresholds"]["overdue_from"]) == (mix, 1.5)
    assert program.problem("PUT", "/cycle-settings", {}, status=409)[0] == "stale"
    wrong = {"thresholds": {"lost_days": 1}, "version": kept["version"]}
    assert program.problem("PUT", "/cycle-settings", wrong, status=422)[1] == [
        ("/thresholds/lost_days", "out_of_range")
    ]
    uneven = {"target_mix": {"KEEP": 50}, "version": kept["version"]}
    assert program.problem("PUT", "/cycle-settings", uneven, status=422)[1] == [("/target_mix", "not_100")]
    program.post("/undos", {"token": kept["undo"]})
    assert CycleSettings.objects.latest("pk").target_mix == {}


def test_other_rules_are_tried_by_a_job(world: World) -> None:
    program = Program(world.diego)
    job = program.post("/cycle-settings/trials", {"thresholds": {"lost_days": 400}}, status=202)
    assert Job.objects.get(pk=job["id"]).arguments["thresholds"]["lost_days"] == 400
    wrong = program.problem("POST", "/cycle-settings/trials", {"thresholds": {"overdue_lost": 1.5}}, status=422)
    assert wrong[1] == [("/thresholds/overdue_lost", "not_above")]


def test_rates_are_set_all_or_none_and_read_by_page(world: World) -> None:
    program = Program(world.diego)
    rates = [{"currency": "USD", "day": f"2026-01-0{n}", "rate": f"41{n}0.50"} for n in (1, 2, 3)]
    assert program.post("/exchange-rates", {"rates": rates}, status=200) == {"new": 3, "changed": 0, "same": 0}
    first = program.get("/exchange-rates?limit=2&currency=usd")
    assert [(one["day"], one["rate"]) for one in first["data"]] == [("2026-01-03", "4130.5"), ("2026-01-02", "4120.5")]
    assert [one["day"] for one in program.get(f"/exchange-rates?cursor={first['next']}")["data"]] == ["2026-01-01"]
    wrong = {"rates": [*rates, {"currency": "COP", "day": "2026-01-01", "rate": "1"}]}
    assert program.problem("POST", "/exchange-rates", wrong, status=422) == (
        "is_base",
        [("/rates/3/currency", "is_base")],
    )
    assert ExchangeRate.objects.count() == 3


def test_price_levels_are_set_all_or_none_read_by_page_and_one_is_used(world: World) -> None:
    program = Program(world.diego)
    levels = [{"index": "uf", "day": f"2026-0{n}-01", "level": f"38{n}16.69"} for n in (1, 2, 3)]
    assert program.post("/price-indexes", {"levels": levels}, status=200) == {"new": 3, "changed": 0, "same": 0}
    first = program.get("/price-indexes?limit=2&index=uf")
    assert [(one["month"], one["level"]) for one in first["data"]] == [
        ("2026-03-01", "38316.69"), ("2026-02-01", "38216.69"),
    ]  # fmt: skip
    assert [one["month"] for one in program.get(f"/price-indexes?cursor={first['next']}")["data"]] == ["2026-01-01"]
    wrong = {"levels": [*levels, {"index": "uf", "day": "2026-04-01", "level": "0"}]}
    assert program.problem("POST", "/price-indexes", wrong, status=422) == (
        "not_positive",
        [("/levels/0/level", "not_positive")],
    )
    assert program.get("/price-index-in-use") == {"index": "UF", "values_in": ""}
    assert program.answer("PUT", "/price-index-in-use", {"index": ""}) == {"index": "", "values_in": ""}
    unknown = program.problem("PUT", "/price-index-in-use", {"index": "IPC"}, status=422)
    assert unknown[1] == [("/index", "unknown_index")]
    assert PriceIndex.objects.count() == 3


def test_an_own_field_is_made_changed_ordered_and_put_away(world: World) -> None:
    program = Program(world.diego)
    zone = program.post("/custom-fields", {"name": "Zona", "type": "CHOICE", "choices": ["norte", "sur"]})
    program.post("/custom-fields", {"name": "Ruta", "type": "TEXT", "kinds": ["PERSON"]})
    assert program.problem("POST", "/custom-fields", {"name": "zona", "type": "TEXT"}, status=422)[1] == [
        ("/name", "same_name")
    ]
    changed = program.answer("PUT", "/custom-fields/zona", {"name": "Región", "choices": ["norte"], "required": True})
    assert changed == {**zone, "name": "Región", "choices": ["norte"], "required": True}
    ordered = program.answer("PUT", "/custom-fields/order", {"keys": ["ruta", "zona"]})
    assert [one["key"] for one in ordered["data"]] == ["ruta", "zona"]
    token = program.post("/custom-fields/zona/archive")["undo"]
    assert [one["archived"] for one in program.get("/custom-fields")["data"]] == [False, True]
    program.post("/undos", {"token": token})
    assert program.answer("DELETE", "/custom-fields/zona/archive")["archived"] is False
    assert program.problem("PUT", "/custom-fields/nada", {"name": "x"}, status=404)[0] == "not_found"


def test_a_person_is_invited_by_a_path_that_is_told_once(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/users", {"email": "eva@aurora.example", "name": "Eva"})
    path = program.post(f"/users/{made['id']}/invitation")["path"]
    assert path.startswith(f"/entrar/invitacion/{made['id']}/")
    assert program.client.get(path).status_code == 200
    User.objects.filter(pk=made["id"]).update(is_active=False)
    assert program.problem("POST", f"/users/{made['id']}/invitation", {}, status=404)[0] == "not_found"
    team = program.post("/teams", {"name": "Cobro", "members": [world.ana.pk]})
    assert program.get(f"/teams/{team['id']}") == team
