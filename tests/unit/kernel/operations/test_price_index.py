from datetime import date
from decimal import Decimal

import pytest
from world import World

from lazo.kernel.models import Company, Event, PriceIndex
from lazo.kernel.operations.price_index import (
    DatedLevel,
    LevelsSet,
    UnableToSetPrices,
    set_price_levels,
    use_price_index,
)

JANUARY = date(2026, 1, 1)


def level(month: int, value: str, *, index: str = "UF", day: int = 1) -> DatedLevel:
    return DatedLevel(index, date(2026, month, day), Decimal(value))


def stored() -> list[tuple[str, date, Decimal]]:
    return list(PriceIndex.objects.order_by("name", "month").values_list("name", "month", "level"))


def in_use() -> str:
    return Company.objects.get(pk=1).price_index


def test_levels_are_set_and_the_first_index_is_used(world: World) -> None:
    assert set_price_levels(levels=[level(1, "38000"), level(2, "38100")], by=world.diego) == LevelsSet(2, 0, 0)
    assert set_price_levels(levels=[level(2, "38200"), level(1, "38000")], by=world.diego) == LevelsSet(0, 1, 1)
    assert set_price_levels(levels=[level(1, "110.5", index=" ipc ")], by=None) == LevelsSet(1, 0, 0)
    assert stored() == [
        ("IPC", JANUARY, Decimal("110.5")),
        ("UF", JANUARY, Decimal(38000)),
        ("UF", date(2026, 2, 1), Decimal(38200)),
    ]
    assert in_use() == "UF"
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["money.prices_set", "money.price_index_used", "money.prices_set", "money.prices_set"]
    told = Event.objects.filter(kind="money.prices_set").order_by("id")[1].data
    assert told == {"levels": [{"index": "UF", "month": "2026-02", "before": "38100", "after": "38200"}]}


def test_of_a_daily_series_the_last_day_of_a_month_counts(world: World) -> None:
    days = [level(1, "38002", day=2), level(1, "38031", day=31), level(1, "38001", day=1)]
    assert set_price_levels(levels=days, by=None) == LevelsSet(1, 0, 0)
    assert stored() == [("UF", JANUARY, Decimal(38031))]


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ([level(1, "1", index="")], "no_name"),
        ([level(1, "1", index="X" * 21)], "no_name"),
        ([level(1, "0")], "not_positive"),
        ([level(1, "NaN")], "not_positive"),
        ([level(1, "1e14")], "too_large"),
        ([level(1, "1"), level(1, "2")], "repeated"),
    ],
)
def test_one_bad_level_leaves_all_out(world: World, levels: list[DatedLevel], code: str) -> None:
    with pytest.raises(UnableToSetPrices) as refusal:
        set_price_levels(levels=[level(5, "7"), *levels], by=world.diego)
    assert (refusal.value.code, stored(), Event.objects.count(), in_use()) == (code, [], 0, "")


def test_another_index_or_none_is_used_from_then_on(world: World) -> None:
    set_price_levels(levels=[level(1, "1"), level(1, "2", index="IPC")], by=None)
    use_price_index(index="ipc", by=world.diego)
    assert in_use() == "IPC"
    use_price_index(index="IPC", by=world.diego)
    use_price_index(index="", by=world.diego)
    assert in_use() == ""
    events = Event.objects.filter(kind="money.price_index_used").order_by("id").values_list("data", flat=True)
    assert list(events)[-1] == {"before": "IPC", "after": ""}
    assert all(told["before"] != told["after"] for told in events)
    with pytest.raises(UnableToSetPrices) as refusal:
        use_price_index(index="UDI", by=world.diego)
    assert refusal.value.code == "unknown_index"


def test_who_neither_imports_nor_administers_sets_nothing(world: World) -> None:
    for call in (
        lambda: set_price_levels(levels=[level(1, "1")], by=world.ana),
        lambda: use_price_index(index="", by=world.ana),
    ):
        with pytest.raises(UnableToSetPrices) as refusal:
            call()
        assert refusal.value.code == "not_allowed"
    assert stored() == []
