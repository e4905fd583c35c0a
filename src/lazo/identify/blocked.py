"""Customers whose data are kept and not used, as SQL for whoever counts by the million. Few rows, so that they are read once a statement."""


def blocked_customers(scope: str = "") -> str:
    """SQL for the ids of blocked customers, of `scope` ALL or SCORES, or of either. One blocked record blocks the customer."""
    only = f" AND b.scope = '{scope}'" if scope else ""
    return (
        "SELECT coalesce(f.canonical_id, f.id) FROM identify_partyblock b JOIN identify_party f ON f.id = b.party_id"  # noqa: S608 - our own names
        f" WHERE b.lifted_at IS NULL{only}"
    )
