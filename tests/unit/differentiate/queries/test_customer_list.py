from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from listed import ON, add_party, add_score, make_list
from world import World

from lazo.differentiate.models import CustomerCard, ScoreRun
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.queries.customer_columns import COLUMNS, customer_columns
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_list import customer_list, customer_rows, matching, neighbours
from lazo.differentiate.queries.customer_order import Order
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    return make_list(world)


def keys(user: User, made: dict[str, Party], **asked: object) -> list[str]:
    names = {party.pk: key for key, party in made.items()}
    page = customer_list(user=user, question=ListQuestion(**asked))  # type: ignore[arg-type]  # whatever the test asks
    return [names[row.customer_id] for row in page.rows]


def test_the_most_valuable_come_first_and_who_has_no_score_comes_last(world: World, made: dict[str, Party]) -> None:
    page = customer_list(user=world.diego, question=ListQuestion())
    assert [row.value_365d for row in page.rows] == [900, 500, 300, 300, None, None]
    assert (page.as_of, page.next) == (ON, "")
    first = page.rows[1]
    assert (first.name, first.risk, first.owner_name, first.team_name, first.tier, first.strategic) == (
        "Ana Pérez Gárate",
        10,
        "Ana",
        "Norte",
        "MVC",
        True,
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"areas": ("KEEP",)}, ["rosa", "beto"]),
        ({"areas": ("outside",)}, ["luz"]),
        ({"kinds": ("ORGANIZATION",)}, ["cia"]),
        ({"risks": ("high",)}, ["cia"]),
        ({"risks": ("medium", "low")}, ["rosa", "ana", "beto"]),
        ({"cities": ("Cali",), "areas": ("KEEP",)}, ["rosa"]),
        ({"countries": ("PE",)}, ["beto"]),
        ({"owners": (0,)}, ["luz"]),
        ({"tiers": ("MVC", "LMC")}, ["ana", "beto"]),
        ({"rfm": ("55", "15")}, ["rosa", "ana", "cia"]),
        ({"strategic": True}, ["ana"]),
        ({"strategic_kinds": ("HIGH_LTV",)}, ["rosa", "ana"]),
        ({"strategic_kinds": ("COST_MAGNET",)}, ["ana"]),
        ({"strategic_kinds": ("COST_MAGNET", "HIGH_LTV"), "cities": ("Lima",)}, []),
        ({"value_from": 300, "value_to": 500}, ["ana", "beto", "cia"]),
        ({"cost_from": 40}, ["ana", "beto"]),
        ({"cost_to": 40}, ["ana", "cia"]),
        ({"net_to": 0}, ["beto"]),
        ({"net_from": -30, "net_to": 60, "sort": "net_12m"}, ["beto", "ana"]),
        ({"last_day_from": date(2025, 9, 1)}, ["cia"]),
        ({"text": "garate"}, ["ana"]),
        ({"text": "perez ana"}, ["ana"]),
        ({"text": "PÉREZ"}, ["rosa", "ana"]),
        ({"text": "optim"}, ["cia"]),
        ({"text": "nunes"}, ["beto"]),
        ({"text": "?"}, []),
        ({"text": "ana", "areas": ("outside",)}, ["luz"]),
        ({"sort": "name"}, ["ana", "beto", "cia", "luz", "rosa", "new"]),
        ({"sort": "-name"}, ["new", "rosa", "luz", "cia", "beto", "ana"]),
        ({"sort": "area"}, ["rosa", "beto", "ana", "cia", "luz", "new"]),
        ({"sort": "-risk"}, ["cia", "beto", "ana", "rosa", "luz", "new"]),
        ({"sort": "city"}, ["ana", "cia", "rosa", "beto", "luz", "new"]),
        ({"sort": "nobody's"}, ["rosa", "ana", "beto", "cia", "luz", "new"]),
    ],
)
def test_what_is_asked_for_is_what_is_there(
    world: World, made: dict[str, Party], asked: dict[str, object], expected: list[str]
) -> None:
    assert keys(world.diego, made, **asked) == expected
    assert matching(user=world.diego, question=ListQuestion(**asked)).count() == len(expected)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("column", [column.key for column in COLUMNS.values() if column.sortable])
@pytest.mark.parametrize("minus", ["", "-"])
def test_pages_of_two_are_the_whole_list_cut(world: World, made: dict[str, Party], column: str, minus: str) -> None:
    question = ListQuestion(sort=minus + column)
    whole = [row.customer_id for row in customer_list(user=world.diego, question=question).rows]
    found, after = [], ""
    for _ in range(len(made)):
        page = customer_list(user=world.diego, question=replace(question, size=2, after=after))
        found += [row.customer_id for row in page.rows]
        after = page.next
        if not after:
            break
    assert found == whole
    assert len(whole) == len(made)


OWN_VALUES: list[tuple[str, str, list[Any]]] = [
    ("TEXT", "text", ["alfa", "beta", "gama"]),
    ("CHOICE", "text", ["alfa", "beta", "gama"]),
    ("NUMBER", "number", [-1.5, 0.0, 22.25]),
    ("FLAG", "number", [0.0, 0.0, 1.0]),
    ("MONEY", "money", [-100, 5, 10**12]),
    ("DATE", "date", [date(1999, 1, 1), date(2025, 3, 2), date(2025, 3, 3)]),
]


@pytest.mark.parametrize(("of", "column", "values"), OWN_VALUES)
@pytest.mark.parametrize("minus", ["", "-"])
def test_an_own_field_orders_the_list(
    world: World, made: dict[str, Party], of: str, column: str, values: list[Any], minus: str
) -> None:
    field = TraitDefinition.objects.create(key="marca", name="Marca", type=of, kind="DECLARED", package="custom")
    held = dict(zip(("beto", "ana", "rosa"), values, strict=True))
    for key, value in held.items():
        TraitValue.objects.create(party=made[key], definition=field, kind="DECLARED", **{column: value})
    parties = {key: made[key].pk for key in made}
    known = sorted(held, key=lambda key: parties[key])
    known.sort(key=lambda key: held[key], reverse=bool(minus))
    expected = [parties[key] for key in (*known, *sorted(set(parties) - set(held), key=lambda key: parties[key]))]
    question = ListQuestion(sort=f"{minus}trait:marca", size=2)
    found = [row.customer_id for row in customer_rows(user=world.diego, question=question)]
    after, paged = "", []
    for _ in range(len(made)):
        page = customer_list(user=world.diego, question=replace(question, after=after))
        paged += [row.customer_id for row in page.rows]
        after = page.next
        if not after:
            break
    assert (found, paged) == (expected, expected)
    door = neighbours(user=world.diego, question=question, customer=expected[1])
    assert door is not None
    assert (door.previous, door.next, door.position) == (expected[0], expected[2], 2)


def test_a_trait_that_leads_to_another_party_is_in_no_order(world: World, made: dict[str, Party]) -> None:
    TraitDefinition.objects.create(key="marca", name="Marca", type="TEXT", kind="DECLARED", package="custom")
    TraitDefinition.objects.create(key="quien", name="Quién", type="PARTY", kind="DECLARED", package="custom")
    TraitDefinition.objects.create(key="ajeno", name="Ajeno", type="TEXT", kind="INFERRED", package="score")
    sortable = {column.key for column in customer_columns() if column.sortable} - set(COLUMNS)
    assert sortable == {"trait:marca", "trait:ajeno"}
    for sort in ("trait:quien", "trait:nadie"):
        assert Order.asked(sort) is None
        assert keys(world.diego, made, sort=sort)[:1] == ["rosa"]


def test_neighbours_are_those_of_the_same_list(world: World, made: dict[str, Party]) -> None:
    question = ListQuestion()
    order = [row.customer_id for row in customer_list(user=world.diego, question=question).rows]
    for place, customer in enumerate(order):
        door = neighbours(user=world.diego, question=question, customer=customer)
        assert door is not None
        assert door.previous == (order[place - 1] if place else None)
        assert door.next == (order[place + 1] if place + 1 < len(order) else None)
        assert door.position == place + 1
    assert neighbours(user=world.ana, question=question, customer=made["rosa"].pk) is None


def test_people_see_their_rows_and_no_others(world: World, made: dict[str, Party]) -> None:
    assert keys(world.ana, made) == ["ana", "beto", "cia", "new"]
    assert keys(world.carla, made, text="perez") == ["rosa"]
    assert keys(world.carla, made, areas=("LOYALTY",)) == []
    assert not matching(user=world.carla, question=ListQuestion(text="garate")).exists()


def test_who_has_no_role_sees_nothing(world: World, made: dict[str, Party]) -> None:
    world.ana.role_assignments.all().delete()
    assert customer_list(user=world.ana, question=ListQuestion()).rows == ()


@pytest.mark.parametrize("after", ["~", "=x~1", "=5~", "~9999999999999999999", "=" + "9" * 30 + "~1", "nothing"])
def test_a_cursor_nobody_gave_out_is_the_beginning(world: World, made: dict[str, Party], after: str) -> None:
    assert keys(world.diego, made, after=after)[:1] == ["rosa"]


def test_an_address_says_the_question_and_back(world: World) -> None:
    params = {
        "q": ["ana"],
        "area": ["mantener", "fuera", "nonsense"],
        "tipo": ["empresa"],
        "riesgo": ["alto"],
        "ciudad": ["Bogotá, D.C."],
        "pais": ["co"],
        "responsable": ["3", "x"],
        "rfm": ["55", "5x"],
        "estrategico": ["si"],
        "clase_estrategica": ["valor", "costo"],
        "valor_desde": ["100"],
        "margen_hasta": ["-5"],
        "compra_hasta": ["2025-01-31"],
        "rasgo": ["color:is:rojo: vivo", "broken"],
        "orden": ["name"],
        "columna": ["city", "trait:color"],
    }
    question = ListQuestion.from_params(params)
    assert question.areas == ("KEEP", "outside")
    assert question.traits == (("color", "is", "rojo: vivo"),)
    assert question.owners == (3,)
    assert ListQuestion.from_params(question.as_params()) == question
    assert ListQuestion().as_params() == {}
    assert question.without("areas").areas == ()


def test_the_number_of_queries_does_not_depend_on_the_rows(
    world: World, made: dict[str, Party], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]  # a fixture without types
        customer_list(user=world.diego, question=ListQuestion(size=1))
    with django_assert_num_queries(3):  # type: ignore[operator]  # as above
        customer_list(user=world.diego, question=ListQuestion(size=3))


def test_a_card_follows_its_party(world: World, made: dict[str, Party]) -> None:
    from lazo.identify.operations.party import edit_party

    edit_party(party=made["ana"], version=1, changes={"surnames": "Quirós", "given_name": "Ana"}, by=world.ana)
    card = CustomerCard.objects.get(pk=made["ana"].pk)
    assert (card.name, card.folded_name, card.value_365d) == ("Ana Quirós", "ana quiros", 500)
    assert keys(world.diego, made, text="quiros") == ["ana"]
    assert keys(world.diego, made, text="garate") == []


def test_own_fields_filter_and_stand_in_their_column(world: World, made: dict[str, Party]) -> None:
    color = TraitDefinition.objects.create(key="color", name="Color", type="TEXT", kind="DECLARED", package="custom")
    size = TraitDefinition.objects.create(key="size", name="Talla", type="NUMBER", kind="DECLARED", package="custom")
    for key, text in (("ana", "rojo"), ("beto", "azul")):
        TraitValue.objects.create(party=made[key], definition=color, text=text)
    TraitValue.objects.create(party=made["ana"], definition=size, number=3.5)
    assert keys(world.diego, made, traits=(("color", "is", "rojo"),)) == ["ana"]
    assert keys(world.diego, made, traits=(("color", "has", ""),)) == ["ana", "beto"]
    assert keys(world.diego, made, traits=(("color", "contains", "ZU"), ("size", "empty", ""))) == ["beto"]
    assert keys(world.diego, made, traits=(("size", "from", "3"),)) == ["ana"]
    assert keys(world.diego, made, traits=(("size", "from", "big"),)) == []
    assert keys(world.diego, made, traits=(("unknown", "is", "1"),)) == []
    page = customer_list(user=world.ana, question=ListQuestion(columns=("trait:color", "trait:size")))
    assert page.rows[0].traits == {"color": "rojo", "size": 3.5}
    assert [column.key for column in customer_columns()][-2:] == ["trait:color", "trait:size"]


def test_who_bought_once_has_no_risk_yet_and_is_not_counted_as_low(world: World, made: dict[str, Party]) -> None:
    once = add_party("Iris Una Vez", country="CO", owner=world.ana, team=world.north)
    run = ScoreRun.objects.get(is_current=True)
    add_score(once, run, n_purchases=1, frequency=0, p_alive=1.0, area="KEEP", value_365d=10)
    rebuild_cards(context=NullContext())
    page = customer_list(user=world.diego, question=ListQuestion(text="iris"))
    assert [(row.risk, row.p_alive) for row in page.rows] == [(None, 1.0)]
    assert keys(world.diego, made, risks=("low", "medium", "high"), text="iris") == []
    assert facet_counts(user=world.diego, question=ListQuestion()).counts["risks"] == {"low": 2, "medium": 1, "high": 1}


def test_a_customer_is_new_since_their_source_knows_them_and_not_since_they_were_imported(world: World) -> None:
    add_party("Vieja Conocida", country="CO", owner=world.ana, first_contact_on=date(2019, 5, 4))
    add_party("Recién Llegada", country="CO", owner=world.ana)
    page = customer_list(user=world.ana, question=ListQuestion(created_from=date(2025, 1, 1)))
    assert [row.name for row in page.rows] == ["Recién Llegada"]
