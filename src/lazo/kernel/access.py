"""Row access: every list and every object is asked for through `visible_to(user)`.

One rule tree per user, compiled to a Django Q and to an Ibis filter, so that pages and the warehouse answer alike.
"""

from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from lazo.kernel.models import RoleAssignment, Scope, TeamMembership, User

ModelT = TypeVar("ModelT", bound=models.Model)


@dataclass(frozen=True)
class RowRule:
    """Rows a user may see: all of them, or those of `owners` and `teams` (both empty: none)."""

    everything: bool = False
    owners: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.owners or self.teams)

    def as_q(self, prefix: str = "") -> Q:
        """Filter for a queryset whose rows have `owner` and `team` below `prefix` (such as "party__")."""
        if self.everything:
            return Q()
        if self.nothing:
            return Q(pk__in=[])
        return Q(**{f"{prefix}owner_id__in": self.owners}) | Q(**{f"{prefix}team_id__in": self.teams})

    def as_ibis(self, table: Any) -> Any:
        """Filter the Ibis `table`, which has columns owner_id and team_id."""
        if self.everything:
            return table
        if self.nothing:
            return table.filter(False)
        owned = table.owner_id.isin(sorted(self.owners)) if self.owners else False
        shared = table.team_id.isin(sorted(self.teams)) if self.teams else False
        return table.filter(owned | shared)


NOTHING = RowRule()
EVERYTHING = RowRule(everything=True)


def row_rule(user: User, *, area: str = "") -> RowRule:
    """The widest of the user's roles that hold for `area` (a role without area holds for all)."""
    if not user.is_active:
        return NOTHING
    scopes = set(
        RoleAssignment.objects.filter(user=user)
        .filter(Q(role__area="") | Q(role__area=area))
        .values_list("role__scope", flat=True)
    )
    if Scope.ALL in scopes:
        return EVERYTHING
    if not scopes & {Scope.OWN, Scope.TEAM}:
        return NOTHING
    teams = TeamMembership.objects.filter(user=user).values_list("team_id", flat=True) if Scope.TEAM in scopes else []
    return RowRule(owners=frozenset({user.pk}), teams=frozenset(teams))


def may(user: User, permission: str) -> bool:
    """Whether one of the user's roles has `permission`: may_import, may_export or may_administer."""
    return user.is_active and RoleAssignment.objects.filter(user=user, **{f"role__{permission}": True}).exists()


class VisibleQuerySet(models.QuerySet[ModelT]):
    """A queryset that answers `visible_to`; `row_access_prefix` leads to the columns `owner` and `team`."""

    row_access_prefix = ""

    def visible_to(self, user: User) -> Self:
        return self.filter(row_rule(user).as_q(self.row_access_prefix))
