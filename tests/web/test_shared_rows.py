"""Whoever something is shared with finds it in every list, count, search, export, page and door, and nothing else besides."""

import csv
import io
import random
from collections.abc import Iterator
from typing import Any

import pytest
from listed import ON, add_party, add_score
from rest import Program
from web.browsing import client_of, page
from world import World

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.bulk import fill_field
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.operations.customer_snapshot import write_snapshot
from lazo.differentiate.queries import customer_snapshot
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_list import customer_list, matching, neighbours
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.share import share_customer
from lazo.identify.queries.search import search_parties
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Role, Share, User
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]
PARTIES = 16


@pytest.fixture(params=[1, 2])
def base(request: Any, world: World, workspace: Workspace) -> Iterator[dict[str, set[int]]]:
    """A generated base in which a third is shared with somebody; by the name of each, what they may see."""
    chance = random.Random(request.param)
    run = ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1", is_current=True)
    people, teams = [world.ana, world.bruno, world.carla, None], [world.north, world.south, None]
    seen: dict[str, set[int]] = {"ana": set(), "carla": set(), "diego": set()}
    for n in range(PARTIES):
        owner, team = chance.choice(people), chance.choice(teams)
        party = add_party(f"Cliente {n:02}", owner=owner, team=team, country="CO", city=chance.choice(["Cali", "Lima"]))
        add_score(party, run, value_365d=chance.randrange(1000), area=chance.choice(["KEEP", "RETAIN"]), p_alive=0.5)
        who = chance.choice([None, None, world.ana, world.carla, world.south, world.north])
        if who is not None:
            share_customer(party=party, who=who, by=world.diego)
        seen["diego"].add(party.pk)
        if owner == world.ana or who in (world.ana, world.north):
            seen["ana"].add(party.pk)
        if owner == world.carla or team == world.south or who in (world.carla, world.south):
            seen["carla"].add(party.pk)
    rebuild_cards(context=NullContext())
    refresh_tokens(sorted(seen["diego"]))
    Role.objects.filter(key="manager").update(may_export=True)
    yield seen
    customer_snapshot.forget_snapshots()


def answers(user: User, question: ListQuestion) -> tuple[set[int], int, int, set[int]]:
    """Who the list has, how many the filters count, by area, and whom «all that fit» means."""
    rows = {row.customer_id for row in customer_list(user=user, question=question).rows}
    facets = facet_counts(user=user, question=question)
    everybody = set(matching(user=user, question=question).values_list("customer_id", flat=True))
    return rows, facets.total, sum(facets.counts.get("areas", {}).values()), everybody


@pytest.mark.parametrize("question", [ListQuestion(), ListQuestion(cities=("Cali",)), ListQuestion(text="cliente")])
def test_lists_and_counts_have_what_is_shared(world: World, base: dict[str, set[int]], question: ListQuestion) -> None:
    fitting = set(Party.objects.filter(city__in=question.cities or ["Cali", "Lima"]).values_list("pk", flat=True))
    expected = {name: ids & fitting for name, ids in base.items()}
    for has_snapshot in (False, True):
        if has_snapshot:
            assert write_snapshot(fewest=1)
        for user in (world.ana, world.carla, world.diego):
            ids = expected[user.name.lower()]
            assert answers(user, question) == (ids, len(ids), len(ids), ids), (user.name, has_snapshot)


@pytest.mark.sqlite_alone("lists, counts and files ask on both; test_shares.py searches and opens on PostgreSQL")
def test_search_pages_and_walks_have_what_is_shared(world: World, base: dict[str, set[int]]) -> None:
    for user in (world.ana, world.carla):
        ids = base[user.name.lower()]
        assert {found.id for found in search_parties(user=user, text="cliente", limit=PARTIES)} == ids
        client = client_of(user)
        opened = {pk for pk in base["diego"] if client.get(f"/clientes/{pk}").status_code == 200}
        assert opened == ids
        walked = {pk for pk in base["diego"] if neighbours(user=user, question=ListQuestion(), customer=pk)}
        assert walked == ids


def test_files_have_what_is_shared(world: World, base: dict[str, set[int]]) -> None:
    response = client_of(world.carla).get("/clientes/exportar?formato=csv&columna=name")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streamed answer
    names = set(Party.objects.filter(pk__in=base["carla"]).values_list("name", flat=True))
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert {cell for row in rows for cell in row if cell.startswith("Cliente ")} == names


@pytest.mark.sqlite_alone("lists, counts and files ask on both; api/test_share.py opens on PostgreSQL")
def test_doors_for_programs_have_what_is_shared(world: World, base: dict[str, set[int]]) -> None:
    for user in (world.ana, world.carla):
        program, ids = Program(user), base[user.name.lower()]
        assert {row["id"] for row in program.get("/customers?limit=100")["data"]} == ids
        assert program.get("/customers/facets")["total"] == len(ids)
        assert {pk for pk in base["diego"] if program.ask("GET", f"/customers/{pk}").status_code == 200} == ids


def test_a_change_of_many_reaches_what_is_shared(world: World, base: dict[str, set[int]]) -> None:
    TraitDefinition.objects.create(key="marca", name="Marca", type="TEXT", kind="DECLARED", package="custom")
    done = fill_field(by=world.carla, question=ListQuestion(), key="marca", value="x")
    assert (done.customers, set(TraitValue.objects.values_list("party_id", flat=True))) == (
        len(base["carla"]),
        base["carla"],
    )


def test_who_sees_nothing_sees_nothing_shared_either(world: World, base: dict[str, set[int]]) -> None:
    Role.objects.filter(key="manager").update(scope="NONE")
    assert answers(world.carla, ListQuestion()) == (set(), 0, 0, set())
    assert write_snapshot(fewest=1)
    assert answers(world.carla, ListQuestion()) == (set(), 0, 0, set())
    assert search_parties(user=world.carla, text="cliente") == []


def test_a_share_follows_the_record_into_the_customer_it_was_found_to_be(world: World, workspace: Workspace) -> None:
    run = ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1", is_current=True)
    shown, whole = (add_party(name, owner=world.ana) for name in ("Luz Marín", "Luz Ana Marín"))
    add_score(whole, run, value_365d=10)
    share = share_customer(party=shown, who=world.carla, by=world.ana)
    Party.objects.filter(pk=shown.pk).update(canonical=whole)
    rebuild_cards(context=NullContext())
    refresh_tokens([shown.pk, whole.pk])
    assert answers(world.carla, ListQuestion())[0] == {whole.pk}
    assert [found.id for found in search_parties(user=world.carla, text="marin")] == [whole.pk]
    page(world.carla, f"/clientes/{whole.pk}")
    assert client_of(world.carla).get(f"/clientes/{shown.pk}")["Location"].startswith(f"/clientes/{whole.pk}")
    client = client_of(world.ana)
    assert "Carla" in client.get(f"/clientes/{whole.pk}/compartidos").content.decode()
    client.post(f"/clientes/{whole.pk}/compartidos/{share.pk}/fin")
    assert not Share.objects.exists()
    page(world.carla, f"/clientes/{whole.pk}", 404)
