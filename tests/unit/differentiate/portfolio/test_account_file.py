"""What a run leaves of companies: sums of twelve months, prices against what others pay, and the person aside."""

import pyarrow.parquet as pq
import pytest
from mirrored import note, run_sync
from scored import ON, make_purchases
from world import World

from lazo.analytics.account_facts import ACCOUNT_FACTS
from lazo.differentiate.portfolio.account_file import write_account_file
from lazo.identify.models import Interaction, Party, Product, PurchaseLine, Source
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_companies_alone_with_their_prices(world: World, workspace: Workspace) -> None:
    source, product = Source.objects.create(key="caja", name="Caja"), Product.objects.create(sku="1", name="Café")
    hotel, cafe = (Party.objects.create(name=name, kind="ORGANIZATION", owner=world.ana) for name in ("Hotel", "Café"))
    person = Party.objects.create(name="Ana", kind="PERSON")
    note_change(table="parties", operation="A", row_from=hotel.pk, row_to=person.pk)
    note_change(table="products", operation="A", row_from=product.pk)
    bought = make_purchases(source, [hotel, cafe, person, hotel], [ON] * 4, [3000, 1000, 2000, -500])
    lines = [
        PurchaseLine.objects.create(
            purchase=purchase, product=product, quantity_milli=1000 * many, amount=purchase.amount
        )
        for purchase, many in zip(bought[:3], (2, 1, 1), strict=True)
    ]
    note(lines, Change.Operation.APPEND)
    spoken = Interaction.objects.create(party=hotel, source=source, occurred_on=ON)
    note([spoken], Change.Operation.APPEND)
    run_sync(workspace)
    rows = {
        row["customer_id"]: row
        for row in pq.read_table(write_account_file(workspace=workspace, run=1, on=ON)).to_pylist()
    }
    assert set(rows) == {hotel.pk, cafe.pk}
    told = rows[hotel.pk]
    assert (told["revenue_12m"], told["orders_12m"], told["returns_12m"], told["interactions_12m"]) == (2500, 1, 1, 1)
    assert told["margin_12m"] is None
    # 6,000 for four units: 1,500 each is usual
    assert told["price_index"] == pytest.approx(1.0)
    assert rows[cafe.pk]["price_index"] == pytest.approx(1000 / 1500)


def test_without_companies_the_file_is_there_and_empty(world: World, workspace: Workspace) -> None:
    source, person = Source.objects.create(key="caja", name="Caja"), Party.objects.create(name="Ana", kind="PERSON")
    note_change(table="parties", operation="A", row_from=person.pk)
    make_purchases(source, [person], [ON], [2000])
    run_sync(workspace)
    found = pq.read_table(write_account_file(workspace=workspace, run=1, on=ON))
    assert (found.num_rows, set(found.column_names)) == (0, set(ACCOUNT_FACTS))
