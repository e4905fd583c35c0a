"""The doors, a file a noun."""

from ninja import Router

from lazo.api.routers import (
    account,
    consent,
    customer,
    customer_bulk,
    event,
    export,
    history,
    imports,
    interaction,
    job,
    people,
    product,
    purchase,
    relation,
    relation_candidate,
    score,
    search,
    source,
    to_do,
    told_interaction,
    trait,
    undo,
    webhook,
)

ROUTERS: tuple[tuple[Router, str], ...] = (
    (account.router, "account"),
    (customer_bulk.router, "customers"),
    (customer.router, "customers"),
    (search.router, "customers"),
    (relation.router, "relations"),
    (relation_candidate.router, "relations"),
    (trait.router, "traits"),
    (consent.router, "consent"),
    (interaction.router, "interactions"),
    (told_interaction.router, "interactions"),
    (history.router, "interactions"),
    (to_do.router, "to-dos"),
    (purchase.router, "purchases"),
    (product.router, "products"),
    (score.router, "value and cycle"),
    (source.router, "imports"),
    (imports.router, "imports"),
    (job.router, "jobs"),
    (export.router, "exports"),
    (event.router, "events"),
    (webhook.router, "webhooks"),
    (people.router, "people"),
    (undo.router, "undo"),
)
"""Each with the heading under which its doors are described; fixed words stand before numbers in the same place.

The methods of one address have to be of one router.
"""
