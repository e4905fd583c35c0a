"""What waits for a person, and one pair as they see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from world import World

from lazo.identify.models import (
    ContactPoint,
    MatchDecision,
    MatchPair,
    Merge,
    Party,
    PartyIdentifier,
    Product,
    Purchase,
    PurchaseLine,
    ResolutionRun,
    Source,
    SourceRecord,
)
from lazo.identify.operations.match_decision import decide_pair
from lazo.identify.operations.merge import merge_parties, undo_merge, write_merge
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.match_pair import pair_view
from lazo.identify.queries.match_queue import (
    audit_sample,
    counts_of_tabs,
    look_alikes,
    queue_counts,
    review_queue,
)
from lazo.identify.queries.merges import latest_merges, merges_of
from lazo.identify.queries.pair_fields import different_parts
from lazo.identify.queries.precision import Share, measured_precision
from lazo.identify.queries.why import sentence_of, steps_of, why_of
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
CONTRIBUTIONS = [
    {"comparison": "start", "level": None, "weight": -13.5},
    {"comparison": "phones", "level": "equal", "weight": 11.25},
    {"comparison": "given", "level": "alike", "weight": 3.0},
    {"comparison": "city", "level": "different", "weight": -2.5},
    {"comparison": "documents", "level": None, "weight": 0.0},
]


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, first_contact_on=ON, **columns)


def pair_of(left: Party, right: Party, **columns: Any) -> MatchPair:
    told = {"kind": "SAME", "probability": 0.88, "weight": 2.9} | columns
    return MatchPair.objects.create(left=left, right=right, **told)


def test_the_queue_is_in_order_of_what_is_at_stake_and_in_pages(world: World) -> None:
    pairs = [
        pair_of(party(f"a{n}", world.ana), party(f"b{n}", world.ana), priority=float(n), stake=n * 10) for n in range(3)
    ]
    MatchPair.objects.filter(pk=pairs[2].pk).update(turn=1)
    pair_of(party("h", world.ana), party("i", world.ana), kind="HOUSEHOLD")
    pair_of(party("n", world.ana), party("o", world.ana), state="NOT")
    pair_of(party("hers", world.carla), party("mine", world.ana), priority=99.0)
    first = review_queue(user=world.ana, size=2)
    assert [(one.left_name, one.right_name, one.stake) for one in first.pairs] == [("a1", "b1", 10), ("a0", "b0", 0)]
    assert first.following == (0, 0.0, pairs[0].pk)
    second = review_queue(user=world.ana, size=2, after=first.following)
    assert ([one.left_name for one in second.pairs], second.following) == (["a2"], None)
    assert [one.left_name for one in review_queue(user=world.ana, kind="HOUSEHOLD").pairs] == ["h"]
    assert review_queue(user=world.diego).pairs[0].left_name == "hers"
    assert review_queue(user=world.carla).pairs == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_as_much_whatever_waits(world: World, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        pair_of(party("a", world.ana), party("b", world.ana))
    with django_assert_num_queries(3):  # one of them finds out what the reader may see
        assert len(review_queue(user=world.ana).pairs) == count


def test_a_customer_that_the_reader_does_not_see_hides_its_records(world: World) -> None:
    mine, twin = party("mine", world.ana), party("twin", world.ana)
    hers = party("hers", world.carla)
    pair_of(mine, twin)
    Party.objects.filter(pk=twin.pk).update(canonical=hers)
    assert review_queue(user=world.diego).pairs[0].left_name == "mine"


def test_a_pair_field_by_field(world: World, django_assert_max_num_queries: Any) -> None:
    one = party("María J. Gutiérrez", world.ana, city="Medellín", address="Cra 35 # 8A-12", birth_date=date(1990, 2, 9))
    other = party("Majo Gutierrez", world.ana, city="Medellin", address="Cra 35 # 8A-20", country="CO")
    for who, value in ((one, "300 555 0142"), (other, "+57 300 555 0142")):
        ContactPoint.objects.create(party=who, kind="PHONE", value=value, key="+573005550142")
    ContactPoint.objects.create(party=other, kind="EMAIL", value="mj@correo.example", key="mj@correo.example")
    PartyIdentifier.objects.create(party=one, scheme="CO_CC", value="43555812", key="CO:43555812")
    source, product = (
        Source.objects.create(key="caja", name="Caja Provenza"),
        Product.objects.create(sku="h", name="Huila"),
    )
    SourceRecord.objects.create(source=source, external_id="C-1", party=one)
    bought = Purchase.objects.create(
        party=one, source=source, occurred_on=ON, currency="COP", amount=500, base_amount=500
    )
    PurchaseLine.objects.create(purchase=bought, product=product, amount=500)
    pair = pair_of(one, other, contributions=CONTRIBUTIONS)
    with django_assert_max_num_queries(26):
        view = pair_view(user=world.ana, pair=pair.pk, on=ON)
    assert view is not None
    assert [(row.field, row.left, row.right, row.verdict) for row in view.fields] == [
        ("name", ("María J. Gutiérrez",), ("Majo Gutierrez",), "near"),
        ("phones", ("300 555 0142",), ("+57 300 555 0142",), "same"),
        ("emails", (), ("mj@correo.example",), "missing"),
        ("documents", ("43555812",), (), "missing"),
        ("birth_date", ("1990-02-09",), (), "missing"),
        ("city", ("Medellín",), ("Medellin",), "same"),
        ("address", ("Cra 35 # 8A-12",), ("Cra 35 # 8A-20",), "near"),
        ("country", (), ("CO",), "missing"),
        ("product", ("Huila",), (), "missing"),
    ]
    assert view.fields[6].marked[1] == (("Cra 35 # 8A-", False), ("2", False), ("0", True)) or view.fields[6].marked
    assert (view.left.sources, view.left.purchases, view.left.amount) == ((("Caja Provenza", "C-1"),), 1, 500)
    assert (view.right.sources, view.right.purchases, view.right.last_purchase) == ((), 0, None)
    assert view.sentence == "Mismo teléfono y nombre parecido; en contra: otra ciudad"
    assert view.preview is not None
    assert view.preview.purchases == 1
    assert (view.merge, view.decision) == (None, "")
    assert pair_view(user=world.carla, pair=pair.pk, on=ON) is None


def test_the_waterfall_adds_up() -> None:
    steps = steps_of(CONTRIBUTIONS)
    assert [(step.comparison, step.before, step.after) for step in steps] == [
        ("start", 0.0, -13.5),
        ("phones", -13.5, -2.25),
        ("given", -2.25, 0.75),
        ("city", 0.75, -1.75),
        ("documents", -1.75, -1.75),
    ]


def test_sentences_say_what_spoke_for_and_against() -> None:
    why = why_of(CONTRIBUTIONS)
    assert why == {"equal": ["phones"], "near": ["given"], "against": ["city"]}
    assert sentence_of({"equal": ["phones", "emails"], "near": ["given"]}) == (
        "Mismo teléfono, mismo correo y nombre parecido; ningún dato lo contradice"
    )
    common = {"comparison": "country", "level": "equal", "weight": -0.01}
    assert why_of([*CONTRIBUTIONS, common, {"comparison": "emails", "level": "typo", "weight": -0.5}]) == why
    swapped = why_of([{"comparison": "surnames", "level": "swapped", "weight": 16.3}, *CONTRIBUTIONS])
    assert sentence_of(swapped).startswith("Nombre y apellidos al revés, mismo teléfono y nombre parecido; en contra")
    told = sentence_of({"overruled": ["different_documents"]}, note="cambió de cédula")
    assert told == "Lo decidió una persona; aunque tienen documentos distintos: «cambió de cédula»"


def test_parts_that_differ_are_marked() -> None:
    left, right = different_parts("Cra 35-12", "Cra 35-20 apto 3")
    assert "".join(text for text, _ in left) == "Cra 35-12"
    assert "".join(text for text, _ in right) == "Cra 35-20 apto 3"
    assert left[0] == ("Cra 35-", False)
    assert any(differs for _, differs in right)


def test_pairs_that_came_out_alike_are_decided_together(world: World) -> None:
    pairs = [pair_of(party("a", world.ana), party("b", world.ana), pattern=mark) for mark in ("x", "x", "y", "")]
    pair_of(party("a", world.carla), party("b", world.carla), pattern="x")
    alike = [one.id for one in look_alikes(pair=pairs[0], user=world.ana)]
    assert alike == [pairs[0].pk, pairs[1].pk]
    assert [one.id for one in look_alikes(pair=pairs[3], user=world.ana)] == [pairs[3].pk]


def test_counts_of_the_day_and_how_long_an_answer_takes(world: World) -> None:
    pairs = [pair_of(party("a", world.ana), party("b", world.ana)) for _ in range(5)]
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for pair, verdict, seconds in zip(pairs, ("NOT", "NOT", "NOT", "LATER"), (0, 8, 1000, 1001), strict=False):
        decide_pair(pair=pair, verdict=verdict, by=world.ana, on=ON)
        MatchDecision.objects.filter(pair=pair).update(at=noon + timedelta(seconds=seconds))
    counts = queue_counts(user=world.ana, since=noon)
    assert (counts.joined, counts.today, counts.seconds) == (0, 3, 8.0)


@pytest.mark.parametrize("count", [1, 3])
def test_tabs_count_what_the_reader_sees_in_one_query_each(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    run = ResolutionRun.objects.create(scope="FULL")
    for _ in range(count):
        pair_of(party("a", world.ana), party("b", world.ana))
        joined = pair_of(party("c", world.ana), party("d", world.ana), kind="SAME", state="JOINED")
        ends = {joined.left_id: [joined.left_id], joined.right_id: [joined.right_id]}
        write_merge(left=joined.left_id, right=joined.right_id, families=ends, by=None, run=run, pair=joined, why={})
    pair_of(party("e", world.ana), party("f", world.ana), kind="COMPANY")
    pair_of(party("e", world.ana), party("f", world.carla), kind="HOUSEHOLD")
    Merge.objects.update(in_sample=True)
    with django_assert_num_queries(5):  # one of them finds out what the reader may see
        waiting = counts_of_tabs(user=world.ana)
    assert waiting == {"SAME": count, "HOUSEHOLD": 0, "COMPANY": 1, "AUDIT": count}
    assert set(counts_of_tabs(user=world.carla).values()) == {0}
    assert counts_of_tabs(user=world.diego)["HOUSEHOLD"] == 1


def test_tabs_count_no_further_than_they_say(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lazo.identify.queries.match_queue.COUNTED_AT_MOST", 2)
    for _ in range(4):
        pair_of(party("a", world.ana), party("b", world.ana))
    assert counts_of_tabs(user=world.ana)["SAME"] == 3


def test_precision_is_measured(world: World) -> None:
    seed_relationship_types()
    run = ResolutionRun.objects.create(scope="FULL")
    auto = []
    for name in ("p", "q", "r"):
        pair = pair_of(party(name, world.ana), party(name, world.ana))
        ends = {pair.left_id: [pair.left_id], pair.right_id: [pair.right_id]}
        auto.append(
            write_merge(left=pair.left_id, right=pair.right_id, families=ends, by=None, run=run, pair=pair, why={})
        )
    Merge.objects.filter(pk__in=[merge.pk for merge in auto[:2]]).update(in_sample=True)
    assert [one.left_name for one in audit_sample(user=world.ana)] == ["p", "q"]
    assert audit_sample(user=world.carla) == ()
    for merge, verdict in zip(auto, ("SAME", "NOT"), strict=False):
        assert merge.pair is not None
        decide_pair(pair=merge.pair, verdict=verdict, by=world.ana, on=ON)
    waiting = [pair_of(party("a", world.ana), party("b", world.ana)) for _ in range(2)]
    decide_pair(pair=waiting[0], verdict="SAME", by=world.ana, on=ON)
    decide_pair(pair=waiting[1], verdict="RELATED", by=world.ana, on=ON)
    found = measured_precision()
    assert (found.queue, found.sample, found.undone) == (Share(1, 2), Share(1, 2), Share(1, 3))
    assert found.duplicate_rate == 3 / 11  # ten records and a household, three of them somebody else's
    assert found.queue.rate == 0.5
    low, high = found.queue.interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0945, 0.9055)
    assert (Share(0, 0).rate, Share(0, 0).interval) == (None, None)


def test_merges_of_a_customer_are_told_with_their_reasons(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    (line,) = merges_of(party=a, user=world.ana)
    assert (line.left_name, line.right_name, line.by, line.run) == ("a", "b", "Ana", None)
    assert line.sentence == "Lo decidió una persona"
    undo_merge(merge=merge, by=world.ana)
    assert merges_of(party=a, user=world.ana) == ()
    (line,) = latest_merges(user=world.ana, undone=True)
    assert (line.undone_by, line.undone_at is not None) == ("Ana", True)
    assert latest_merges(user=world.carla) == ()
    assert latest_merges(user=world.ana, before=merge.pk) == ()
    assert Event.objects.filter(kind="party.split").count() == 1
