"""Auditoría: what is asked of the trail, who may ask, and a word for every kind of event."""

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sources import ROOT
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Party
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, Role, RoleAssignment, Scope, User
from lazo.kernel.operations.user import close_user
from lazo.web.audit_page import audit_line
from lazo.web.event_words import EVENT_WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(world: World) -> Party:
    party = Party.objects.create(name="Zulaica", folded_name="zulaica", owner=world.ana)
    about = {"table": "identify_party", "row": party.pk, "data": {"version": 2}}
    names = {"before": {"name": "Zulema"}, "after": {"name": "Zulaica"}}
    record_event(kind="party.edited", by=world.ana, **about, **names)
    record_event(kind="score.run", by=None, table="score_run", row=7)
    close_user(user=world.bruno, by=world.diego)
    return party


def whats(html: str) -> list[str]:
    """Who did what, line by line."""
    return [re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in re.findall(r"<p>(<b>.*?)</p>", html, re.DOTALL)]


def test_each_event_is_a_sentence_with_before_and_after(world: World, trail: Party) -> None:
    html = page(world.diego, "/ajustes/auditoria")
    assert [re.sub(r"\s+", " ", line) for line in whats(html)] == [
        f"Diego · Cerró el acceso · Persona {world.bruno.pk}",
        "El sistema · Calculó los puntajes · Cálculo 7",
        f"Ana · Editó un cliente · Cliente {trail.pk}",
    ]
    assert "<del>Zulema</del>" in html
    assert "<ins>Zulaica</ins>" in html
    assert "<dt>Nombre</dt>" in html


def test_the_hour_is_that_of_the_company(world: World) -> None:
    at = datetime(2026, 3, 2, 3, 4, tzinfo=UTC)
    line = audit_line(Event(pk=1, at=at, kind="user.signed_in", table="user", data={}), ZoneInfo("America/Bogota"))
    assert (line.at.date(), line.hour) == (date(2026, 3, 1), "22:04")


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("quien=sistema", ["Calculó los puntajes"]),
        ("tipo=user", ["Cerró el acceso"]),
        ("tipo=party.edited", ["Editó un cliente"]),
        ("tabla=score_run&fila=7", ["Calculó los puntajes"]),
        ("desde=2999-01-01", []),
        ("hasta=1999-01-01", []),
        ("desde=ayer&hasta=x&fila=x", []),
        ("quien=0", []),
    ],
)
def test_the_trail_answers_who_what_and_when(world: World, trail: Party, asked: str, kinds: list[str]) -> None:
    found = whats(page(world.diego, f"/ajustes/auditoria?{asked}"))
    assert [line.split(" · ")[1] for line in found] == kinds


def test_only_who_administers_reads_it(world: World, trail: Party) -> None:
    for user in (world.ana, world.carla):
        for address in ("/ajustes/auditoria", "/ajustes/auditoria/archivo"):
            assert "Zulaica" not in page(user, address, 403)


def test_who_administers_without_seeing_all_customers_reads_of_none(world: World, trail: Party) -> None:
    keeper = User.objects.create_user("eva@aurora.example", name="Eva")
    role = Role.objects.create(key="keeper", name="Llaves", scope=Scope.NONE, may_administer=True)
    RoleAssignment.objects.create(user=keeper, role=role)
    html = page(keeper, "/ajustes/auditoria")
    assert "Cerró el acceso" in html
    assert "Zulaica" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_costs_the_same_with_more_lines(world: World, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        record_event(kind="party.edited", by=world.ana, table="identify_party", row=number + 1, after={"name": "x"})
    client = client_of(world.diego)
    with django_assert_num_queries(8):
        html = client.get("/ajustes/auditoria").content.decode()
    assert len(whats(html)) == count


def test_pages_follow_one_another_by_number(world: World) -> None:
    for number in range(120):
        record_event(kind="trait.set", by=world.ana, table="identify_party", row=number)
    seen: list[str] = []
    address = "/ajustes/auditoria?tipo=trait"
    for _ in range(3):
        html = page(world.diego, address)
        seen += re.findall(r"Cliente (\d+)</a>", html)
        following = re.search(r'href="\?([^"]+)" rel="next"', html)
        address = f"/ajustes/auditoria?{following[1].replace('&amp;', '&')}" if following else ""
    assert seen == [str(number) for number in reversed(range(120))]
    assert address == ""


def test_the_file_holds_the_same_and_is_an_event_itself(world: World, trail: Party) -> None:
    record_event(kind="team.made", by=None, table="team", row=1, after={"name": "x"}, data={"note": "=1+1"})
    response = client_of(world.diego).get("/ajustes/auditoria/archivo?tipo=party")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # a file is streamed
    assert lines[0] == "evento,instante,quien,tipo,tabla,fila,datos,antes,despues"
    assert len(lines) == 2
    assert ",ana@aurora.example,party.edited,identify_party," in lines[1]
    assert Event.objects.get(kind="rows.exported").data == {"sheet": "audit", "format": "csv", "filters": ["tipo"]}


def test_every_documented_kind_has_its_words() -> None:
    text = (ROOT / "docs" / "reference" / "events.md").read_text("utf-8")
    kinds = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", text, re.MULTILINE))
    assert sorted(kinds - EVENT_WORDS.keys()) == []
