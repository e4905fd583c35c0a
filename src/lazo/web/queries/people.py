"""Who works here, what each may see, and how many customers that is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Count, Prefetch

from lazo.identify.models import Party
from lazo.kernel.models import Role, RoleAssignment, Scope, Team, TeamMembership, User


@dataclass(frozen=True)
class Worker:
    """A line of the list: the person, their roles and teams, how many customers are theirs and how many they see."""

    user: User
    roles: tuple[Role, ...]
    teams: tuple[Team, ...]
    owned: int
    seen: int
    has_second_step: bool
    last_login: datetime | None

    @property
    def waits(self) -> bool:
        """Whether they were invited and have not chosen a password."""
        return self.last_login is None and not self.user.has_usable_password()


class Holdings:
    """How many customers each owner and team has, in one query; asked many questions afterwards."""

    def __init__(self) -> None:
        rows = Party.objects.filter(canonical__isnull=True, retired_at__isnull=True)
        found = rows.values_list("owner_id", "team_id").annotate(n=Count("id")).order_by()
        self._counts: Counter[tuple[int | None, int | None]] = Counter({(o, t): n for o, t, n in found})

    @property
    def total(self) -> int:
        return self._counts.total()

    def owned(self, user: int) -> int:
        return sum(count for (owner, _), count in self._counts.items() if owner == user)

    def of_team(self, team: int) -> int:
        return sum(count for (_, held), count in self._counts.items() if held == team)

    def seen(self, user: int, teams: Iterable[int], scopes: Iterable[str]) -> int:
        """Customers that somebody with these scopes sees, without those shared one by one."""
        held = set(scopes)
        if Scope.ALL in held:
            return self.total
        if not held & {Scope.OWN, Scope.TEAM}:
            return 0
        theirs = set(teams) if Scope.TEAM in held else set()
        return sum(count for (owner, team), count in self._counts.items() if owner == user or team in theirs)


def workers(holdings: Holdings, users: Iterable[int] | None = None) -> list[Worker]:
    """Everybody who works here or did, those with access first, then by name; `users` keeps to these."""
    people = User.objects.order_by("-is_active", "name", "id").prefetch_related(
        Prefetch("role_assignments", RoleAssignment.objects.select_related("role").order_by("role__id")),
        Prefetch("memberships", TeamMembership.objects.select_related("team").order_by("team__name")),
    )
    chosen = people if users is None else people.filter(pk__in=users)
    with_factor = set(Authenticator.objects.exclude(type="recovery_codes").values_list("user_id", flat=True))
    return [_worker(user, holdings, has_second_step=user.pk in with_factor) for user in chosen]


def _worker(user: User, holdings: Holdings, *, has_second_step: bool) -> Worker:
    roles = tuple(assignment.role for assignment in user.role_assignments.all())
    teams = tuple(membership.team for membership in user.memberships.all())
    scopes = [role.scope for role in roles] if user.is_active else []
    return Worker(
        user=user,
        roles=roles,
        teams=teams,
        owned=holdings.owned(user.pk),
        seen=holdings.seen(user.pk, [team.pk for team in teams], scopes),
        has_second_step=has_second_step,
        last_login=user.last_login,
    )


@dataclass(frozen=True)
class TeamRow:
    team: Team
    members: tuple[User, ...]
    customers: int


def team_rows(holdings: Holdings) -> list[TeamRow]:
    """The teams by name, with their members by name and how many customers are theirs."""
    found = Team.objects.order_by("name", "id").prefetch_related(
        Prefetch("memberships", TeamMembership.objects.select_related("user").order_by("user__name", "user_id"))
    )
    return [
        TeamRow(team, tuple(one.user for one in team.memberships.all()), holdings.of_team(team.pk)) for team in found
    ]


@dataclass(frozen=True)
class RoleRow:
    role: Role
    holders: int


def role_rows() -> list[RoleRow]:
    """The roles, those that see most first, and how many people with access have each."""
    held = Counter(RoleAssignment.objects.filter(user__is_active=True).values_list("role_id", flat=True))
    widest = {Scope.ALL: 0, Scope.TEAM: 1, Scope.OWN: 2, Scope.NONE: 3}
    roles = sorted(Role.objects.all(), key=lambda role: (widest[Scope(role.scope)], role.name, role.pk))
    return [RoleRow(role, held[role.pk]) for role in roles]


@dataclass(frozen=True)
class Sight:
    """What a person sees today and would see if a role changed."""

    user: User
    now: int
    then: int


def preview_role(*, role: Role, scope: str, holdings: Holdings) -> list[Sight]:
    """Who has `role`, by name: how many customers each sees now, and with this other `scope`."""
    holders = RoleAssignment.objects.filter(role=role, user__is_active=True).values_list("user_id", flat=True)
    seen = []
    for worker in workers(holdings, list(holders)):
        rest = [other.scope for other in worker.roles if other.pk != role.pk]
        teams = [team.pk for team in worker.teams]
        seen.append(Sight(worker.user, worker.seen, holdings.seen(worker.user.pk, teams, [*rest, scope])))
    return seen
