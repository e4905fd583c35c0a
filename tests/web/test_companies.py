"""The directory of companies, what is said of one, and who knows whom."""

import csv
import re
from datetime import date
from typing import Any

import pytest
from rest import Program
from web import company as scored
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.operations.cards import refresh_cards
from lazo.identify.models import CompanyProfile, Party, PartyIdentifier
from lazo.identify.operations.company_profile import describe_company
from lazo.identify.operations.hierarchy import place_company
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).replace("\u00a0", " ").split())


def firms(world: World) -> list[Party]:
    run = scored.add_run()
    made = [
        scored.add_customer(run, name, owner, value=value)
        for name, owner, value in (("Alfa", world.ana, 500), ("Beta", world.ana, 900), ("Oculta", world.carla, 700))
    ]
    Party.objects.filter(pk__in=[one.pk for one in made]).update(kind="ORGANIZATION")
    scored.add_customer(run, "Persona", world.ana)
    for one in made:
        refresh_cards(one.pk, one.pk, touched="0")
        one.refresh_from_db()
    return made


def names(html: str) -> list[str]:
    return re.findall(r'<span class="firm"><a href="/clientes/\d+">([^<]+)', html)


def test_companies_are_listed_with_who_decides_and_what_their_group_is_worth(world: World) -> None:
    alfa, beta, _ = firms(world)
    PartyIdentifier.objects.create(party=alfa, scheme="CO_NIT", value="9001112223", key="a")
    PartyIdentifier.objects.create(party=beta, scheme="CO_NIT", value="123", key="b", is_valid=False)
    boss = Party.objects.create(name="Beto Ríos", owner=world.ana)
    relate(origin=boss, target=alfa, type_key="decider", by=world.ana, on=ON)
    place_company(company=beta, under=alfa, by=world.ana, on=ON, type_key="site-of")
    describe_company(company=alfa, industry="I", size="SMALL", by=world.diego)
    html = page(world.ana, "/empresas")
    assert names(html) == ["Alfa", "Beta"]
    words = text(html)
    assert "9001112223 Alojamiento y comida de 11 a 50 personas Ana 1 persona, 1 sede Retener" in words
    assert "123 documento dudoso – Ana nadie sin quien decida" in words


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("orden=-value_365d", ["Beta", "Alfa"]),
        ("sector=I", ["Alfa"]),
        ("tamano=HUGE", []),
        ("sector=I&tamano=SMALL", ["Alfa"]),
        ("falta=decider", ["Beta"]),
        ("falta=signatory&orden=-name", ["Beta", "Alfa"]),
        ("q=bet", ["Beta"]),
        ("sector=ZZ&tamano=x&falta=nada&orden=nada", ["Alfa", "Beta"]),
    ],
)
def test_the_directory_is_filtered_and_put_in_order(world: World, asked: str, found: list[str]) -> None:
    from lazo.identify.search.tokens import refresh_tokens

    alfa, _beta, _ = firms(world)
    refresh_tokens(list(Party.objects.values_list("pk", flat=True)))
    relate(
        origin=Party.objects.create(name="Beto", owner=world.ana), target=alfa, type_key="decider", by=world.ana, on=ON
    )
    describe_company(company=alfa, industry="I", size="SMALL", by=world.diego)
    assert names(page(world.ana, f"/empresas?{asked}")) == found


def test_pages_follow_each_other_also_where_the_directory_filters(world: World) -> None:
    run = scored.add_run()
    made = [scored.add_customer(run, f"E{n:02}", world.ana) for n in range(52)]
    Party.objects.filter(pk__in=[one.pk for one in made]).update(kind="ORGANIZATION")
    refresh_cards(made[0].pk, made[-1].pk, touched="0")
    for asked in ("", "falta=decider"):
        first = page(world.ana, f"/empresas?{asked}")
        assert len(names(first)) == 50
        following = re.search(r'href="(\?[^"]*desde=[^"]+)"', first)
        assert following is not None
        assert names(page(world.ana, "/empresas" + following[1].replace("&amp;", "&"))) == ["E50", "E51"]


def test_the_directory_is_a_file_for_who_may_take_data_out(world: World) -> None:
    firms(world)
    response = client_of(world.diego).get("/empresas/exportar?orden=-value_365d")
    rows = list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))  # type: ignore[attr-defined]  # it streams
    assert [row[1] for row in rows] == ["Empresa", "Beta", "Oculta", "Alfa"]
    assert rows[1][10:] == ["sí", "RETAIN", "4000.00", "9.00", "4000.00"]
    assert Event.objects.get(kind="companies.exported").by == world.diego
    assert client_of(world.ana).get("/empresas/exportar").status_code == 403


def test_what_a_company_does_is_said_on_its_page(world: World) -> None:
    alfa, _beta, hidden = firms(world)
    address = f"/clientes/{alfa.pk}/empresa"
    assert "No se sabe. Dilo aquí." in text(page(world.ana, f"/clientes/{alfa.pk}"))
    client = client_of(world.ana)
    html = client.post(address, {"sector": "I", "tamano": "LARGE"}, follow=True).content.decode()
    assert "Alojamiento y comida · de 201 a 1.000 personas" in text(html)
    token = re.search(r"/deshacer/([\w-]+)", html)
    assert token is not None
    client.post(f"/deshacer/{token[1]}")
    assert CompanyProfile.objects.get(pk=alfa.pk).industry == ""
    assert "Elige de la lista." in client.post(address, {"sector": "1"}, follow=True).content.decode()
    assert posted(world.ana, f"/clientes/{hidden.pk}/empresa", sector="I").status_code == 404
    person = Party.objects.create(name="Ana Paz", owner=world.ana)
    assert posted(world.ana, f"/clientes/{person.pk}/empresa", sector="I").status_code == 404


def test_who_knows_whom_is_told_from_ours_and_from_another(world: World) -> None:
    alfa, beta, _ = firms(world)
    boss = Party.objects.create(name="Beto Ríos", owner=world.bruno, team=world.north)
    relate(origin=boss, target=alfa, type_key="director-of", by=world.diego, on=ON)
    words = text(page(world.diego, f"/clientes/{alfa.pk}/conocidos"))
    assert "Bruno atiende a Beto Ríos, que dirige Alfa" in words
    assert "No hay un camino de hasta cuatro pasos desde Beta." in text(
        page(world.ana, f"/clientes/{alfa.pk}/conocidos?desde={beta.pk}")
    )
    assert "Beto Ríos dirige Alfa" in text(page(world.diego, f"/clientes/{alfa.pk}/conocidos?desde={boss.pk}"))
    page(world.carla, f"/clientes/{alfa.pk}/conocidos", status=404)


def test_programs_read_the_directory_and_the_ways(world: World) -> None:
    alfa, beta, _ = firms(world)
    program = Program(world.ana)
    assert (
        program.answer("PUT", f"/customers/{alfa.pk}/company-profile", {"industry": "I", "size": "MICRO"})["size"]
        == "MICRO"
    )
    first = program.get("/companies?limit=1&sort=-value_365d")
    assert [(one["name"], one["missing"], one["group"]) for one in first["data"]] == [
        ("Beta", ["decider", "signatory"], None)
    ]
    assert [
        one["name"] for one in program.get(f"/companies?limit=1&sort=-value_365d&cursor={first['next']}")["data"]
    ] == ["Alfa"]
    assert [one["industry"] for one in program.get("/companies?industry=I")["data"]] == ["I"]
    assert program.problem("GET", "/companies?cursor=x", status=422)[1] == [("cursor", "bad_cursor")]
    relate(origin=alfa, target=beta, type_key="supplier-of", by=world.ana, on=ON)
    ways = program.get(f"/customers/{beta.pk}/ways?origin={alfa.pk}")["data"]
    assert [(way["sentence"], way["parties"]) for way in ways] == [("Alfa provee a Beta", [alfa.pk, beta.pk])]
    assert program.get(f"/customers/{beta.pk}/ways")["data"] == []
    person = Party.objects.create(name="Ana Paz", owner=world.ana)
    wrong = program.problem("PUT", f"/customers/{person.pk}/company-profile", {"industry": "I"}, status=422)
    assert wrong[0] == "not_a_company"


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_asks_the_same_number_of_questions(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    run = scored.add_run()
    made = [scored.add_customer(run, f"E{n:02}", world.ana) for n in range(count)]
    Party.objects.filter(pk__in=[one.pk for one in made]).update(kind="ORGANIZATION")
    refresh_cards(made[0].pk, made[-1].pk, touched="0")
    client = client_of(world.ana)
    with django_assert_num_queries(15):
        client.get("/empresas")
