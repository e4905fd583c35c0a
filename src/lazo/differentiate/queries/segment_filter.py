"""Segments as a filter of the list of customers: everybody in any of them, as fresh as the last sync."""

import json

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse


def segment_customers(keys: tuple[str, ...]) -> list[int]:
    """The customers in any of the segments, whoever may see them; before the first sync there is nobody in any."""
    from lazo.differentiate.queries.segments import member_ids

    try:
        return member_ids(keys=keys)
    except UnableToOpenWarehouse:
        return []


def in_segments(keys: tuple[str, ...]) -> Q:
    """The same as a condition: the numbers travel as one parameter, however many they are."""
    ids = segment_customers(keys)
    if connection.vendor == "postgresql":
        return Q(customer_id__in=RawSQL("SELECT unnest(%s::bigint[])", [ids]))
    return Q(customer_id__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)]))
