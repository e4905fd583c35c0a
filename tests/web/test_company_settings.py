"""Ajustes: the company, its logo, its closed days, and the rules of its cycle."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web import company
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import CycleSettings
from lazo.differentiate.operations.cycle_settings import save_cycle_settings
from lazo.identify.operations.company import edit_company
from lazo.kernel.models import ClosedDay, Company, Event, Job, UndoOffer
from lazo.kernel.operations.logo import LARGEST, remove_logo, set_logo
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "version": 1, "name": "Comercial Aurora", "city": "Cali", "country": "CO", "currency": "COP",
    "time_zone": "America/Bogota", "fiscal_year_start": 4,
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
RULES: dict[str, Any] = {
    "version": "", "welcome_days": "90", "silent_days": "180", "lost_days": "730", "habit_days": "4",
    "overdue_from": "2", "overdue_lost": "6", "active_from": "0,5", "growth_rank": "0.6", "churn_from": "0,35",
    "valuable_from": "0,8", "growable_from": "0,8",
}  # fmt: skip


@pytest.mark.parametrize("address", ["/ajustes/empresa", "/ajustes/ciclo"])
def test_only_who_administers_may_look(world: World, address: str) -> None:
    page(world.bruno, address, 403)
    assert page(world.diego, address)


def test_the_company_is_changed_with_before_and_after_and_taken_back(world: World) -> None:
    assert posted(world.diego, "/ajustes/empresa", **SAID)["Location"] == "/ajustes/empresa"
    kept = Company.objects.get()
    assert (kept.city, kept.fiscal_year_start, kept.version) == ("Cali", 4, 2)
    event = Event.objects.get(kind="company.edited")
    assert event.detail.before == {"city": "", "fiscal_year_start": 1}
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert Company.objects.get().city == ""


def test_undo_leaves_what_somebody_saved_since(world: World) -> None:
    token = edit_company(changes={"city": "Cali"}, version=1, by=world.diego)
    edit_company(changes={"city": "Pasto"}, version=2, by=world.diego)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.diego)
    assert Company.objects.get().city == "Pasto"


def test_a_stale_form_is_told_and_nothing_is_overwritten(world: World) -> None:
    edit_company(changes={"city": "Pasto"}, version=1, by=world.diego)
    response = posted(world.diego, "/ajustes/empresa", **SAID)
    assert response.status_code == 409
    assert "Otra persona guardó cambios" in response.content.decode()
    assert Company.objects.get().city == "Pasto"


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"country": "QQ"}, {"currency": "ABC"}, {"time_zone": "Mars/Dune"}, {"fiscal_year_start": 13}],
)
def test_what_cannot_be_is_said_by_the_field(world: World, wrong: dict[str, Any]) -> None:
    response = posted(world.diego, "/ajustes/empresa", **(SAID | wrong))
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()


def test_the_currency_holds_once_there_are_purchases(world: World) -> None:
    posted(world.diego, "/ajustes/empresa", **(SAID | {"currency": "MXN"}))
    assert Company.objects.get().currency == "MXN"
    party = company.add_customer(company.add_run(), "Abel", world.ana)
    company.add_history(party)
    posted(world.diego, "/ajustes/empresa", **(SAID | {"currency": "USD", "version": 2}))
    assert Company.objects.get().currency == "MXN"
    assert "hay compras guardadas en esta moneda" in page(world.diego, "/ajustes/empresa")


def test_a_logo_is_kept_shown_and_removed(world: World, workspace: Workspace) -> None:
    client = client_of(world.diego)
    client.post("/ajustes/empresa/logo", {"logo": SimpleUploadedFile("a.png", PNG)})
    name = Company.objects.get().logo
    shown = client_of(world.ana).get(f"/ajustes/empresa/logo/{name}")
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content) == PNG  # type: ignore[attr-defined]  # a file is streamed
    assert f"/ajustes/empresa/logo/{name}" in client.get("/ajustes/usuarios").content.decode()
    assert client.get("/ajustes/empresa/logo/..%2Fsecret.key").status_code == 404
    client.post("/ajustes/empresa/logo", {})
    assert (Company.objects.get().logo, "Elige una imagen" in client.get("/ajustes/empresa").content.decode()) == (
        name,
        True,
    )
    client.post("/ajustes/empresa/logo/retiro")
    assert Company.objects.get().logo == ""
    assert client.get(f"/ajustes/empresa/logo/{name}").status_code == 404
    undo(token=UndoOffer.objects.latest("pk").token, by=world.diego)
    assert Company.objects.get().logo == name
    assert client_of(world.ana).post("/ajustes/empresa/logo/retiro").status_code == 403


def test_undo_of_a_logo_leaves_another_that_was_chosen_since(world: World, workspace: Workspace) -> None:
    token = set_logo(content=PNG, by=world.diego)
    assert set_logo(content=PNG, by=world.diego) == ""
    remove_logo(by=world.diego)
    assert remove_logo(by=world.diego) == ""
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.diego)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"<svg onload='x'/>", "Solo PNG o JPEG."), (PNG + b"0" * LARGEST, "más de 200 KB")]
)
def test_a_logo_that_is_no_small_picture_is_refused(
    world: World, workspace: Workspace, content: bytes, sentence: str
) -> None:
    client = client_of(world.diego)
    client.post("/ajustes/empresa/logo", {"logo": SimpleUploadedFile("a.svg", content)})
    assert sentence in client.get("/ajustes/empresa").content.decode()
    assert Company.objects.get().logo == ""


def test_days_are_closed_once_and_opened(world: World) -> None:
    for _ in range(2):
        posted(world.diego, "/ajustes/empresa/dias", day="2999-12-31", reason="Inventario")
    closed = ClosedDay.objects.get()
    assert (closed.day, closed.reason) == (date(2999, 12, 31), "Inventario")
    posted(world.diego, f"/ajustes/empresa/dias/{closed.pk}/apertura")
    assert not ClosedDay.objects.exists()
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert ClosedDay.objects.get().reason == "Inventario"
    posted(world.diego, f"/ajustes/empresa/dias/{ClosedDay.objects.get().pk}/apertura")
    posted(world.diego, "/ajustes/empresa/dias", day="ayer", reason="x")
    assert posted(world.ana, "/ajustes/empresa/dias", day="2999-12-31", reason="x").status_code == 403
    assert not ClosedDay.objects.exists()


def test_the_rules_are_saved_as_a_version(world: World) -> None:
    mix = {"ACQUIRE": 20, "KEEP": 20, "MAXIMIZE": 20, "LOYALTY": 20, "RETAIN": 20}
    posted(world.diego, "/ajustes/ciclo", **(RULES | {"overdue_from": "1,5"} | mix))
    kept = CycleSettings.objects.get()
    assert kept.thresholds["overdue_from"] == 1.5
    assert kept.target_mix == mix
    html = page(world.diego, "/ajustes/ciclo")
    assert re.search(r'name="overdue_from"[^>]*value="1,5"', html)
    assert posted(world.diego, "/ajustes/ciclo", **RULES).status_code == 400
    assert CycleSettings.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"overdue_from": "mucho"}, "Escribe un número."),
        ({"overdue_from": "nan"}, "Escribe un número."),
        ({"lost_days": "1"}, "Escribe un número entre 90 y 3.650."),
        ({"overdue_from": "7"}, "Debe ser mayor que el de"),
        ({"KEEP": "99"}, "Las cinco áreas deben sumar 100."),
        ({"KEEP": "x"}, "Las cinco áreas deben sumar 100."),
    ],
)
def test_a_wrong_number_is_said_beside_it_and_kept_on_the_page(
    world: World, wrong: dict[str, str], sentence: str
) -> None:
    response = posted(world.diego, "/ajustes/ciclo", **(RULES | wrong))
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence in html
    assert f'value="{next(iter(wrong.values()))}"' in html
    assert not CycleSettings.objects.exists()


def test_numbers_are_tried_by_a_job_whose_result_the_page_shows(world: World) -> None:
    asked = posted(world.diego, "/ajustes/ciclo/prueba", **(RULES | {"lost_days": "400"}))
    job = Job.objects.get(kind="differentiate.preview")
    assert job.arguments["thresholds"]["lost_days"] == 400
    assert asked["Location"] == f"/ajustes/ciclo?prueba={job.pk}#prueba"
    html = page(world.diego, f"/ajustes/ciclo?prueba={job.pk}")
    assert f'hx-get="/ajustes/ciclo/prueba/{job.pk}"' in html
    assert re.search(r'name="lost_days"[^>]*value="400', html)
    ways = [{"origin": "RETAIN", "destination": "", "customers": 12, "value_365d": 500_000_00}]
    areas = [{"area": "KEEP", "now": 10, "then": 16}, {"area": "RETAIN", "now": 30, "then": 16}]
    areas.append({"area": "", "now": 0, "then": 8})
    result = {"customers": 40, "moved": 12, "value": 500_000_00, "ways": ways, "areas": areas}
    mix = {"ACQUIRE": 0, "KEEP": 60, "MAXIMIZE": 0, "LOYALTY": 0, "RETAIN": 40}
    save_cycle_settings(thresholds={}, target_mix=mix, version=None, by=world.diego)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result=result)
    done = page(world.diego, f"/ajustes/ciclo/prueba/{job.pk}")
    assert "Cambiarían de área 12 de 40" in done
    assert "Fuera del ciclo" in done
    assert re.findall(r'<td class="num">(\d+)(?:\xa0|&nbsp;)%</td>', done) == ["25", "50", "60", "75", "50", "40"]
    assert posted(world.diego, "/ajustes/ciclo/prueba", **(RULES | {"lost_days": "1"})).status_code == 400
    assert page(world.ana, f"/ajustes/ciclo/prueba/{job.pk}", 403)
