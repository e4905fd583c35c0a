"""What a customer buys next: learned from baskets in which coffee is followed by filters, told to those who have no filters yet."""

from datetime import date, timedelta

import numpy as np
import pytest
from mirrored import note, run_sync
from world import World

from lazo.differentiate.models import ModelVersion, Propensity
from lazo.differentiate.operations.propensity import apply_model, trait_key
from lazo.differentiate.operations.propensity_model import create_model, train_model
from lazo.identify.models import Party, Product, Purchase, PurchaseLine, Source, TraitValue
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change
from lazo.kernel.workspace import Workspace

FIRST, ON = date(2024, 7, 1), date(2025, 12, 31)
CUSTOMERS = 200


def baskets(rng: np.random.Generator, coffee: bool) -> list[tuple[int, str]]:
    """Day and category: tea or coffee every six weeks; of those who drink coffee most take filters once, lately; of the others few."""
    last = (ON - FIRST).days
    days = np.arange(int(rng.integers(0, 40)), last, 45)
    bought = [(int(day), "Café" if coffee else "Té") for day in days]
    if rng.random() < (0.8 if coffee else 0.1):
        bought.append((int(rng.integers(last - 290, last + 60)), "Filtros"))
    return [one for one in bought if one[0] <= last]


@pytest.mark.django_db(transaction=True)
def test_what_goes_together_is_told_to_who_lacks_it(world: World, workspace: Workspace) -> None:
    rng = np.random.default_rng(3)
    shop = Source.objects.create(key="tienda", name="Tienda")
    products = {name: Product.objects.create(sku=name, name=name, category=name) for name in ("Café", "Té", "Filtros")}
    parties = Party.objects.bulk_create(Party(name=f"Parte {n}", first_contact_on=FIRST) for n in range(CUSTOMERS))
    sold = [(party, *one) for n, party in enumerate(parties) for one in baskets(rng, coffee=n % 2 == 0)]
    purchases = Purchase.objects.bulk_create(
        Purchase(party=party, source=shop, occurred_on=FIRST + timedelta(days=day), currency="COP", amount=100, base_amount=100)
        for party, day, _ in sold
    )  # fmt: skip
    lines = PurchaseLine.objects.bulk_create(
        PurchaseLine(purchase=purchase, product=products[category], amount=100)
        for purchase, (_, _, category) in zip(purchases, sold, strict=True)
    )
    note(parties, Change.Operation.APPEND, table="parties")
    note(products.values(), Change.Operation.APPEND, table="products")
    note(purchases, Change.Operation.APPEND)
    note(lines, Change.Operation.APPEND, table="purchase_lines")
    run_sync(workspace)

    model = create_model(kind="NEXT_CATEGORY", name="Qué sigue", table=None, by=world.diego)
    version = train_model(workspace=workspace, model=model, on=ON, by=world.diego, context=NullContext())
    assert {one["name"] for one in version.card["columns"]} >= {"pair.category", "pair.reach", "pair.together"}
    assert not any(one["is_leak"] for one in version.card["findings"])
    assert version.card["out_of_fold"]["auc"] > 0.8
    ModelVersion.objects.update(is_useful=True)
    told = apply_model(workspace=workspace, model=model, on=ON, by=None, context=NullContext())

    assert told["customers"] == Propensity.objects.count() > CUSTOMERS / 2
    next_one = dict(Propensity.objects.values_list("customer_id", "answer"))
    has_filters = {party.pk for party, _, category in sold if category == "Filtros"}
    open_coffee = [party.pk for party in parties[::2] if party.pk not in has_filters and party.pk in next_one]
    assert open_coffee
    assert {next_one[one] for one in open_coffee} == {"Filtros"}
    assert TraitValue.objects.filter(definition__key=trait_key(model)).exists()
