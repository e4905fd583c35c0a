"""A company whose customers have everything that makes them odd: merged, retired, returned, talked to, of many categories."""

from datetime import timedelta

from django.db import transaction
from mirrored import note
from scored import CUSTOMERS, ON, Scored, make_company, make_purchases
from world import World

from lazo.identify.models import Interaction, Party, Product, PurchaseLine
from lazo.kernel.changes import note_change


def make_odd_company(world: World, *, customers: int = CUSTOMERS) -> Scored:
    """Written into the database with changes noted, as `make_company` does."""
    company = make_company(world, customers=customers)
    _odd_parties(company)
    _lines_and_returns(company)
    with transaction.atomic():
        said = Interaction.objects.bulk_create(
            Interaction(
                party=party,
                source=company.source,
                occurred_on=ON - timedelta(days=9 * number),
                direction=("IN", "OUT", "")[number % 3],
            )
            for number, party in enumerate([*company.customers[:60], *company.prospects])
        )
        note(said, "A", table="interactions")
    return company


def _odd_parties(company: Scored) -> None:
    changed = company.customers[10:40]
    for number, party in enumerate(changed):
        if number < 20:
            party.canonical = company.customers[40 + number // 2]
        elif number < 25:
            party.retired_at = "2025-12-01T00:00:00Z"
        else:
            party.kind = "HOUSEHOLD"
        party.save()
    company.prospects[0].kind = "HOUSEHOLD"
    company.prospects[0].country = ""
    company.prospects[0].save()
    stranger = Party.objects.create(name="", country="", first_contact_on=ON + timedelta(days=30))
    with transaction.atomic():
        for party in (*changed, company.prospects[0], stranger):
            note_change(table="parties", operation="U", row_from=party.pk)


def _lines_and_returns(company: Scored) -> None:
    products = Product.objects.bulk_create(
        Product(sku=f"S{number}", category=("", "Café", "Té", "Pan")[number % 4]) for number in range(12)
    )
    with transaction.atomic():
        for product in products:
            note_change(table="products", operation="U", row_from=product.pk)
    owners = company.customers[::2]
    days = [ON - timedelta(days=3 * (number % 40)) for number in range(len(owners))]
    bought = make_purchases(company.source, owners, days, [500 - 7 * number for number in range(len(owners))])
    with transaction.atomic():
        lines = PurchaseLine.objects.bulk_create(
            PurchaseLine(purchase=purchase, product=products[number * step % 12], amount=purchase.amount)
            for step in (1, 5)
            for number, purchase in enumerate(bought)
        )
        note(lines, "A", table="purchase_lines")
