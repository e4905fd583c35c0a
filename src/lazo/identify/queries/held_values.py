"""The values of a field that hold, customer by customer, as SQL: for whoever reads all of them at once, in columns."""

# ruff: noqa: S608 - names of columns are our own constants, the number of a definition a whole number

from lazo.identify.models.trait import STRENGTH

CUSTOMER = "coalesce(p.canonical_id, p.id)"


def values_sql(*, definition: int, value: str) -> str:
    """All values of a field with the customer whose they are: rows (customer, value); `value` is SQL over the value `v`.

    Of a customer with several it gives them all: who meets one twice asks `held_sql`.
    """
    return (
        f"SELECT {CUSTOMER} AS customer, {value} AS value FROM identify_traitvalue v"
        f" JOIN identify_party p ON p.id = v.party_id WHERE v.definition_id = {int(definition)}"
    )


def held_sql(*, definition: int, value: str) -> str:
    """The one value that holds for each customer, by TraitValue.precedence, of all records found to be that customer."""
    strength = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(STRENGTH))
    return (
        f"SELECT customer, value FROM (SELECT {CUSTOMER} AS customer, {value} AS value, row_number() OVER ("
        f"PARTITION BY {CUSTOMER} ORDER BY CASE v.kind {strength} END DESC,"
        " CASE WHEN v.source_id IS NULL THEN 0 ELSE 1 END, v.set_at DESC, v.id DESC) AS place"
        " FROM identify_traitvalue v JOIN identify_party p ON p.id = v.party_id"
        f" WHERE v.definition_id = {int(definition)}) held WHERE place = 1"
    )
