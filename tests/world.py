"""The people of the demo company who appear in every test.

Ana owns customers, Bruno is on her team, Carla is on another team and must see nothing of theirs, Diego directs and
sees all.
"""

from dataclasses import dataclass

from lazo.kernel.models import Company, Role, RoleAssignment, Scope, Team, TeamMembership, User
from lazo.kernel.operations.role import PERMISSIONS

PASSWORD = "una-clave-larga-de-prueba"


@dataclass(frozen=True)
class World:
    company: Company
    ana: User
    bruno: User
    carla: User
    diego: User
    north: Team
    south: Team


def make_world() -> World:
    company = Company.objects.create(pk=1, name="Comercial Aurora", country="CO", currency="COP")
    agent = _role("agent", Scope.OWN)
    manager = _role("manager", Scope.TEAM)
    director = _role("director", Scope.ALL, **dict.fromkeys(PERMISSIONS, True))
    ana, bruno = _user("ana", agent), _user("bruno", manager)
    carla, diego = _user("carla", manager), _user("diego", director)
    north, south = Team.objects.create(name="Norte"), Team.objects.create(name="Sur")
    for team, user in ((north, ana), (north, bruno), (south, carla)):
        TeamMembership.objects.create(team=team, user=user)
    return World(company=company, ana=ana, bruno=bruno, carla=carla, diego=diego, north=north, south=south)


def _role(key: str, scope: Scope, **permissions: bool) -> Role:
    return Role.objects.update_or_create(key=key, defaults={"name": key, "scope": scope, **permissions})[0]


def _user(name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name}@aurora.example", PASSWORD, name=name.capitalize())
    RoleAssignment.objects.create(user=user, role=role)
    return user
