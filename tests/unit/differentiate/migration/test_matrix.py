"""The migration matrix over every scheme: what each cell holds, for whom, and that totals reconcile."""

from datetime import date

import pytest
from listed import add_party
from migrated import AFTER, BEFORE, add_snapshot
from world import World

from lazo.differentiate.migration.matrix import Migration, Part, chain, migrants, migration
from lazo.differentiate.migration.scheme import UnableToFindScheme, scheme_of, schemes
from lazo.differentiate.migration.snapshot import UnableToReadSnapshot, snapshot_of, snapshots
from lazo.identify.models import Party
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world: World) -> dict[str, int]:
    """Ana's customers and Rosa, who is Carla's."""
    names = ("up", "down", "same", "lost", "new", "back", "gone", "prospect")
    made = {name: add_party(name, owner=world.ana, team=world.north).pk for name in names}
    return made | {"rosa": add_party("rosa", owner=world.carla, team=world.south).pk}


@pytest.fixture
def drawn(workspace: Workspace, people: dict[str, int]) -> Workspace:
    p = people
    before = {
        p["up"]: {"tier": "LMC", "clv": 100, "area": "KEEP", "place": 0.1, "rfm": "335", "customer_class": "buyer"},
        p["down"]: {"tier": "MVC", "clv": 900, "area": "LOYALTY", "place": 0.99, "rfm": "555"},
        p["same"]: {"tier": "MVC", "clv": 500, "area": "RETAIN", "place": 0.5, "rfm": "155"},
        p["lost"]: {"tier": "LMC", "clv": 50, "area": "RETAIN", "place": 0.9, "rfm": "111"},
        p["back"]: {"tier": "LMC", "clv": 5, "sub_state": "lost", "rfm": "111"},
        p["gone"]: {"tier": "BZ", "clv": -20, "area": "KEEP", "place": 0.5, "rfm": "331"},
        p["prospect"]: {"area": "ACQUIRE", "place": 0.5},
        p["rosa"]: {"tier": "MVC", "clv": 700, "area": "LOYALTY", "place": 1.0, "rfm": "555"},
    }
    after = {
        p["up"]: {"tier": "SGC", "clv": 400, "area": "MAXIMIZE", "place": 0.1, "rfm": "445", "customer_class": "best"},
        p["down"]: {"tier": "MGC", "clv": 300, "area": "RETAIN", "place": 0.1, "rfm": "255"},
        p["same"]: {"tier": "MVC", "clv": 550, "area": "RETAIN", "place": 0.9, "rfm": "155"},
        p["lost"]: {"tier": "LMC", "clv": 10, "sub_state": "lost", "rfm": "111"},
        p["back"]: {"tier": "LMC", "clv": 30, "area": "KEEP", "place": 0.5, "rfm": "511"},
        p["new"]: {"tier": "LMC", "clv": 80, "area": "KEEP", "place": 0.0, "rfm": "513"},
        p["prospect"]: {"sub_state": "silent"},
        p["rosa"]: {"tier": "MVC", "clv": 800, "area": "LOYALTY", "place": 1.0, "rfm": "555"},
    }
    add_snapshot(workspace, BEFORE, before)
    add_snapshot(workspace, AFTER, after, is_current=True)
    return workspace


def told(user: User, workspace: Workspace, key: str = "tier") -> Migration:
    after, before = snapshots(workspace)
    return migration(user=user, scheme=scheme_of(key), before=before, after=after)


def cells(found: Migration) -> dict[tuple[str, str], tuple[int, int]]:
    keys = found.scheme.keys
    return {
        (keys[origin], keys[destination]): (part.customers, part.change)
        for origin, row in enumerate(found.cells)
        for destination, part in enumerate(row)
        if part.customers
    }


def test_every_way_has_its_cell(world: World, drawn: Workspace) -> None:
    assert cells(told(world.diego, drawn)) == {
        ("LMC", "SGC"): (1, 300),
        ("MVC", "MGC"): (1, -600),
        ("MVC", "MVC"): (2, 150),
        ("LMC", "LOST"): (1, -40),
        ("LOST", "LMC"): (1, 25),
        ("ABSENT", "LMC"): (1, 80),
        ("BZ", "ABSENT"): (1, 20),
    }


def test_figures_and_totals_reconcile(world: World, drawn: Workspace) -> None:
    found = told(world.diego, drawn)
    kpis = found.kpis()
    assert (kpis.base, kpis.upgraded, kpis.downgraded) == (6, Part(1, 300), Part(1, -600))
    assert (kpis.stayed, kpis.lost, kpis.gone) == (Part(2, 150), Part(1, -40), Part(1, 20))
    assert (kpis.new, kpis.returned, kpis.moved) == (Part(1, 80), Part(1, 25), -215)
    assert found.total == Part(8, -65)
    columns = [found.column(one) for one in range(found.scheme.places)]
    assert sum(columns, Part()) == found.total
    assert found.share(0, 0) == pytest.approx(2 / 3)
    assert found.share(found.scheme.classes.index(found.scheme.classes[1]), 0) is None


def test_each_user_sees_their_own(world: World, drawn: Workspace) -> None:
    assert told(world.ana, drawn).total.customers == 7
    assert cells(told(world.carla, drawn)) == {("MVC", "MVC"): (1, 100)}
    stranger = User.objects.create_user("x@aurora.example", name="X")
    assert told(stranger, drawn).total == Part()


@pytest.mark.parametrize("key", [scheme.key for scheme in schemes()])
def test_every_scheme_reconciles(world: World, drawn: Workspace, key: str) -> None:
    found = told(world.diego, drawn, key)
    rows = sum((found.row(one) for one in range(found.scheme.places)), Part())
    assert rows == sum((found.column(one) for one in range(found.scheme.places)), Part()) == found.total
    kpis = found.kpis()
    parts = (kpis.upgraded, kpis.downgraded, kpis.stayed, kpis.lost, kpis.gone)
    assert sum(part.customers for part in parts) == kpis.base


def test_other_schemes_read_their_own_columns(world: World, drawn: Workspace) -> None:
    area = cells(told(world.diego, drawn, "area"))
    assert area["ACQUIRE", "OUT"] == (1, 0)
    assert area["KEEP", "MAXIMIZE"] == (1, 300)
    place = cells(told(world.diego, drawn, "place"))
    assert place["LOYALTY-3", "RETAIN-1"] == (1, -600)
    assert place["RETAIN-2", "RETAIN-3"] == (1, 50)
    assert cells(told(world.diego, drawn, "rfm"))["33", "44"] == (1, 300)
    assert cells(told(world.diego, drawn, "class")) == {
        ("buyer", "best"): (1, 300),
        ("ABSENT", "LOST"): (1, 10),
        ("LOST", "ABSENT"): (1, -5),
    }


def test_going_on_in_retener_is_a_fall(world: World, drawn: Workspace) -> None:
    assert told(world.diego, drawn, "place").kpis().downgraded == Part(3, -550)


def test_a_cell_opens_its_customers_the_largest_change_first(
    world: World, drawn: Workspace, people: dict[str, int]
) -> None:
    after, before = snapshots(drawn)
    scheme = scheme_of("tier")
    asked = {"scheme": scheme, "before": before, "after": after, "origin": 0}
    found = migrants(user=world.diego, destination=None, **asked)
    assert [row.customer for row in found.rows] == [people["down"], people["rosa"], people["same"]]
    assert (found.total, found.rows[0].change) == (3, -600)
    page = migrants(user=world.diego, destination=None, start=1, size=1, **asked)
    assert ([row.customer for row in page.rows], page.total) == ([people["rosa"]], 3)
    assert migrants(user=world.ana, destination=0, **asked).total == 1


def test_one_snapshot_a_month_and_a_chain(world: World, workspace: Workspace, people: dict[str, int]) -> None:
    rows = {people["up"]: {"tier": "LMC", "clv": 1}}
    add_snapshot(workspace, date(2025, 8, 31), rows)
    add_snapshot(workspace, date(2025, 9, 10), rows)
    september = add_snapshot(workspace, BEFORE, rows)
    october = add_snapshot(workspace, AFTER, {people["up"]: {"tier": "MVC", "clv": 9}})
    add_snapshot(workspace, date(2025, 11, 3), {}, state="FAILED")
    months = snapshots(workspace)
    assert [one.on for one in months] == [AFTER, BEFORE, date(2025, 8, 31)]
    assert (months[0].run, months[1].run) == (october.pk, september.pk)
    steps = chain(user=world.diego, scheme=scheme_of("tier"), snapshots=months)
    assert [step.kpis().upgraded.customers for step in steps] == [0, 1]


def test_without_a_model_value_is_the_year_to_come(world: World, workspace: Workspace, people: dict[str, int]) -> None:
    add_snapshot(workspace, BEFORE, {people["up"]: {"tier": "LMC", "value_365d": 10}}, parameters={})
    add_snapshot(workspace, AFTER, {people["up"]: {"tier": "MVC", "clv": 9, "value_365d": 30}})
    found = told(world.diego, workspace)
    assert (found.measure, found.total) == ("value_365d", Part(1, 20))


def test_what_is_not_there_is_said(workspace: Workspace) -> None:
    with pytest.raises(UnableToFindScheme):
        scheme_of("otra")
    with pytest.raises(UnableToReadSnapshot):
        snapshot_of(workspace, 99)


def test_an_erased_person_leaves_the_matrix(world: World, drawn: Workspace, people: dict[str, int]) -> None:
    """The file is written again without them: what was remembered no longer speaks."""
    assert told(world.diego, drawn).total.customers == 8
    newest = snapshots(drawn)[0]
    rows = {people["up"]: {"tier": "SGC", "clv": 400}}
    add_snapshot(drawn, AFTER, rows)
    newest.path.write_bytes(snapshots(drawn)[0].path.read_bytes())
    assert told(world.diego, drawn).column(1).customers == 1
    assert Party.objects.count() == 9
