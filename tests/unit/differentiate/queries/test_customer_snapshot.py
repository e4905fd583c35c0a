"""The snapshot answers as the table does: the same rows, the same order, the same counts, whatever changed since."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from listed import add_keys, add_party, make_list
from world import World

from lazo.differentiate.models import Score, ScoreRun
from lazo.differentiate.operations.bulk import assign_owner, retire_customers
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.operations.customer_snapshot import write_snapshot
from lazo.differentiate.operations.snapshot_scores import NUMBERS, OF_RISK, TEXTS, scores_from_file
from lazo.differentiate.queries import customer_snapshot
from lazo.differentiate.queries.customer_columns import OWN
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_list import customer_list, neighbours
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import CURRENT, has_snapshot, snapshot_folder, snapshot_is_behind
from lazo.differentiate.scoring.score_file import score_path
from lazo.identify.models import Party, SearchToken
from lazo.identify.operations.party import edit_party
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
QUESTIONS = [
    ListQuestion(),
    ListQuestion(areas=("KEEP", "outside"), sort="name"),
    ListQuestion(areas=("outside",)),
    ListQuestion(kinds=("ORGANIZATION",), risks=("high",)),
    ListQuestion(risks=("medium", "low"), cities=("Cali", "Lima")),
    ListQuestion(countries=("CO",), owners=(0,)),
    ListQuestion(tiers=("MVC", "nothing")),
    ListQuestion(rfm=("55", "15"), strategic=False),
    ListQuestion(strategic_kinds=("HIGH_LTV",)),
    ListQuestion(strategic_kinds=("COST_MAGNET", "HIGH_LTV"), areas=("KEEP",)),
    ListQuestion(value_from=300, value_to=500),
    ListQuestion(value_to=400),
    ListQuestion(cost_from=40, sort="-cost_12m"),
    ListQuestion(net_from=-30, net_to=0, sort="net_12m"),
    ListQuestion(last_day_from=date(2025, 9, 1), last_day_to=date(2025, 9, 1)),
    ListQuestion(contact_to=date(2025, 9, 1)),
    ListQuestion(text="perez"),
    ListQuestion(text="PÉREZ ana"),
    ListQuestion(text="4567"),
    ListQuestion(text="ana.p@"),
    ListQuestion(text="nunes", areas=("KEEP",)),
    ListQuestion(text="nothing like it"),
    ListQuestion(text="?"),
    ListQuestion(traits=(("unknown", "is", "1"),)),
]


@pytest.fixture
def made(world: World, workspace: Workspace) -> Iterator[dict[str, Party]]:
    parties = make_list(world)
    add_keys(parties["ana"], email="ana.p@correo.example", phone="+573001234567", tax_id="1032", number="C-1")
    yield parties
    customer_snapshot.forget_snapshots()


def pages(user: User, question: ListQuestion, size: int = 2) -> list[int]:
    """The customers of the whole list, read two by two."""
    found, question = [], replace(question, size=size)
    for _ in range(20):
        page = customer_list(user=user, question=question)
        found += [row.customer_id for row in page.rows]
        if not page.next:
            break
        question = replace(question, after=page.next)
    return found


def orders(world: World, size: int = 2) -> list[list[int]]:
    sorts = [minus + column.key for column in OWN for minus in ("", "-")]
    return [pages(world.diego, ListQuestion(sort=sort), size) for sort in sorts]


def answers(world: World, size: int = 2) -> list[object]:
    return [
        (question, user.name, pages(user, question, size), facet_counts(user=user, question=question))
        for question in QUESTIONS
        for user in (world.diego, world.carla)
    ]


def on_one_page(world: World) -> list[object]:
    """All answers and orders, each list on one page: how they go on in the next is asked by the first test."""
    return [answers(world, 50), orders(world, 50)]


def without_snapshot(world: World, ask: Callable[[World], list[Any]] = answers) -> list[Any]:
    current = snapshot_folder() / CURRENT
    aside = current.with_suffix(".aside")
    current.rename(aside)
    found = ask(world)
    aside.rename(current)
    return found


def test_the_snapshot_says_what_the_table_says(world: World, made: dict[str, Party]) -> None:
    expected = answers(world), orders(world)
    assert write_snapshot(fewest=1)
    assert has_snapshot()
    assert (answers(world), orders(world)) == expected


def written_scores() -> dict[str, list[Any]]:
    place = snapshot_folder() / json.loads((snapshot_folder() / CURRENT).read_text())["version"]
    return {path.name: np.load(path).tolist() for path in sorted(place.glob("*.npy"))}


def test_the_file_of_the_run_gives_the_same_as_its_table(
    world: World, made: dict[str, Party], workspace: Workspace
) -> None:
    assert write_snapshot(fewest=1)
    by_table = written_scores()
    rows = list(Score.objects.order_by("pk").values())  # without Zoe, who has no score
    told = {name: [row[name] for row in rows] for name in ("customer_id", *TEXTS, *NUMBERS, *OF_RISK)}
    path = score_path(workspace, ScoreRun.objects.get().pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(told), path)
    assert scores_from_file(np.array([row["customer_id"] for row in rows])) is not None
    assert write_snapshot(fewest=1)
    assert written_scores() == by_table


def test_what_changed_since_is_in_its_place(world: World, made: dict[str, Party]) -> None:
    write_snapshot(fewest=1)
    customer_list(user=world.diego, question=ListQuestion())
    add_party("Ana Última", owner=world.carla, team=world.south, city="Cali", country="CO")
    retire_customers(by=world.diego, question=ListQuestion(text="beto"))
    assign_owner(by=world.diego, question=ListQuestion(text="optimo"), owner=world.carla)
    assert answers(world) == without_snapshot(world)
    assert made["cia"].pk in pages(world.carla, ListQuestion())
    assert made["cia"].pk not in pages(world.ana, ListQuestion())


def test_a_page_goes_on_in_the_next_snapshot(world: World, made: dict[str, Party]) -> None:
    whole = pages(world.diego, ListQuestion(sort="name"))
    write_snapshot(fewest=1)
    first = customer_list(user=world.diego, question=ListQuestion(sort="name", size=2))
    write_snapshot(fewest=1)
    rest = customer_list(user=world.diego, question=ListQuestion(sort="name", after=first.next))
    assert [row.customer_id for row in (*first.rows, *rest.rows)] == whole


def test_neighbours_come_from_the_snapshot(world: World, made: dict[str, Party]) -> None:
    question = ListQuestion(sort="-value_365d")
    whole = pages(world.diego, question)
    told = [neighbours(user=world.diego, question=question, customer=one) for one in whole]
    write_snapshot(fewest=1)
    assert [neighbours(user=world.diego, question=question, customer=one) for one in whole] == told
    assert neighbours(user=world.ana, question=question, customer=made["rosa"].pk) is None


def test_who_was_shared_with_sees_it_and_who_must_see_nothing_does_not(world: World, made: dict[str, Party]) -> None:
    write_snapshot(fewest=1)
    world.carla.role_assignments.all().delete()
    assert customer_list(user=world.carla, question=ListQuestion()).rows == ()
    assert facet_counts(user=world.carla, question=ListQuestion()).total == 0
    assert facet_counts(user=world.ana, question=ListQuestion()).total == 4


def test_a_small_list_needs_none_and_many_changes_ask_for_another(world: World, made: dict[str, Party]) -> None:
    assert not write_snapshot()
    assert not has_snapshot()
    assert not snapshot_is_behind()
    write_snapshot(fewest=1)
    assert not snapshot_is_behind()
    SearchToken.objects.all().delete()
    assert write_snapshot(fewest=1)
    assert pages(world.diego, ListQuestion(text="perez")) == []
    write_snapshot(fewest=100)
    assert not has_snapshot()


def files_of_parties() -> dict[str, int]:
    """The files of the snapshot that speak of parties alone, each with its number on the disk."""
    told = json.loads((snapshot_folder() / CURRENT).read_text())
    place = snapshot_folder() / told["version"]
    return {name: (place / f"{name}.npy").stat().st_ino for name in told["of_party"]["files"]}


def rename_someone(world: World, made: dict[str, Party]) -> None:
    party = Party.objects.get(pk=made["ana"].pk)
    edit_party(party=party, version=party.version, changes={"surnames": "Quirós", "given_name": "Zita"}, by=world.diego)


def retire_someone(world: World, made: dict[str, Party]) -> None:
    retire_customers(by=world.diego, question=ListQuestion(text="beto"))


def rename_an_owner(world: World, made: dict[str, Party]) -> None:
    User.objects.filter(pk=world.ana.pk).update(name="Zulema")


def make_cards_anew(world: World, made: dict[str, Party]) -> None:
    Party.objects.filter(pk=made["ana"].pk).update(city="Tunja")  # as a rebuild finds what no mark tells
    rebuild_cards(context=NullContext())
    write_snapshot(fewest=1)


def test_a_day_that_changes_no_party_reads_none_again(world: World, made: dict[str, Party]) -> None:
    """On SQLite: on PostgreSQL it is not known that nothing came before what was seen."""
    write_snapshot(fewest=1)
    before, seen = files_of_parties(), written_scores()
    Score.objects.filter(pk=made["ana"].pk).update(value_365d=123_456_789, area="RETAIN")
    expected = without_snapshot(world, on_one_page)
    write_snapshot(fewest=1)
    assert (files_of_parties() == before) == (connection.vendor == "sqlite")
    assert written_scores().keys() == seen.keys()
    assert on_one_page(world) == expected


@pytest.mark.unmeasured
@pytest.mark.parametrize("change", [rename_someone, retire_someone, rename_an_owner, make_cards_anew])
def test_a_change_of_any_party_reads_all_again(
    world: World, made: dict[str, Party], change: Callable[[World, dict[str, Party]], None]
) -> None:
    write_snapshot(fewest=1)
    before = files_of_parties()
    change(world, made)
    expected = without_snapshot(world, on_one_page)
    write_snapshot(fewest=1)
    assert not set(files_of_parties().values()) & set(before.values())
    assert on_one_page(world) == expected
