from datetime import date

import pytest

from lazo.customize.models import MoneyEntry
from lazo.customize.models.money_entry import UnableToRewriteMoney
from lazo.customize.operations.money import Booking, UnableToTakeBackMoney, book_money, take_back_money
from lazo.kernel.models import Event, ExchangeRate
from tests.world import World

BOOKING = Booking("campaign:7:messages", date(2026, 10, 3), "MAXIMIZE", "COST", "OBSERVED", "message", 25_200, "COP")


@pytest.mark.django_db
def test_the_same_key_is_booked_once(world: World) -> None:
    first = book_money(booking=BOOKING, by=world.diego)
    again = book_money(booking=BOOKING, by=world.diego)
    assert (again.pk, MoneyEntry.objects.count(), first.base_amount) == (first.pk, 1, 25_200)
    event = Event.objects.get(kind="money.booked")
    assert event.data == {"area": "MAXIMIZE", "kind": "COST", "method": "OBSERVED", "category": "message"}


@pytest.mark.django_db
def test_other_money_counts_at_the_rate_of_its_day(world: World) -> None:
    ExchangeRate.objects.create(currency="USD", day=date(2026, 10, 1), rate=4_000)
    told = {**vars(BOOKING), "key": "ads", "amount": 150, "currency": "USD"}
    assert book_money(booking=Booking(**told), by=world.diego).base_amount == 600_000


@pytest.mark.django_db
def test_what_is_taken_back_counts_no_more_and_only_once(world: World) -> None:
    entry = book_money(booking=BOOKING, by=world.diego)
    back = take_back_money(entry=entry, by=world.diego)
    assert (back.base_amount, back.takes_back_id) == (-25_200, entry.pk)
    assert not MoneyEntry.objects.standing().exists()
    for again, code in ((entry, "already_taken_back"), (back, "takes_back")):
        with pytest.raises(UnableToTakeBackMoney, match=code):
            take_back_money(entry=again, by=world.diego)


@pytest.mark.django_db
def test_an_entry_stands_as_it_was_written(world: World) -> None:
    entry = book_money(booking=BOOKING, by=world.diego)
    entry.amount = 1
    for rewrite in (
        entry.save,
        entry.delete,
        MoneyEntry.objects.all().delete,
        lambda: MoneyEntry.objects.update(amount=1),
    ):
        with pytest.raises(UnableToRewriteMoney):
            rewrite()
