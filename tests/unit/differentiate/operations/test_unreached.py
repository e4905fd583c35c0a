"""What customers are worth whom nobody can reach, to the last unit."""

from datetime import date

import pytest
from measured import ON, Measured, make_measured
from web.company import add_run
from world import World

from lazo.differentiate.models import Score, UnreachedValue
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.operations.unreached import UnableToPrice, measure_unreached, unreached_is_behind
from lazo.differentiate.queries.unreached import UnableToListUnreached, customers_left_out, unreached_values
from lazo.identify.models import ConsentEntry, Party
from lazo.kernel.jobs import NullContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(world: World) -> Measured:
    found = make_measured(world)
    run = add_run()
    values = [(found.rosa, 100, True), (found.luis, 20, False), (found.ines, 3000, True), (found.acme, None, False)]
    for party, value, strategic in values:
        Score.objects.create(
            customer=party,
            run_id=run.pk,
            on_date=ON,
            owner=party.owner,
            team=party.team,
            kind=party.kind,
            frequency=0,
            n_purchases=1,
            value_12m=0,
            value_365d=value,
            strategic=strategic,
            rule="test",
        )
    rebuild_cards(context=NullContext())
    return found


def priced() -> dict[tuple[str, bool], tuple[int, int]]:
    measure_unreached(on=ON, context=NullContext())
    return {(row.gap, row.is_strategic): (row.customers, row.value_365d) for row in UnreachedValue.objects.all()}


def test_every_gap_is_priced_for_all_and_for_the_strategic(company: Measured) -> None:
    """Rosa is reached by her other record; Inés and Acme by none; what Rosa's other record withdrew nobody may use."""
    assert priced() == {
        ("phone", False): (2, 3000),
        ("phone", True): (1, 3000),
        ("email", False): (3, 3100),
        ("email", True): (2, 3100),
        ("anything", False): (2, 3000),
        ("anything", True): (1, 3000),
        ("consent", False): (3, 3120),
        ("consent", True): (2, 3100),
    }


def test_the_last_line_of_a_record_decides(company: Measured) -> None:
    said = {"purpose": "marketing", "channel": "phone", "basis": "consent"}
    ConsentEntry.objects.create(party=company.luis, state="GRANTED", on=date(2026, 7, 1), **said)
    ConsentEntry.objects.create(party=company.acme, state="WITHDRAWN", on=date(2026, 7, 1), **said)
    assert priced()["consent", False] == (3, 3100)


def test_the_largest_money_comes_first(company: Measured) -> None:
    priced()
    assert [(row.gap, row.is_strategic) for row in unreached_values()][:3] == [
        ("consent", False),
        ("email", False),
        ("consent", True),
    ]


def test_a_figure_opens_its_customers(company: Measured, world: World) -> None:
    def names(attribute: str, dimension: str = "", *, strategic: bool = False) -> list[str]:
        found = customers_left_out(
            user=world.diego, attribute=attribute, dimension=dimension, on=ON, strategic=strategic, after=None
        )
        assert found.after is None
        return [card.name for card in found.cards]

    assert names("phone") == ["Inés Gil", "Cliente 4711", "Acme 2 SA", "Beta SA"]
    assert names("phone", strategic=True) == ["Inés Gil"]
    assert names("consent", strategic=True) == ["Inés Gil", "Rosa Díaz"]
    assert names("birth_date", "VALIDITY") == ["Luis Paz"]
    with pytest.raises(UnableToListUnreached):
        names("shoes", "VALIDITY")


def test_a_page_goes_on_where_the_last_ended_and_shows_no_others(company: Measured, world: World) -> None:
    Party.objects.bulk_create(Party(name=f"Zoe {n}", owner=world.carla) for n in range(60))
    rebuild_cards(context=NullContext())
    first = customers_left_out(user=world.diego, attribute="phone", dimension="", on=ON, after=None)
    assert (len(first.cards), first.after is not None) == (50, True)
    second = customers_left_out(user=world.diego, attribute="phone", dimension="", on=ON, after=first.after)
    assert len({card.pk for card in (*first.cards, *second.cards)}) == 64
    ana = customers_left_out(user=world.ana, attribute="phone", dimension="", on=ON, after=None)
    assert len(ana.cards) == 4


def test_without_a_run_nothing_is_priced_and_a_new_run_prices_again(world: World) -> None:
    assert not unreached_is_behind(on=ON)
    with pytest.raises(UnableToPrice):
        measure_unreached(on=ON, context=NullContext())
    run = add_run()
    assert unreached_is_behind(on=ON)
    measure_unreached(on=ON, context=NullContext())
    assert not unreached_is_behind(on=ON)
    run.is_current = False
    run.save()
    add_run(date(2025, 11, 1))
    assert unreached_is_behind(on=ON)
