"""The history of a customer: everything in order, in pages, for who may see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from world import World

from lazo.differentiate.models import CyclePosition
from lazo.identify.models import (
    ConsentEntry,
    ImportBatch,
    Interaction,
    Party,
    Product,
    Purchase,
    PurchaseLine,
    Source,
    SourceRecord,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.operations.merge import merge_parties, undo_merge
from lazo.identify.operations.party_role import end_role, give_role
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.interact.models import ToDo
from lazo.interact.queries.timeline import Timeline, timeline
from lazo.interact.queries.timeline_moment import Moment
from lazo.interact.queries.timeline_strands import Group
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Bogota")
DAY = date(2025, 11, 17)
NIGHT = datetime(2025, 11, 18, 3, 30, tzinfo=UTC)
"""Still the 17th where the company is."""


def person(owner: User, name: str = "Abel") -> Party:
    return Party.objects.create(name=name, kind="PERSON", owner=owner)


def source() -> Source:
    return Source.objects.get_or_create(key="tienda", defaults={"name": "Tienda"})[0]


def bought(party: Party, day: date = DAY, at: datetime | None = None, number: str | None = None) -> Purchase:
    return Purchase.objects.create(
        party=party, source=source(), occurred_on=day, occurred_at=at, external_id=number,
        currency="COP", amount=100, base_amount=100,
    )  # fmt: skip


def said(party: Party, text: str = "Hola", at: datetime | None = None, **columns: Any) -> Interaction:
    return Interaction.objects.create(
        party=party, source=source(), occurred_on=DAY, occurred_at=at, subject=text, **columns
    )


def one_of_each(party: Party, by: User) -> None:
    """A day on which everything happened, some of it at the same instant and some at an unknown hour."""
    bought(party)
    bought(party, at=NIGHT)
    said(party, at=NIGHT)
    said(party, kind="note", by=by)
    CyclePosition.objects.create(customer=party, area="KEEP", valid_from=DAY, rule="KEEP.base", run_id=1)
    ConsentEntry.objects.create(
        party=party, purpose="marketing", channel="email", state="GRANTED", basis="consent", on=DAY
    )
    ToDo.objects.create(title="Llamar", party=party, assignee=by, created_at=NIGHT)
    definition = TraitDefinition.objects.create(
        key="tueste", name="Tueste", type="TEXT", kind="INFERRED", package="demo"
    )
    TraitValue.objects.create(party=party, definition=definition, text="medio", kind="INFERRED", set_at=NIGHT)
    Event.objects.create(kind="party.edited", by=by, table="identify_party", row=party.pk, at=NIGHT)
    batch = ImportBatch.objects.create(
        source=source(), entity="customers", state="DONE", file_name="a.csv", path="a", finished_at=NIGHT
    )
    SourceRecord.objects.create(source=source(), external_id="1", party=party, batch=batch.pk)


def ask(party: Party, user: User, **question: Any) -> Timeline:
    return timeline(party=party, user=user, zone=ZONE, **question)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_neither_skip_nor_repeat(world: World, size: int) -> None:
    party = person(world.ana)
    one_of_each(party, world.ana)
    bought(party, DAY - timedelta(days=400))
    whole = ask(party, world.ana).entries
    assert len(whole) == 11
    assert [entry.moment.order for entry in whole] == sorted(entry.moment.order for entry in whole)
    seen, after = [], None
    while True:
        page = ask(party, world.ana, after=after, size=size)
        seen += page.entries
        if page.following is None:
            break
        after = Moment.from_text(page.following.as_text())
    assert [(entry.kind, entry.row.pk) for entry in seen] == [(entry.kind, entry.row.pk) for entry in whole]


def test_the_day_is_the_company_s_and_the_unknown_hour_comes_last(world: World) -> None:
    party = person(world.ana)
    one_of_each(party, world.ana)
    entries = ask(party, world.ana).entries
    assert {entry.moment.day for entry in entries} == {DAY}
    assert [entry.kind for entry in entries] == [
        "purchase", "interaction", "to_do", "inferred", "change", "import", "purchase", "note", "position", "consent",
    ]  # fmt: skip


def test_every_group_has_its_count_and_can_be_asked_for_alone(world: World) -> None:
    party = person(world.ana)
    one_of_each(party, world.ana)
    found = ask(party, world.ana)
    assert found.counts == {group: 2 if group in {Group.PURCHASES, Group.CHANGES} else 1 for group in Group}
    assert found.total == 10
    for group in Group:
        assert {entry.group for entry in ask(party, world.ana, group=group).entries} == {group}


def test_words_are_found_without_their_accents(world: World) -> None:
    party = person(world.ana)
    one_of_each(party, world.ana)
    said(party, "¿Llegó el CAFÉ de Nariño?")
    found = ask(party, world.ana, text="cafe de narino")
    assert [entry.row.subject for entry in found.entries] == ["¿Llegó el CAFÉ de Nariño?"]
    assert found.total == 1
    assert ask(party, world.ana, text="a.c%_\\(").entries == ()


def test_a_purchase_with_two_such_products_is_found_once(world: World) -> None:
    party = person(world.ana)
    purchase = bought(party, number="FV-1")
    for sku in ("1", "2"):
        product = Product.objects.create(sku=sku, name=f"Huila {sku}")
        PurchaseLine.objects.create(purchase=purchase, product=product, amount=50)
    bought(party)
    found = ask(party, world.ana, text="huila")
    assert [entry.row for entry in found.entries] == [purchase]
    assert found.counts[Group.PURCHASES] == 1
    assert ask(party, world.ana, text="fv-1").total == 1


def test_rows_of_a_record_found_to_be_the_customer_are_told_too(world: World) -> None:
    party = person(world.ana)
    twin = Party.objects.create(name="Avel", kind="PERSON", canonical=party, owner=world.carla)
    bought(twin)
    bought(person(world.ana, "Otro"))
    assert [entry.row.party_id for entry in ask(party, world.ana).entries] == [twin.pk]


def test_the_other_end_of_a_relation_is_named_only_to_who_may_see_it(world: World) -> None:
    seed_relationship_types()
    abel, carmen = person(world.ana), person(world.carla, "Carmen")
    relate(origin=abel, target=carmen, type_key="friend", by=world.diego, on=DAY)
    (told,) = ask(abel, world.diego).entries
    assert told.other == carmen
    (hidden,) = ask(abel, world.ana).entries
    assert hidden.other is None


def test_what_is_of_no_page_is_left_out(world: World) -> None:
    party = person(world.ana)
    record_event(kind="something.else", by=world.ana, table="identify_party", row=party.pk)
    record_event(kind="party.edited", by=world.ana, table="identify_party", row=party.pk + 1)
    assert ask(party, world.ana).entries == ()


def test_a_page_is_never_larger_than_a_hundred(world: World) -> None:
    party = person(world.ana)
    Purchase.objects.bulk_create(
        Purchase(party=party, source=source(), occurred_on=DAY, currency="COP", amount=1, base_amount=1)
        for _ in range(120)
    )
    page = ask(party, world.ana, size=10_000)
    assert len(page.entries) == 100
    assert len(ask(party, world.ana, after=page.following, size=100).entries) == 20


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(world: World, count: int, django_assert_num_queries: Any) -> None:
    seed_relationship_types()
    party = person(world.ana)
    for number in range(count):
        bought(party)
        said(party)
        relate(origin=party, target=person(world.ana, f"Otro {number}"), type_key="friend", by=world.ana, on=DAY)
    with django_assert_num_queries(9):
        assert len(ask(party, world.ana).entries) == 3 * count


@pytest.mark.parametrize(
    "text",
    ["", "x", "2025-11-17~~0", "2025-13-17~~0~1", "2025-11-17~ayer~0~1", "2025-11-17~2025-11-17T10:00:00~0~1",
     "2025-11-17~~0~-1", f"2025-11-17~~0~{2**70}"],
)  # fmt: skip
def test_a_moment_nobody_wrote_is_the_beginning(text: str) -> None:
    assert Moment.from_text(text) is None


def test_merges_and_splits_are_lines_of_the_history_on_both_sides(world: World) -> None:
    abel, twin = person(world.ana), person(world.ana, "Abelito")
    done = merge_parties(one=abel, other=twin, by=world.ana)
    customer = Party.objects.get(pk=done.merge.customer_id)
    kinds = [entry.kind for entry in ask(customer, world.ana, group=Group.CHANGES).entries]
    assert kinds == ["merge"]
    undo_merge(merge=done.merge, by=world.ana)
    for one, other in ((abel, twin), (twin, abel)):
        found = ask(Party.objects.get(pk=one.pk), world.ana, group=Group.CHANGES)
        assert sorted(entry.kind for entry in found.entries) == ["merge", "split"]
        assert {entry.other for entry in found.entries} == {other}
    Party.objects.filter(pk=twin.pk).update(owner=world.carla)
    hidden = ask(Party.objects.get(pk=abel.pk), world.ana, group=Group.CHANGES)
    assert {entry.other for entry in hidden.entries} == {None}


def test_roles_are_lines_of_the_history(world: World) -> None:
    abel = person(world.ana)
    role, _ = give_role(party=abel, kind="payer", by=world.ana, on=DAY)
    end_role(role=role, by=world.ana, on=DAY)
    found = ask(abel, world.ana, group=Group.CHANGES)
    assert [entry.row.kind for entry in found.entries] == ["party_role.ended", "party_role.given"]
