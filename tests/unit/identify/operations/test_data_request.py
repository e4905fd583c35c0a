"""Requests about personal data: taken in with a due date, every step written down, closed once."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import DataRequest, Party, PartyBlock
from lazo.identify.operations.data_request import (
    UnableToHandleRequest,
    assign_request,
    confirm_identity,
    drop_request,
    extend_request,
    finish_request,
    open_request,
    pause_request,
    refuse_request,
    resume_request,
)
from lazo.identify.operations.party_block import (
    UnableToBlock,
    block_party,
    carry_out_blocking,
    carry_out_opposition,
    lift_block,
)
from lazo.identify.queries.consent import consent_of
from lazo.identify.queries.data_request import RequestFilter, block_of, request_counts, request_row, request_rows
from lazo.kernel.models import Event, Role

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 1)


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana, country="CO")


def ask(world: World, party: Party, kind: str = "access", **said: Any) -> DataRequest:
    whole: dict[str, Any] = {"way": "email", "received_on": ON, "on": ON, "by": world.ana} | said
    return open_request(party=party, kind=kind, **whole)


def test_it_is_due_by_the_law_of_the_customers_country(world: World, abel: Party) -> None:
    request = ask(world, abel, said="Quiero mis datos")
    assert (request.due_on, request.law, request.days, request.unit) == (
        date(2026, 12, 16),
        "Ley 1581 de 2012, art. 14",
        10,
        "business",
    )
    event = Event.objects.get(kind="data_request.opened")
    assert (event.row, event.data) == (abel.pk, {"request": request.pk, "right": "access", "due_on": "2026-12-16"})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "nothing"}, "unknown_kind"),
        ({"way": "smoke"}, "unknown_way"),
        ({"received_on": date(2026, 12, 2)}, "future"),
        ({"kind": "opposition"}, "no_purpose"),
        ({"kind": "opposition", "purposes": ["spam"]}, "unknown_purpose"),
        ({"said": "x" * 4_001}, "text_too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, abel: Party, said: dict[str, Any], code: str) -> None:
    with pytest.raises(UnableToHandleRequest) as refused:
        ask(world, abel, **said)
    assert refused.value.code == code
    assert DataRequest.objects.count() == 0


def test_who_does_not_see_the_customer_can_do_nothing(world: World, abel: Party) -> None:
    request = ask(world, abel)
    with pytest.raises(UnableToHandleRequest, match="not_visible"):
        ask(world, abel, by=world.carla)
    with pytest.raises(UnableToHandleRequest, match="not_visible"):
        confirm_identity(request=request, note="Cédula", by=world.carla, on=ON)
    assert request_row(user=world.carla, request=request.pk, on=ON) is None
    assert request_rows(user=world.carla, wanted=RequestFilter(), on=ON) == ([], None)
    assert request_counts(user=world.carla, on=ON) == {"open": 0, "overdue": 0, "paused": 0, "closed": 0}


def test_a_pause_adds_its_business_days(world: World, abel: Party) -> None:
    request = ask(world, abel)
    pause_request(request=request, note="Falta copia de la cédula", by=world.ana, on=date(2026, 12, 3))
    held = request_row(user=world.ana, request=request.pk, on=date(2027, 1, 1))
    assert held is not None
    assert (held.state, held.days_left) == ("paused", None)
    with pytest.raises(UnableToHandleRequest, match="paused"):
        pause_request(request=request, note="Otra", by=world.ana, on=date(2026, 12, 4))
    resume_request(request=request, by=world.ana, on=date(2026, 12, 7))
    request.refresh_from_db()
    assert (request.due_on, request.paused_on) == (date(2026, 12, 18), None)
    with pytest.raises(UnableToHandleRequest, match="not_paused"):
        resume_request(request=request, by=world.ana, on=date(2026, 12, 8))


def test_the_longer_term_is_taken_once_and_only_where_the_law_knows_one(world: World, abel: Party) -> None:
    request = ask(world, abel)
    with pytest.raises(UnableToHandleRequest, match="no_reason"):
        extend_request(request=request, note=" ", by=world.ana, on=ON)
    extend_request(request=request, note="Muchos archivos", by=world.ana, on=ON)
    request.refresh_from_db()
    assert request.due_on == date(2026, 12, 23)
    with pytest.raises(UnableToHandleRequest, match="already_extended"):
        extend_request(request=request, note="Más", by=world.ana, on=ON)
    brazilian = Party.objects.create(name="Bia", owner=world.ana, country="BR")
    with pytest.raises(UnableToHandleRequest, match="no_extension"):
        extend_request(request=ask(world, brazilian), note="Más", by=world.ana, on=ON)


def test_overdue_and_the_order_of_the_list(world: World, abel: Party) -> None:
    late, soon = ask(world, abel), ask(world, abel, kind="rectification")
    closed = ask(world, abel, kind="portability")
    drop_request(request=closed, note="Ya no", by=world.ana, on=ON)
    day = date(2026, 12, 17)
    rows, following = request_rows(user=world.ana, wanted=RequestFilter(state=""), on=day)
    assert [(row.request.pk, row.state, row.days_left) for row in rows] == [
        (late.pk, "overdue", -1),
        (closed.pk, "closed", None),
        (soon.pk, "open", 6),
    ]
    assert following is None
    assert request_counts(user=world.ana, on=day) == {"open": 2, "overdue": 1, "paused": 0, "closed": 1}


def test_an_assignee_must_see_the_customer(world: World, abel: Party) -> None:
    request = ask(world, abel)
    with pytest.raises(UnableToHandleRequest, match="bad_assignee"):
        assign_request(request=request, assignee=world.carla, by=world.ana, on=ON)
    assign_request(request=request, assignee=world.diego, by=world.ana, on=ON)
    rows, _ = request_rows(user=world.diego, wanted=RequestFilter(mine=True), on=ON)
    assert [row.request.pk for row in rows] == [request.pk]


def test_it_is_finished_after_the_identity_by_who_may(world: World, abel: Party) -> None:
    request = ask(world, abel)
    with pytest.raises(UnableToHandleRequest, match="not_allowed"):
        finish_request(request=request, note="Enviado", by=world.ana, on=ON)
    with pytest.raises(UnableToHandleRequest, match="not_identified"):
        finish_request(request=request, note="Enviado", by=world.diego, on=ON)
    confirm_identity(request=request, note="Mostró su cédula", by=world.ana, on=ON)
    finish_request(request=request, note="Enviado", by=world.diego, on=ON)
    row = request_row(user=world.ana, request=request.pk, on=ON)
    assert row is not None
    assert (row.state, row.outcome, [step.kind for step in row.steps]) == ("closed", "DONE", ["IDENTITY", "DONE"])
    with pytest.raises(UnableToHandleRequest, match="closed"):
        refuse_request(request=request, note="No", by=world.diego, on=ON)


def test_a_refusal_needs_its_reason_and_the_permission(world: World, abel: Party) -> None:
    request = ask(world, abel, kind="erasure")
    with pytest.raises(UnableToHandleRequest, match="not_allowed"):
        refuse_request(request=request, note="Facturas", by=world.ana, on=ON)
    with pytest.raises(UnableToHandleRequest, match="no_reason"):
        refuse_request(request=request, note="", by=world.diego, on=ON)
    refuse_request(request=request, note="La ley obliga a guardar sus facturas", by=world.diego, on=ON)
    assert Event.objects.get(kind="data_request.closed").data == {"request": request.pk, "outcome": "REFUSED"}


def test_who_is_blocked_is_kept_and_left_out_until_it_is_lifted(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Abel", canonical=abel, owner=world.ana)
    request = ask(world, abel, kind="blocking")
    confirm_identity(request=request, note="Llamamos a su número", by=world.ana, on=ON)
    carry_out_blocking(request=request, note="", by=world.diego, on=ON)
    assert block_of(family=[abel.pk]) == "ALL"
    assert list(PartyBlock.objects.order_by("party").values_list("party", "request")) == [
        (abel.pk, request.pk),
        (twin.pk, request.pk),
    ]
    block_party(party=abel, by=world.diego)
    assert PartyBlock.objects.count() == 2
    with pytest.raises(UnableToBlock, match="not_allowed"):
        lift_block(party=abel, by=world.ana)
    lift_block(party=abel, by=world.diego)
    assert block_of(family=[abel.pk]) == ""
    with pytest.raises(UnableToBlock, match="not_blocked"):
        lift_block(party=abel, by=world.diego)


def test_an_opposition_withdraws_by_every_channel_and_leaves_the_scores(world: World, abel: Party) -> None:
    request = ask(world, abel, kind="opposition", purposes=["marketing", "profiling"], said="No quiero ofertas")
    confirm_identity(request=request, note="Por su correo", by=world.ana, on=ON)
    carry_out_opposition(request=request, note="", by=world.diego, on=ON)
    held = consent_of(party=abel, on=ON)
    assert {(one.purpose, one.state) for one in held} == {("marketing", "WITHDRAWN"), ("profiling", "WITHDRAWN")}
    assert len(held) == 12
    assert block_of(family=[abel.pk]) == "SCORES"


def test_a_right_that_was_taken_away_is_gone(world: World, abel: Party) -> None:
    Role.objects.filter(key="director").update(may_erase=False)
    with pytest.raises(UnableToBlock, match="not_allowed"):
        block_party(party=abel, by=world.diego)
