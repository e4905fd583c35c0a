"""Ajustes: users, teams and roles, by who administers and by who does not."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from web import company
from web.browsing import client_of, page, posted
from world import PASSWORD, World

from lazo.differentiate.operations.cards import rebuild_cards
from lazo.identify.models import Party
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Role, RoleAssignment, Team, TeamMembership, UndoOffer, User
from lazo.kernel.operations.administrators import UnableToLeaveWithoutAdministrator
from lazo.kernel.operations.role import set_roles
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

PAGES = ("/ajustes/usuarios", "/ajustes/equipos", "/ajustes/roles")


@pytest.fixture
def customers(world: World) -> None:
    for owner, team, count in ((world.ana, world.north, 3), (world.carla, world.south, 2), (None, world.north, 4)):
        Party.objects.bulk_create(
            Party(name=f"Cliente {n}", folded_name=f"cliente {n}", owner=owner, team=team) for n in range(count)
        )


@pytest.mark.parametrize("address", PAGES)
def test_only_who_administers_may_look(world: World, address: str) -> None:
    for user in (world.ana, world.bruno, world.carla):
        html = page(user, address, 403)
        assert "aurora.example" not in html.replace(user.email, "")
    assert page(world.diego, address)


def test_the_list_says_how_many_customers_each_sees(world: World, customers: None) -> None:
    html = page(world.diego, "/ajustes/usuarios")
    rows = re.findall(r"<b>(\w+)</b><br>.*?<td class=\"num\">(\d+)</td><td class=\"num\">(\d+)</td>", html, re.DOTALL)
    assert sorted(rows) == [("Ana", "3", "3"), ("Bruno", "0", "7"), ("Carla", "2", "2"), ("Diego", "0", "9")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_with_more_lines(
    world: World, customers: None, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        user = User.objects.create_user(f"otro{number}@aurora.example", PASSWORD, name="Otro")
        TeamMembership.objects.create(user=user, team=Team.objects.create(name=f"Equipo {number}"))
        RoleAssignment.objects.create(user=user, role=Role.objects.create(key=f"r{number}", name="R"))
    client = client_of(world.diego)
    for address, queries in zip(PAGES, (13, 8, 7), strict=True):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_an_invitation_shows_its_link_once(world: World) -> None:
    client = client_of(world.diego)
    said = {"name": "Eva", "email": "Eva@Aurora.example", "role": "agent", "team": world.north.pk}
    answer = client.post("/ajustes/usuarios", said)
    eva = User.objects.get(email="eva@aurora.example")
    assert answer["Location"] == f"/ajustes/usuarios/{eva.pk}"
    link = re.search(r"http://testserver(/entrar/invitacion/[^<\s]+)", client.get(answer["Location"]).content.decode())
    assert link is not None
    assert "/entrar/invitacion/" not in client.get(answer["Location"]).content.decode()
    assert Client().post(link[1], {"new": PASSWORD})["Location"] == "/"
    assert [team.pk for team in eva.teams.all()] == [world.north.pk]
    assert Event.objects.filter(kind="user.invited", row=eva.pk, by=world.diego).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "no es"}, 'class="error"'),
        ({"email": "ana@aurora.example"}, "Ya hay alguien con ese correo."),
        ({"role": "king"}, 'class="error"'),
        ({"name": ""}, 'class="error"'),
    ],
)
def test_a_wrong_invitation_says_where(world: World, wrong: dict[str, str], sentence: str) -> None:
    said = {"name": "Eva", "email": "eva@aurora.example", "role": "agent", "team": ""}
    response = posted(world.diego, "/ajustes/usuarios", **(said | wrong))
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert User.objects.count() == 4


def test_closed_access_ends_sessions_and_can_be_taken_back(world: World) -> None:
    hers = Client()
    hers.post("/entrar", {"username": world.ana.email, "password": PASSWORD})
    assert hers.get("/perfil").status_code == 200
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/cierre")
    assert hers.get("/perfil").status_code == 302
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert User.objects.get(pk=world.ana.pk).is_active
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/cierre")
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/reapertura")
    kinds = list(Event.objects.filter(row=world.ana.pk, kind__startswith="user.").values_list("kind", flat=True))
    assert kinds == ["user.came_in", "user.closed", "user.reopened", "user.closed", "user.reopened"]


def test_roles_and_teams_of_a_person_are_set_whole_and_taken_back(world: World) -> None:
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}", roles=["manager"], teams=[world.south.pk])
    assert list(world.ana.role_assignments.values_list("role__key", flat=True)) == ["manager"]
    assert list(world.ana.memberships.values_list("team__name", flat=True)) == ["Sur"]
    for offer in UndoOffer.objects.order_by("-pk"):
        undo(token=offer.token, by=world.diego)
    assert list(world.ana.role_assignments.values_list("role__key", flat=True)) == ["agent"]
    assert list(world.ana.memberships.values_list("team__name", flat=True)) == ["Norte"]


def test_the_last_administrator_stays(world: World) -> None:
    html = posted(world.diego, f"/ajustes/usuarios/{world.diego.pk}", roles=["agent"]).content.decode()
    assert "Nadie quedaría para administrar Lazo." in html
    posted(world.diego, f"/ajustes/usuarios/{world.diego.pk}/cierre")
    director = Role.objects.get(key="director")
    assert posted(world.diego, f"/ajustes/roles/{director.pk}", name="D", scope="ALL").status_code == 400
    diego = User.objects.get(pk=world.diego.pk)
    assert diego.is_active
    assert list(diego.role_assignments.values_list("role__key", flat=True)) == ["director"]
    set_roles(user=world.ana, roles=["director"], by=world.diego)
    assert set_roles(user=world.diego, roles=["agent"], by=world.ana)
    with pytest.raises(UnableToLeaveWithoutAdministrator):
        set_roles(user=world.ana, roles=[], by=world.ana)


def test_who_administers_no_more_takes_nothing_back(world: World) -> None:
    set_roles(user=world.bruno, roles=["director"], by=world.diego)
    token = set_roles(user=world.ana, roles=["director"], by=world.bruno)
    set_roles(user=world.bruno, roles=["manager"], by=world.diego)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.bruno)
    assert list(world.ana.role_assignments.values_list("role__key", flat=True)) == ["director"]


def test_a_role_says_what_a_change_would_show_before_it_is_made(world: World, customers: None) -> None:
    agent = Role.objects.get(key="agent")
    html = page(world.diego, f"/ajustes/roles/{agent.pk}?name=Ventas&scope=TEAM&area=")
    row = re.search(r">Ana</a></th><td class=\"num\">(\d+)</td><td class=\"num\">(\d+)</td>", html)
    assert row is not None
    assert row.groups() == ("3", "7")
    agent.refresh_from_db()
    assert agent.scope == "OWN"


def test_a_role_is_made_changed_and_borne_away(world: World) -> None:
    made = posted(world.diego, "/ajustes/roles", name="Cobranzas", scope="OWN", area="RETAIN", may_export="on")
    role = Role.objects.get(key="cobranzas")
    assert made["Location"] == f"/ajustes/roles/{role.pk}"
    assert (role.scope, role.area, role.may_export, role.may_import) == ("OWN", "RETAIN", True, False)
    posted(world.diego, f"/ajustes/roles/{role.pk}", name="Cobranzas", scope="ALL", area="RETAIN")
    role.refresh_from_db()
    assert (role.scope, role.may_export) == ("ALL", False)
    event = Event.objects.get(kind="role.edited")
    assert event.detail.before == {"scope": "OWN", "may_export": True}
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    role.refresh_from_db()
    assert (role.scope, role.may_export) == ("OWN", True)
    assert posted(world.diego, f"/ajustes/roles/{role.pk}/retiro")["Location"] == "/ajustes/roles"
    used = Role.objects.get(key="agent")
    assert posted(world.diego, f"/ajustes/roles/{used.pk}/retiro")["Location"] == f"/ajustes/roles/{used.pk}"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scope": "SKY"}, {"area": "MOON"}, {"name": "x" * 81}])
def test_a_wrong_role_is_not_kept(world: World, wrong: dict[str, str]) -> None:
    said = {"name": "Cobranzas", "scope": "OWN", "area": ""}
    assert posted(world.diego, "/ajustes/roles", **(said | wrong)).status_code == 400
    assert Role.objects.count() == 3


def test_a_team_is_made_named_and_manned(world: World) -> None:
    made = posted(world.diego, "/ajustes/equipos", name="Centro")
    team = Team.objects.get(name="Centro")
    assert made["Location"] == f"/ajustes/equipos/{team.pk}"
    assert posted(world.diego, "/ajustes/equipos", name="Centro").status_code == 400
    posted(world.diego, made["Location"], name="El centro", members=[world.ana.pk, world.carla.pk])
    team.refresh_from_db()
    assert team.name == "El centro"
    assert sorted(person.name for person in team.members.all()) == ["Ana", "Carla"]
    undo(token=UndoOffer.objects.get().token, by=world.diego)
    assert not team.members.exists()
    assert posted(world.diego, made["Location"], name="Norte").status_code == 400


def test_whoever_lost_the_telephone_comes_in_with_the_password_again(world: World) -> None:
    Authenticator.objects.create(user=world.ana, type="totp", data={"secret": "x"})
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/segundo-paso/retiro")
    assert Client().post("/entrar", {"username": world.ana.email, "password": PASSWORD})["Location"] == "/"


def test_a_script_in_a_name_is_text(world: World) -> None:
    Team.objects.create(name="<script>alert(1)</script>")
    html = page(world.diego, "/ajustes/equipos")
    assert "<script>alert" not in html


def test_the_customers_of_somebody_go_to_somebody_else_and_come_back(world: World) -> None:
    run = company.add_run()
    theirs = [company.add_customer(run, name, world.ana) for name in ("Abel", "Berta")]
    rebuild_cards(context=NullContext())
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/cierre")
    answer = posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/clientes", heir=world.bruno.pk)
    assert answer["Location"] == f"/ajustes/usuarios/{world.ana.pk}"
    assert set(Party.objects.filter(owner=world.bruno)) == set(theirs)
    undo(token=UndoOffer.objects.latest("pk").token, by=world.diego)
    assert Party.objects.filter(owner=world.ana).count() == 2
    posted(world.diego, f"/ajustes/usuarios/{world.ana.pk}/clientes", heir="")
    assert Party.objects.filter(owner=None).count() == 2
    posted(world.diego, f"/ajustes/usuarios/{world.bruno.pk}/clientes", heir="999999")
    assert posted(world.ana, f"/ajustes/usuarios/{world.bruno.pk}/clientes", heir="").status_code in {302, 403}
