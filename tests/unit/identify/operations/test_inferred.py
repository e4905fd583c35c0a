"""What is inferred: the rule of what somebody mostly buys, and the time after which an inferred value is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from world import World

from lazo.identify.models import Party, Product, Purchase, PurchaseLine, Source, TraitDefinition, TraitValue
from lazo.identify.operations.favourite_category import KEY, favourites_are_behind, infer_favourites
from lazo.identify.operations.inferred_age import expire_inferred, inferred_is_old
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.trait_correction import correct_trait
from lazo.identify.queries.traits import traits_of
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def bought(party: Party, category: str, amount: int, day: date = date(2026, 5, 2)) -> None:
    product, _ = Product.objects.get_or_create(sku=category or "sin", defaults={"name": category, "category": category})
    source, _ = Source.objects.get_or_create(key="tienda", defaults={"name": "Tienda"})
    purchase = Purchase.objects.create(
        party=party, source=source, occurred_on=day, currency="COP", amount=amount, base_amount=amount
    )
    PurchaseLine.objects.create(purchase=purchase, product=product, amount=amount)


def person(world: World, name: str = "Ana") -> Party:
    return Party.objects.create(name=name, folded_name=name.lower(), owner=world.ana)


def said(party: Party) -> list[tuple[object, str, float, bool]]:
    return [
        (one.value, one.kind, round(one.confidence, 3), one.holds) for one in traits_of(party=party) if one.key == KEY
    ]


def test_more_than_half_of_the_money_of_a_year_is_what_they_mostly_buy(world: World) -> None:
    ana, few, mixed, old = (person(world, name) for name in ("Ana", "Pocas", "Mixta", "Vieja"))
    for party in (ana, mixed, old):
        for category, amount in (("Café", 600), ("Café", 200), ("Té", 200 if party is ana else 900)):
            bought(party, category, amount, date(2024, 5, 2) if party is old else date(2026, 5, 2))
    bought(mixed, "", 5_000)
    bought(few, "Café", 600)
    assert infer_favourites(on=ON, context=NullContext()) == {"new": 2, "changed": 0, "gone": 0}
    assert said(ana) == [("Café", "INFERRED", 0.8, True)]
    assert said(mixed) == [("Té", "INFERRED", 0.529, True)]
    assert (said(few), said(old)) == ([], [])
    trait = traits_of(party=ana)[0]
    assert trait.method == "más de la mitad de lo que compró en 12 meses, con 3 compras o más"


def test_again_it_changes_only_what_is_other_and_takes_back_what_no_longer_is(world: World) -> None:
    ana, beto = person(world), person(world, "Beto")
    for party in (ana, beto):
        for _ in range(3):
            bought(party, "Café", 100)
    infer_favourites(on=ON, context=NullContext())
    TraitValue.objects.update(set_at=AT)
    assert infer_favourites(on=ON, context=NullContext()) == {"new": 0, "changed": 0, "gone": 0}
    bought(ana, "Té", 1_000)
    assert infer_favourites(on=ON, context=NullContext()) == {"new": 0, "changed": 1, "gone": 0}
    assert said(ana)[0][0] == "Té"
    Purchase.objects.filter(party=beto).update(occurred_on=date(2024, 1, 1))
    assert infer_favourites(on=ON, context=NullContext()) == {"new": 0, "changed": 0, "gone": 1}
    assert said(beto) == []


def test_what_somebody_says_holds_and_records_of_one_customer_count_together(world: World) -> None:
    ana, twin = person(world), person(world, "Anita")
    bought(ana, "Café", 100)
    bought(ana, "Café", 100)
    bought(twin, "Café", 100)
    assert infer_favourites(on=ON, context=NullContext())["new"] == 0
    merge_parties(one=ana, other=twin, by=world.ana)
    assert infer_favourites(on=ON, context=NullContext())["new"] == 1
    correct_trait(party=ana, key=KEY, value="Té", by=world.ana)
    assert [one[:2] for one in said(ana)] == [("Té", "DECLARED"), ("Café", "INFERRED")]


def test_the_rule_is_asked_every_week_where_something_was_bought_by_category(world: World) -> None:
    assert not favourites_are_behind(at=AT)
    bought(person(world), "Café", 100)
    assert favourites_are_behind(at=AT)
    infer_favourites(on=ON, context=NullContext())
    latest = Event.objects.get(kind="traits.inferred").at
    assert not favourites_are_behind(at=latest + timedelta(days=6))
    assert favourites_are_behind(at=latest + timedelta(days=8))


def test_an_inferred_value_is_over_after_180_days_and_lists_are_told(world: World) -> None:
    definition = TraitDefinition.objects.create(key="x.y", name="X", type="TEXT", kind="INFERRED", package="x")
    values = []
    for number, (kind, age) in enumerate((("INFERRED", 181), ("INFERRED", 179), ("DECLARED", 400))):
        party = person(world, f"P{number}")
        values.append(
            TraitValue.objects.create(
                party=party, definition=definition, text="a", kind=kind, set_at=AT - timedelta(days=age)
            )
        )
    assert inferred_is_old(AT)
    before = Change.objects.count()
    assert expire_inferred(at=AT, context=NullContext()) == 1
    assert set(TraitValue.objects.values_list("pk", flat=True)) == {values[1].pk, values[2].pk}
    told = Change.objects.order_by("pk")[before:]
    assert [(one.table, one.operation, one.row_from) for one in told] == [
        ("traits", "D", values[0].pk),
        ("parties", "U", values[0].party_id),
    ]
    assert Event.objects.get(kind="traits.expired").data == {"values": 1, "days": 180}
    assert not inferred_is_old(AT)
    assert expire_inferred(at=AT, context=NullContext()) == 0
