"""Asking for a look through the base, and from which likeness on it joins."""

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import text
from world import World

from lazo.identify.models import IdentitySettings, ResolutionRun
from lazo.identify.queries.identity_settings import match_thresholds
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db
RUNS = "/datos/identidades/repasos"


def test_a_run_is_asked_for_once_and_its_progress_shown(world: World) -> None:
    assert "Todavía no se ha buscado" in page(world.diego, RUNS)
    for _ in range(2):
        assert posted(world.diego, RUNS)["Location"] == RUNS
    posted(world.diego, RUNS, alcance="toda")
    asked = [(job.kind, job.arguments) for job in Job.objects.order_by("pk")]
    assert asked == [("identify.resolve", {"full": False}), ("identify.resolve", {"full": True})]
    assert "En espera de su turno" in page(world.diego, f"{RUNS}/avance")
    Job.objects.update(state="DONE", finished_at="2026-11-20T10:00Z")
    assert client_of(world.diego).get(f"{RUNS}/avance")["HX-Refresh"] == "true"


def test_runs_say_what_came_of_them(world: World) -> None:
    ResolutionRun.objects.create(
        state="DONE", scope="FULL", finished_at="2026-11-20T10:00Z",
        counts={"records": 12408, "merges": 391, "waiting": 38}, created_by=world.diego,
    )  # fmt: skip
    ResolutionRun.objects.create(scope="INCREMENTAL")
    assert "Lo nuevo y lo cambiado – – – Lazo En curso" in text(page(world.diego, RUNS))
    assert "Toda la base 12.408 391 38 Diego Terminada" in text(page(world.diego, RUNS))


def test_only_who_may_gets_there(world: World) -> None:
    for user in (world.ana, world.bruno, world.carla):
        assert client_of(user).get(RUNS).status_code == 403
        assert posted(user, RUNS).status_code == 403
        assert posted(user, f"{RUNS}/umbrales", automatic="97", review="80").status_code == 403
    assert not Job.objects.exists()
    assert not IdentitySettings.objects.exists()


def test_thresholds_are_kept_and_told(world: World) -> None:
    assert posted(world.diego, f"{RUNS}/umbrales", automatic="97", review="80").status_code == 302
    now = match_thresholds()
    assert (now.automatic, now.review) == (0.97, 0.8)
    assert Event.objects.get(kind="identity.settings_saved").data["automatic"] == 0.97
    posted(world.diego, f"{RUNS}/umbrales", automatic="97", review="80")
    assert IdentitySettings.objects.count() == 1


@pytest.mark.parametrize(
    ("automatic", "review", "said"),
    [
        ("40", "30", "Pon un número entre 50 y 100."),
        ("101", "70", "Pon un número entre 50 y 100."),
        ("92", "95", "Unir no puede exigir menos que preguntar"),
        ("mucho", "70", "Escribe un número, como 95."),
        ("nan", "", "Escribe un número, como 95."),
    ],
)
def test_thresholds_that_make_no_sense_are_refused_by_their_field(
    world: World, automatic: str, review: str, said: str
) -> None:
    response = posted(world.diego, f"{RUNS}/umbrales", automatic=automatic, review=review)
    assert response.status_code == 400
    assert said in text(response.content.decode())
    assert not IdentitySettings.objects.exists()
