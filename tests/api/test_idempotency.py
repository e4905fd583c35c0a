"""The same question again does nothing twice, however it ended the first time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest import Program
from world import World

from lazo.api.idempotency import forget_old
from lazo.identify.models import Party
from lazo.kernel.models import IdempotentAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]

BODY = {"given_name": "Sofía"}


def test_the_same_again_is_answered_the_same(world: World) -> None:
    program = Program(world.ana)
    first = program.ask("POST", "/customers", BODY, Idempotency_Key="k-1")
    again = program.ask("POST", "/customers", BODY, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (again["Location"], again["ETag"], again["Idempotent-Replayed"]) == (first["Location"], '"1"', "true")
    assert Party.objects.count() == 1


def test_another_body_under_the_key_is_refused(world: World) -> None:
    program = Program(world.ana)
    program.post("/customers", BODY, Idempotency_Key="k-1")
    said = program.problem("POST", "/customers", {"given_name": "Otra"}, status=422, Idempotency_Key="k-1")
    assert said == ("key_reused", [])
    assert Party.objects.count() == 1


def test_a_refused_request_may_be_mended_under_the_same_key(world: World) -> None:
    program = Program(world.ana)
    program.problem("POST", "/customers", {"given_name": ""}, status=422, Idempotency_Key="k-1")
    assert IdempotentAnswer.objects.count() == 0
    program.post("/customers", BODY, Idempotency_Key="k-1")
    assert Party.objects.count() == 1


def test_keys_of_two_people_do_not_meet(world: World) -> None:
    for user in (world.ana, world.bruno):
        Program(user).post("/customers", BODY, Idempotency_Key="k-1")
    assert Party.objects.count() == 2


def test_what_failed_halfway_leaves_neither_rows_nor_an_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(world.ana)

    def stop(**_said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("lazo.identify.operations.party.record_event", stop)
    assert program.problem("POST", "/customers", BODY, status=500, Idempotency_Key="k-1") == ("failed", [])
    assert (Party.objects.count(), IdempotentAnswer.objects.count()) == (0, 0)
    monkeypatch.undo()
    program.post("/customers", BODY, Idempotency_Key="k-1")
    assert Party.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "a" * 201])
def test_a_key_that_is_none_is_refused(world: World, key: str) -> None:
    assert Program(world.ana).problem("POST", "/customers", BODY, status=400, Idempotency_Key=key) == ("bad_key", [])


def test_answers_are_forgotten_after_a_day(world: World) -> None:
    program = Program(world.ana)
    program.post("/customers", BODY, Idempotency_Key="k-1")
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    program.post("/customers", {"given_name": "Otra"}, Idempotency_Key="k-1")
    assert Party.objects.count() == 2
    assert forget_old(at=timezone.now() + timedelta(hours=25)) == 1
