"""A customer shown to somebody beyond its owner and its team: pages, both engines alike, and what it costs."""

from typing import Any

import ibis
import pyarrow as pa
import pytest
from drawn import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web import company
from web.browsing import page, posted
from world import World

from lazo.differentiate.models import CyclePosition, Score
from lazo.identify.models import Party
from lazo.identify.operations import share as sharing
from lazo.identify.operations.share import UnableToShare, end_share, share_customer
from lazo.kernel.access import NOTHING, RowRule, row_rule
from lazo.kernel.models import Event, Role, Share, UndoOffer
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(world: World) -> Party:
    return company.add_customer(company.add_run(), "Zulaica", world.ana)


def test_a_shared_customer_is_seen_with_all_that_hangs_on_it(world: World, party: Party) -> None:
    other = company.add_customer(company.add_run(current=False), "Otra", world.ana)
    share_customer(party=party, who=world.carla, by=world.ana)
    for model in (Party, Score, CyclePosition):
        assert [row.pk for row in model.objects.visible_to(world.carla)] == [row.pk for row in model.objects.all()][:1]
    assert "Zulaica" in page(world.carla, f"/clientes/{party.pk}")
    page(world.carla, f"/clientes/{other.pk}", 404)


def test_a_team_sees_it_and_who_leaves_the_team_does_not(world: World, party: Party) -> None:
    share_customer(party=party, who=world.south, by=world.diego)
    assert Party.objects.visible_to(world.carla).count() == 1
    world.carla.memberships.all().delete()
    assert Party.objects.visible_to(world.carla).count() == 0


def test_who_must_see_nothing_sees_nothing_shared_either(world: World, party: Party) -> None:
    share_customer(party=party, who=world.carla, by=world.ana)
    Role.objects.filter(key="manager").update(scope="NONE")
    assert row_rule(world.carla) == NOTHING


def test_without_shares_the_rule_costs_what_it_did(world: World, party: Party, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert row_rule(world.ana) == RowRule(owners=frozenset({world.ana.pk}))
    share_customer(party=party, who=world.carla, by=world.ana)
    with django_assert_num_queries(1):
        row_rule(world.ana)
    with django_assert_num_queries(4):
        assert row_rule(world.carla).shared == {party.pk}


def test_it_is_shared_by_a_page_ended_and_shared_again(world: World, party: Party) -> None:
    address = f"/clientes/{party.pk}/compartidos"
    assert posted(world.ana, address, who=f"user-{world.carla.pk}")["Location"] == address
    assert "Carla" in page(world.ana, address)
    assert posted(world.ana, address, who=f"user-{world.carla.pk}").status_code == 400
    share = Share.objects.get()
    posted(world.ana, f"{address}/{share.pk}/fin")
    assert not Share.objects.exists()
    undo(token=UndoOffer.objects.get().token, by=world.ana)
    assert Share.objects.get().user == world.carla
    kinds = ["share.made", "share.ended", "share.made"]
    assert list(Event.objects.filter(kind__startswith="share.").order_by("id").values_list("kind", flat=True)) == kinds
    assert posted(world.ana, address, who="user-x").status_code == 404


def test_nobody_shares_or_ends_what_they_do_not_see(world: World, party: Party) -> None:
    share = share_customer(party=party, who=world.bruno, by=world.ana)
    page(world.carla, f"/clientes/{party.pk}/compartidos", 404)
    assert posted(world.carla, f"/clientes/{party.pk}/compartidos/{share.pk}/fin").status_code == 404
    for refused in (
        lambda: share_customer(party=party, who=world.carla, by=world.carla),
        lambda: end_share(share=share, by=world.carla),
    ):
        with pytest.raises(UnableToShare):
            refused()
    assert Share.objects.count() == 1


def test_too_many_for_one_person_go_into_a_team(world: World, party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST", 0)
    with pytest.raises(UnableToShare, match="too_many"):
        share_customer(party=party, who=world.carla, by=world.ana)


ids = st.integers(1, 4)
maybe = st.none() | ids
rows = st.lists(st.tuples(maybe, maybe), min_size=1, max_size=12)
rules = st.builds(
    RowRule,
    everything=st.just(value=False),
    owners=st.frozensets(ids, max_size=2),
    teams=st.frozensets(ids, max_size=2),
    shared=st.frozensets(st.integers(1, 12), max_size=4),
)


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, rule=rules)
def test_the_database_and_the_warehouse_answer_alike(
    world: World, rows: list[tuple[int | None, int | None]], rule: RowRule
) -> None:
    """Owners and teams as numbers: ids of the world's people and teams stand for 1 to 4."""
    people = [world.ana.pk, world.bruno.pk, world.carla.pk, world.diego.pk]
    teams = [world.north.pk, world.south.pk]
    Party.objects.all().delete()
    made = Party.objects.bulk_create(
        Party(owner_id=people[o - 1] if o else None, team_id=teams[t % 2] if t else None) for o, t in rows
    )
    numbers = {place: party.pk for place, party in enumerate(made, 1)}
    real = RowRule(
        owners=frozenset(people[o - 1] for o in rule.owners),
        teams=frozenset(teams[t % 2] for t in rule.teams),
        shared=frozenset(numbers[s] for s in rule.shared if s in numbers),
    )
    kept = Party.objects.values("id", "owner_id", "team_id")
    columns = pa.schema([("id", pa.int64()), ("owner_id", pa.int64()), ("team_id", pa.int64())])
    table = ibis.memtable(pa.Table.from_pylist(list(kept), schema=columns))
    asked = set(Party.objects.filter(real.as_q(customer="id")).values_list("id", flat=True))
    assert set(real.as_ibis(table, customer="id").id.to_pyarrow().to_pylist()) == asked
