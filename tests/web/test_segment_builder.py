"""A segment written by a form: counted while one writes, saved, edited, brought back; and refused where it must be."""

import json
import re
from urllib.parse import urlencode

import pytest
from segmented import LOYAL, MEXICO, Segmented, buy, make_segments, rebuild
from web import company
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import create_segment, edit_segment
from lazo.differentiate.queries.segments import count_of, member_ids
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
NEW = "/segmentos/nuevo"
CITY = {"how:0": "all", "what:0.0": "field:city", "op:0.0": "in", "value:0.0": "Cali"}


def stranger() -> User:
    return User.objects.create_user("nadie@aurora.example", "una-clave-larga-de-prueba", name="Nadie")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_blank_form_asks_for_a_fact_and_says_what_it_will_show(world: World) -> None:
    html = page(world.ana, NEW)
    assert 'name="what:0.0"' in html
    assert "Elige un dato y verás cuántos cumplen" in html
    assert '<option value="fact:purchases:count">Cuántas compras</option>' in html


def test_rules_are_saved_and_found_again(world: World) -> None:
    response = posted(world.ana, NEW, nombre="De Cali", hacer="guardar", **CITY)
    made = Segment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/segmentos/{made.pk}")
    assert made.definition == {"all": [{"field": "city", "in": ["Cali"]}]}
    html = page(world.ana, f"/segmentos/{made.pk}")
    assert 'value="De Cali"' in html
    assert re.search(r'name="value:0\.0"[^>]*value="Cali"', html)
    assert "De Cali" in page(world.ana, "/segmentos")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"nombre": "Nada", "how:0": "all", "what:0.0": ""}, "Falta al menos una regla completa."),
        ({"nombre": "", **CITY}, "Ponle un nombre al segmento."),
        ({"nombre": "A medias", **CITY, "what:0.1": "field:age", "op:0.1": "at_least"}, "Hay reglas sin terminar"),
    ],
)
def test_what_is_not_whole_is_not_saved_and_nothing_is_lost(world: World, sent: dict[str, str], said: str) -> None:
    response = posted(world.ana, NEW, hacer="guardar", **sent)
    assert response.status_code == 400
    html = response.content.decode()
    assert said in html
    assert not Segment.objects.exists()
    assert ('value="Cali"' in html) == ("value:0.0" in sent)


def test_a_button_adds_a_group_and_another_takes_it_away(world: World) -> None:
    html = posted(world.ana, NEW, hacer="ninguna:0", **CITY).content.decode()
    assert 'name="how:0.1"' in html
    assert 'name="what:0.1.0"' in html
    html = posted(
        world.ana, NEW, hacer="quitar:0.1.0", **CITY, **{"how:0.1": "none", "what:0.1.0": ""}
    ).content.decode()
    assert 'name="how:0.1"' not in html


def test_who_must_see_nothing_may_not_write_a_segment(world: World) -> None:
    nobody = stranger()
    assert client_of(nobody).get(NEW).status_code == 403
    assert posted(nobody, NEW, nombre="X", hacer="guardar", **CITY).status_code == 403
    assert not Segment.objects.exists()


def test_another_persons_segment_is_looked_at_and_copied_but_not_changed(world: World) -> None:
    made = create_segment(by=world.carla, name="De Carla", definition={"field": "city", "in": ["Cali"]})
    sent = {"nombre": "De Ana", "version": "1", "clave": made.key, **CITY}
    response = posted(world.ana, f"/segmentos/{made.pk}", hacer="guardar", **sent)
    assert response.status_code == 400
    assert "Ese segmento es de otra persona" in response.content.decode()
    copy = page(world.ana, f"{NEW}?{urlencode({'de': made.key})}")
    assert 'value="Cali"' in copy
    assert 'value="De Carla"' not in copy


def test_who_comes_too_late_is_told(world: World) -> None:
    made = create_segment(by=world.ana, name="De Cali", definition={"field": "city", "in": ["Cali"]})
    edit_segment(segment=made, by=world.ana, version=1, definition={"field": "city", "in": ["Lima"]})
    response = posted(world.ana, f"/segmentos/{made.pk}", nombre="De Cali", version="1", hacer="guardar", **CITY)
    assert "Alguien lo cambió mientras tanto" in response.content.decode()
    assert Segment.objects.get().definition == {"field": "city", "in": ["Lima"]}


def test_a_former_version_comes_back_and_a_thrown_away_segment_too(world: World) -> None:
    made = create_segment(by=world.ana, name="De Cali", definition={"field": "city", "in": ["Cali"]})
    edit_segment(segment=made, by=world.ana, version=1, definition={"field": "city", "in": ["Lima"]})
    assert "la de hoy" in page(world.ana, f"/segmentos/{made.pk}/versiones")
    posted(world.ana, f"/segmentos/{made.pk}/versiones/1")
    made.refresh_from_db()
    assert (made.version, made.definition) == (3, {"field": "city", "in": ["Cali"]})
    client = client_of(world.ana)
    html = client.post(f"/segmentos/{made.pk}/eliminacion", follow=True).content.decode()
    assert "Segmento «De Cali» eliminado." in html
    assert client.get(f"/segmentos/{made.pk}").status_code == 404
    token = re.search(r"/deshacer/([^\"/]+)", html)
    assert token
    client.post(f"/deshacer/{token[1]}")
    assert client.get(f"/segmentos/{made.pk}").status_code == 200


def test_rules_that_speak_of_what_is_no_more_say_so(world: World) -> None:
    made = create_segment(by=world.ana, name="De Cali", definition={"field": "city", "in": ["Cali"]})
    Segment.objects.update(definition={"trait": "talla", "known": True})
    html = page(world.ana, f"/segmentos/{made.pk}")
    assert "Sus reglas hablan de un dato que ya no existe" in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"celdas": "15,14"}, {"field:recency": ("1", "1"), "field:frequency": ("4", "5")}),
        ({"celdas": "99,x"}, {}),
        ({"mejores": "20"}, {}),
        ({"reglas": json.dumps({"field": "age", "at_least": 30})}, {"field:age": ("30", "")}),
        ({"reglas": "[[["}, {}),
        ({"reglas": json.dumps({"field": "nothing", "known": True})}, {}),
    ],
)
def test_a_picture_begins_a_rule(world: World, query: dict[str, str], names: dict[str, tuple[str, str]]) -> None:
    html = page(world.ana, f"{NEW}?{urlencode(query)}")
    chosen = re.findall(r'<option value="([a-z_]+:[a-z_0-9:]+)" selected>', html)
    assert set(chosen) == set(names)
    lows = re.findall(r'name="low:0\.\d"[^>]*value="(\d*)"', html)
    assert lows == [low for low, _high in names.values()]


def test_before_the_first_sync_rules_can_be_kept(world: World) -> None:
    html = posted(world.ana, NEW, hacer="contar", **CITY).content.decode()
    assert "Todavía no hay datos sincronizados que contar" in html


def test_a_typed_sentence_becomes_rules_and_a_word_that_is_not_understood_is_named(world: World) -> None:
    typed = "país es «México» y compró al menos 3 veces en los últimos 365 días"
    html = posted(world.ana, NEW, hacer="frase", frase=typed, **CITY).content.decode()
    assert re.findall(r'<option value="([a-z_]+:[a-z_:]+)" selected>', html) == [
        "field:country",
        "fact:purchases:count",
    ]
    assert "País es «México» y compró al menos 3 veces en los últimos 365 días" in html
    html = posted(
        world.ana, "/segmentos/reglas", hacer="frase", frase="país es «México» y vuela", **CITY
    ).content.decode()
    assert "«vuela» no se entiende en esta regla." in html
    assert 'value="Cali"' in html
    assert ">país es «México» y vuela</textarea>" in html


def test_a_customer_says_in_which_segments_they_are(world: World) -> None:
    one = company.add_customer(company.add_run(), "Ursula Cano", world.ana, area="KEEP")
    create_segment(by=world.ana, name="Todos los de Mantener", definition={"field": "area", "in": ["KEEP"]})
    create_segment(by=world.ana, name="Los de Retener", definition={"field": "area", "in": ["RETAIN"]})
    address = f"/clientes/{one.pk}/segmentos"
    html = page(world.ana, address)
    assert "Todos los de Mantener" in html
    assert "Los de Retener" not in html
    assert address in page(world.ana, f"/clientes/{one.pk}")
    assert client_of(world.carla).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_who_came_and_went_is_told_with_the_rule_that_changed(world: World, workspace: Workspace) -> None:
    made = make_segments(world, workspace)
    rebuild(workspace)
    outside = [place for place, one in enumerate(made.company.customers) if one.country == "MX"]
    before = set(member_ids(keys=(made.loyal.key,)))
    newcomer = next(place for place in outside if made.company.customers[place].pk not in before)
    buy(made.company, [newcomer], times=3)
    rebuild(workspace)
    party = made.company.customers[newcomer]
    html = text_of(page(world.diego, f"/segmentos/{made.loyal.pk}"))
    assert "Quién entró y quién salió" in html
    assert re.search(rf"{party.name} entró compró al menos 3 veces en los últimos 365 días", html)
    other = world.carla if party.owner_id == world.ana.pk else world.ana
    assert party.name not in page(other, f"/segmentos/{made.loyal.pk}")


@pytest.mark.django_db(transaction=True)
def test_each_reader_is_told_how_many_of_their_own_fit(world: World, workspace: Workspace) -> None:
    made: Segmented = make_segments(world, workspace)
    for user in (world.diego, world.ana, world.carla):
        count = count_of(user=user, segment=made.mexico)
        html = page(user, f"/segmentos/{made.mexico.pk}")
        assert f'<p class="huge">{count}</p>' in html
        assert "Solo describe quiénes son" in html
        assert f">{count}</a>" in page(user, "/segmentos")
    nobody = stranger()
    assert '<p class="huge">0</p>' in page(nobody, f"/segmentos/{made.mexico.pk}")
    sent = {"how:0": "all", "what:0.0": "field:country", "op:0.0": "in", "value:0.0": "MX", "what:0.1": "field:age"}
    html = posted(world.ana, "/segmentos/reglas?parte=cuenta", **sent).content.decode()
    count = count_of(user=world.ana, segment=made.mexico)
    assert f'<p class="huge">{count}</p>' in html
    assert 'id="n-0.0" hx-swap-oob="true"' in html
    assert "1 regla sin terminar no cuenta todavía." in text_of(html)
    assert LOYAL != MEXICO
    response = posted(world.ana, f"/segmentos/{made.mexico.pk}/lista", nombre="Foto de México")
    kept = Segment.objects.get(name="Foto de México")
    assert response["Location"] == f"/segmentos/{kept.pk}"
    assert f'<p class="huge">{count}</p>' in page(world.ana, f"/segmentos/{kept.pk}")


@pytest.mark.parametrize("segments", [1, 3])
def test_segments_cost_the_same_whatever_their_number(
    world: World, segments: int, django_assert_num_queries: object
) -> None:
    for number in range(segments):
        create_segment(by=world.ana, name=f"S{number}", definition={"field": "city", "in": ["Cali"]})
    client = client_of(world.ana)
    client.get("/segmentos")
    with django_assert_num_queries(7):  # type: ignore[operator]  # a fixture that is called
        client.get("/segmentos")
