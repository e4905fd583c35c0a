"""What households are worth: their members of today, as far as the reader may see them."""

from lazo.differentiate.queries.group_value import GroupValue, group_values
from lazo.identify.models import PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.kernel.models import User


def household_values(households: list[int], *, user: User) -> dict[int, GroupValue]:
    """By household, what its members of today are worth together; two queries."""
    rows = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, target_id__in=households)
    members: dict[int, set[int]] = {household: set() for household in households}
    for target, origin, canonical in rows.values_list("target_id", "origin_id", "origin__canonical_id"):
        members[target].add(canonical or origin)
    return group_values(groups=members, user=user)
