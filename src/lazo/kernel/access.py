"""Row access: every list and every object is asked for through `visible_to(user)`.

One rule tree per user, compiled to a Django Q and to an Ibis filter, so that pages and the warehouse answer alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self, TypeVar

from django.db import connection, models
from django.db.models import Exists, Q

from lazo.kernel.models import RoleAssignment, Scope, Share, TeamMembership, User

CUSTOMERS = "identify_party"
"""The table of what can be shared: people, companies, households."""

ModelT = TypeVar("ModelT", bound=models.Model)
Standing = Callable[["models.QuerySet[Share, int]"], Iterable[int]]
"""Of rows that are shared, as a queryset of their ids: the ids of those they stand for today, where these are others."""
_standing: list[Standing] = []
Recorded = Callable[[Iterable[int], Iterable[int]], "models.QuerySet[Any, int]"]
"""Of owners and teams: the ids of customers of other people one of whose records is theirs."""
_recorded: list[Recorded] = []
SOMEBODY, SOMEWHERE = -(2**53) + 1, "(area)"
"""Nobody's number and no area's key: they mark places in a statement."""


@dataclass(frozen=True)
class RowRule:
    """Rows a user may see: all of them, or those of `owners`, of `teams` and of the customers in `shared` (all empty: none)."""

    everything: bool = False
    owners: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)
    shared: frozenset[int] = field(default_factory=frozenset)

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.owners or self.teams or self.shared)

    def as_q(self, prefix: str = "", *, customer: str = "") -> Q:
        """Filter for a queryset whose rows have `owner` and `team` below `prefix` (such as "party__").

        `customer` is the lookup of the customer's id, for what is shared; it follows from a prefix. Without either,
        shares do not count: a table of sums has rows of many customers.
        """
        if self.everything:
            return Q()
        if self.nothing:
            return Q(pk__in=[])
        seen = Q(**{f"{prefix}owner_id__in": self.owners}) | Q(**{f"{prefix}team_id__in": self.teams})
        column = customer or (f"{prefix}id" if prefix else "")
        return seen | Q(**{f"{column}__in": self.shared}) if self.shared and column else seen

    def as_ibis(self, table: Any, *, customer: str = "") -> Any:
        """Filter the Ibis `table`, which has columns owner_id and team_id and, for what is shared, one called `customer`."""
        if self.everything:
            return table
        if self.nothing:
            return table.filter(False)
        owned = table.owner_id.isin(sorted(self.owners)) if self.owners else False
        teams = table.team_id.isin(sorted(self.teams)) if self.teams else False
        shown = table[customer].isin(sorted(self.shared)) if self.shared and customer else False
        # An unknown owner or team is nobody's: without this, "or" with an unknown would be unknown.
        return table.filter(_known(owned) | _known(teams) | _known(shown))


def _known(condition: Any) -> Any:
    return condition if isinstance(condition, bool) else condition.fill_null(False)


NOTHING = RowRule()
EVERYTHING = RowRule(everything=True)


def row_rule(user: User, *, area: str = "") -> RowRule:
    """The widest of the user's roles that hold for `area` (a role without area holds for all), and what is shared.

    A customer of whom one record is the user's is theirs to see too, whoever looks after it: a merge hides nobody's own customer.
    One query, two for who sees by team, two more for whom something is shared with, one for records joined to others' customers. A role
    that sees nothing sees nothing of these either.
    """
    if not user.is_active:
        return NOTHING
    granted = _granted(user, area)
    scopes = {row[0] for row in granted}
    if Scope.ALL in scopes:
        return EVERYTHING
    if not scopes & {Scope.OWN, Scope.TEAM}:
        return NOTHING
    teams = frozenset(_teams_of(user)) if Scope.TEAM in scopes else frozenset()
    shared = _shared_rows(user) if granted[0][1] else frozenset()
    for found in _recorded if any(granted[0][2:]) else ():
        shared |= frozenset(found([user.pk], teams))
    return RowRule(owners=frozenset({user.pk}), teams=teams, shared=shared)


def _granted(user: User, area: str) -> list[tuple[Any, ...]]:
    """Of each role of the user's that holds for `area`: its scope, whether anything is shared with them, whether they have records
    elsewhere, in the order of `_recorded`. One query.
    """
    statement, values = _question(connection.vendor, len(_recorded))
    told: dict[Any, Any] = {SOMEBODY: user.pk, SOMEWHERE: area}
    with connection.cursor() as cursor:
        cursor.execute(statement, [told.get(value, value) for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def _question(_vendor: str, _known: int) -> tuple[str, tuple[Any, ...]]:
    """The statement of `_granted` and its values, with SOMEBODY and SOMEWHERE in the place of the user's number and the area.

    Every list of every page asks it, and of everybody the same: putting its six parts together anew took longer than all else on some pages.
    """
    somebody = User(pk=SOMEBODY)
    rows = RoleAssignment.objects.filter(Q(role__area="") | Q(role__area=SOMEWHERE), user=somebody)
    asked = rows.values_list(
        "role__scope",
        Exists(shares_with(somebody)),
        *(Exists(found([SOMEBODY], _teams_of(somebody))) for found in _recorded),
    )
    return asked.query.sql_with_params()


def follow_shares(standing: Standing) -> None:
    """Register who knows what shared rows were found to be: a customer stays shared when its record joins another."""
    _standing.append(standing)


def follow_records(recorded: Recorded) -> None:
    """Register who knows of which customers a record belongs to somebody."""
    _recorded.append(recorded)


def _teams_of(user: User) -> "models.QuerySet[TeamMembership, int]":
    return TeamMembership.objects.filter(user=user).values_list("team_id", flat=True)


def _shared_rows(user: User) -> frozenset[int]:
    rows = shares_with(user).values_list("row", flat=True)
    return frozenset(rows).union(*(standing(rows) for standing in _standing))


def shares_with(user: User) -> models.QuerySet[Share]:
    """The customers shown to `user` or to a team they are on."""
    teams = TeamMembership.objects.filter(user=user).values("team_id")
    return Share.objects.filter(Q(user=user) | Q(team__in=teams), table=CUSTOMERS)


def may(user: User, permission: str) -> bool:
    """Whether one of the user's roles has `permission`: one of `kernel.operations.role.PERMISSIONS`."""
    return user.is_active and RoleAssignment.objects.filter(user=user, **{f"role__{permission}": True}).exists()


class VisibleQuerySet(models.QuerySet[ModelT]):
    """A queryset that answers `visible_to`; `row_access_prefix` leads to the columns `owner` and `team`.

    `row_access_customer` is the lookup of the customer's id where no prefix leads to the customer.
    """

    row_access_prefix = ""
    row_access_customer = ""

    def visible_to(self, user: User) -> Self:
        return self.filter(row_rule(user).as_q(self.row_access_prefix, customer=self.row_access_customer))
