"""The view that reads the cards of parties and their scores as one table.

Both tables are built aside and swapped in whole, and migrations make them anew, which no database allows below a view: whoever takes one of
them away drops the view first and makes it again, in the same transaction; before and after migrations a signal does.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections

VIEW = "differentiate_customercard"
REGISTERED = (
    "SELECT 1 FROM differentiate_strategiccustomer k WHERE k.customer_id = c.customer_id AND k.valid_to IS NULL"
    " AND k.kind IN ('BENCHMARK', 'INSPIRATION', 'REFEREE', 'DOOR_OPENER')"
)
"""On the register by a kind that score runs do not compute from the customer's own purchases."""
PARTY_CARD, SCORE = "differentiate_partycard", "differentiate_score"
REGISTER = "differentiate_strategiccustomer"
OF_PARTY = (
    "customer_id",
    "kind",
    "name",
    "folded_name",
    "country",
    "city",
    "owner_id",
    "team_id",
    "first_contact_on",
    "created_on",
    "last_contact_on",
    "touched",
)
NUMBERS = (
    "place",
    "value_12m",
    "value_365d",
    "clv",
    "cost_12m",
    "net_12m",
    "p_alive",
    "n_purchases",
    "first_day",
    "last_day",
)
TEXTS = ("area", "sub_state", "also_in", "tier", "rfm")
# Of somebody who bought once the model says 1 because nothing speaks against it, not because they are known to stay.
RISK = "CASE WHEN s.frequency > 0 THEN CAST(round(CAST((1 - s.p_alive) * 100 AS numeric)) AS smallint) END"


def drop_card_view(alias: str = "default") -> None:
    """Take the view away, if it is one: an older workspace has a table of that name."""
    with connections[alias].cursor() as cursor:
        if VIEW in _views(alias):
            cursor.execute(f"DROP VIEW {VIEW}")


def create_card_view(alias: str = "default") -> None:
    """Make the view, unless a table it reads is not there (yet)."""
    with connections[alias].cursor() as cursor:
        tables = {table.name for table in connections[alias].introspection.get_table_list(cursor)}
        if {PARTY_CARD, SCORE, REGISTER} <= tables and VIEW not in tables:
            cursor.execute(_definition(connections[alias].vendor))


def _views(alias: str) -> set[str]:
    with connections[alias].cursor() as cursor:
        tables = connections[alias].introspection.get_table_list(cursor)
    return {table.name for table in tables if table.type == "v"}


def _definition(vendor: str) -> str:
    false = "false" if vendor == "postgresql" else "0"
    columns = [
        *(f"c.{name}" for name in OF_PARTY),
        *(f"s.{name}" for name in NUMBERS),
        *(f"coalesce(s.{name}, '') AS {name}" for name in TEXTS),
        f"{RISK} AS risk",
        f"(coalesce(s.strategic, {false}) OR EXISTS ({REGISTERED})) AS strategic",
    ]
    return (
        f"CREATE VIEW {VIEW} AS SELECT {', '.join(columns)}"  # noqa: S608 - our own names
        f" FROM {PARTY_CARD} c LEFT JOIN {SCORE} s ON s.customer_id = c.customer_id"
    )


def drop_before_migrations(using: str = "default", plan: Sequence[tuple[Any, bool]] = (), **_: Any) -> None:
    """A receiver of `pre_migrate`: the view goes only where tables below it may be made anew."""
    if any(migration.app_label == "differentiate" for migration, _is_backwards in plan):
        drop_card_view(using)


def create_after_migrations(using: str = "default", **_: Any) -> None:
    """A receiver of `post_migrate`."""
    create_card_view(using)
