from world import World

from lazo.kernel.models import Event, Team, TeamMembership
from lazo.kernel.operations.team import add_to_team, take_from_team


def test_joining_a_team_that_is_new_makes_it(world: World) -> None:
    for _ in range(2):
        team = add_to_team(user=world.ana, team=" Centro ", by=world.diego)
    assert (team.name, Team.objects.count()) == ("Centro", 3)
    assert list(team.members.all()) == [world.ana]
    assert list(Event.objects.order_by("id").values_list("kind", "row", "data")) == [
        ("team.made", team.pk, {}),
        ("team.joined", team.pk, {"user": world.ana.pk}),
    ]


def test_leaving_a_team_happens_once(world: World) -> None:
    for _ in range(2):
        take_from_team(user=world.ana, team=world.north, by=world.diego)
    assert list(TeamMembership.objects.filter(team=world.north).values_list("user", flat=True)) == [world.bruno.pk]
    assert list(Event.objects.values_list("kind", "data")) == [("team.left", {"user": world.ana.pk})]
