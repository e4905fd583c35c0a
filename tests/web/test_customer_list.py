"""The list of customers as a page: what it shows of whom, by which address, and what can be done with many at once."""

import re
from html import escape, unescape
from typing import Any

import pytest
from listed import add_party, make_list
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.shipped_view import seed_shipped_views
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.queries.custom_fields import values_for
from lazo.kernel.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]

NBSP = "\u00a0"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def made(world: World) -> dict[str, Party]:
    return make_list(world)


def names(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'data-initials="[^"]*">([^<]*)</a>', html)]


def chips(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<a class="chip"[^>]*><span class="cut">([^<]*)</span>', html)]


def options(html: str, name: str) -> dict[str, str]:
    """The choices of a filter: value and how many."""
    found = re.findall(rf'name="{name}" value="([^"]*)".*?<span class="n">([^<]*)</span>', html)
    return dict(found)


def part(user: User, address: str, target: str = "lista") -> str:
    response = client_of(user).get(address, headers=HTMX | {"HX-Target": target})
    assert response.status_code == 200
    return response.content.decode()


def test_the_most_valuable_comes_first_and_the_unknown_last(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes")
    assert names(html) == [
        "Rosa Pérez", "Ana Pérez Gárate", "Beto Núñez", "Café Óptimo", "Luz Ana Marín", "Zoe Nueva"
    ]  # fmt: skip
    assert "6 de 6" in html
    assert "valores al 31 de octubre de 2025" in html


def test_who_must_see_nothing_of_another_team_sees_no_row_and_no_count(world: World, made: dict[str, Party]) -> None:
    html = page(world.carla, "/clientes")
    assert names(html) == ["Rosa Pérez"]
    assert options(html, "area") == {"mantener": "1"}
    assert options(html, "ciudad") == {"Cali": "1"}
    seed_shipped_views()
    counts = part(world.carla, "/vistas/conteos", "vistas")
    assert re.findall(r'<span class="n">([^<]*)</span>', counts) == ["1", "1", "0", "0", "1"]
    for text in ("Gárate", "Beto", "Óptimo"):
        assert text not in html


def test_every_filter_is_in_the_address(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?area=retener&area=mantener&ciudad=Cali")
    assert names(html) == ["Rosa Pérez", "Café Óptimo"]
    assert chips(html) == ["Lugar en el ciclo: Retener, Mantener", "Ciudad: Cali"]
    assert 'href="/clientes?ciudad=Cali"' in html
    assert names(page(world.diego, "/clientes?area=ret")) == ["Café Óptimo"]
    assert names(page(world.diego, "/clientes?rfm=55&estrategico=si")) == ["Ana Pérez Gárate"]
    html = page(world.diego, "/clientes?clase_estrategica=costo")
    assert (names(html), chips(html)) == (["Ana Pérez Gárate"], ["Estratégicos: Absorbe costo fijo"])
    assert names(page(world.carla, "/clientes?clase_estrategica=valor")) == ["Rosa Pérez"]


def test_a_filter_shows_what_each_choice_would_leave(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?ciudad=Cali")
    assert options(html, "area") == {"mantener": "1", "fidelizar": "1", "retener": "1"}
    assert options(html, "ciudad") == {"Cali": "3", "Lima": "1"}
    assert options(html, "tipo") == {"empresa": "1", "persona": "2"}
    assert options(html, "riesgo") == {"alto": "1", "bajo": "2"}


def test_an_address_as_a_form_writes_it_becomes_the_short_one(world: World, made: dict[str, Party]) -> None:
    response = client_of(world.diego).get("/clientes?q=&area=mantener&monto_desde=4&monto_hasta=")
    assert response.status_code == 302
    assert response["Location"] == "/clientes?area=mantener&valor_desde=400"
    html = page(world.diego, "/clientes?area=mantener&valor_desde=400")
    assert names(html) == ["Rosa Pérez"]
    assert chips(html)[-1] == f"Proyectado: desde ${NBSP}4"
    assert f'name="monto_desde" value="${NBSP}4"' in html


def test_a_script_gets_the_part_that_changes_and_the_short_address(world: World, made: dict[str, Party]) -> None:
    response = client_of(world.diego).get("/clientes?q=garate&monto_desde=", headers=HTMX | {"HX-Target": "lista"})
    html = response.content.decode()
    assert names(html) == ["Ana Pérez Gárate"]
    assert "<html" not in html
    assert response["HX-Push-Url"] == "/clientes?q=garate"


def test_any_column_orders_and_a_second_click_turns_it_round(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?orden=name")
    assert names(html)[:2] == ["Ana Pérez Gárate", "Beto Núñez"]
    assert re.search(r'aria-sort="ascending"><input[^>]*><a href="/clientes\?orden=-name">Cliente', html)
    assert names(page(world.diego, "/clientes?orden=-name"))[0] == "Zoe Nueva"
    assert '<a href="/clientes?orden=-risk">Riesgo</a>' in html


def test_columns_are_chosen_and_own_fields_are_among_them(world: World, made: dict[str, Party]) -> None:
    field = TraitDefinition.objects.create(
        key="cosecha", name="Cosecha", type="TEXT", kind="DECLARED", package="custom"
    )
    TraitValue.objects.create(definition=field, party=made["ana"], text="Huila", kind="DECLARED")
    html = page(world.diego, "/clientes?columna=city&columna=trait%3Acosecha")
    heads = re.findall(r"<th scope=\"col\"[^>]*>(?:<input[^>]*>)?(?:<a[^>]*>)?([^<]+)", html)
    assert heads == ["Cliente", "Ciudad", "Cosecha"]
    assert '<td class="c-text">Huila</td>' in html
    assert names(page(world.diego, "/clientes?columna=nadie")) == names(page(world.diego, "/clientes"))


def test_the_next_rows_come_alone(world: World) -> None:
    for n in range(52):
        add_party(f"Cliente {n:02}", owner=world.ana)
    html = page(world.ana, "/clientes?orden=name")
    assert len(names(html)) == 50
    more = re.search(r'hx-get="([^"]*desde=[^"]*)" hx-target', html)
    assert more
    rest = part(world.ana, unescape(more[1]), "filas")
    assert names(rest) == ["Cliente 50", "Cliente 51"]
    assert "<table" not in rest
    assert 'id="mas" hx-swap-oob="true"' in rest
    assert names(page(world.ana, unescape(more[1]))) == ["Cliente 50", "Cliente 51"]


def test_the_way_to_a_customer_remembers_the_list(world: World, made: dict[str, Party]) -> None:
    html = page(world.diego, "/clientes?area=retener&orden=name")
    assert f'href="/clientes/{made["cia"].pk}?de=area%3Dretener%26orden%3Dname"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/clientes?desde=x~y",
        "/clientes?orden=nada",
        "/clientes?area=otra&riesgo=x&valor_desde=a&compra_desde=ayer&rfm=abc",
        "/clientes?vista=99999999999999999999",
        "/clientes?vista=7",
        "/clientes?q=%00%F0%9F%98%80%3Cscript%3E",
        "/clientes?pais=colombia&responsable=-9&rasgo=a&rasgo=a:b:c",
    ],
)
def test_an_address_nobody_can_have_meant_is_answered(world: World, made: dict[str, Party], address: str) -> None:
    html = page(world.diego, address)
    assert "<script>" not in html
    assert "Clientes" in html


def test_nobody_found_says_what_was_sought(world: World, made: dict[str, Party]) -> None:
    assert "Nadie coincide con «zzzz»" in page(world.diego, "/clientes?q=zzzz")
    assert "Nadie cumple con estos filtros" in page(world.diego, "/clientes?ciudad=Quito")


def test_nobody_at_all_and_nobody_of_mine(world: World) -> None:
    assert "Todavía no hay clientes" in page(world.diego, "/clientes")
    add_party("Ana Pérez", owner=world.ana)
    assert "Ningún cliente está a tu nombre" in page(world.carla, "/clientes")


def test_marked_customers_get_an_owner_and_it_can_be_taken_back(world: World, made: dict[str, Party]) -> None:
    marked = [made["ana"].pk, made["beto"].pk]
    response = posted(
        world.diego,
        "/clientes/lote?area=mantener",
        cliente=marked,
        accion="responsable",
        nuevo_responsable=world.carla.pk,
    )
    assert response["Location"] == "/clientes?area=mantener"
    assert set(Party.objects.filter(pk__in=marked).values_list("owner", flat=True)) == {world.carla.pk}
    client = client_of(world.diego)
    client.post("/clientes/lote", {"cliente": [made["cia"].pk], "accion": "equipo", "nuevo_equipo": world.south.pk})
    html = client.get("/clientes").content.decode()
    assert "1 cliente es ahora del equipo Sur." in html
    undo = re.search(r'action="(/deshacer/[^"]{9,})"', html)
    assert undo
    client.post(undo[1])
    assert Party.objects.get(pk=made["cia"].pk).team == world.north


def test_everybody_who_fits_and_nobody_else_gets_it(world: World, made: dict[str, Party]) -> None:
    posted(world.diego, "/clientes/lote?ciudad=Cali", todos="1", accion="responsable", nuevo_responsable="0")
    without = Party.objects.filter(owner=None).values_list("name", flat=True)
    assert sorted(without) == ["Ana Pérez Gárate", "Café Óptimo", "Luz Ana Marín", "Rosa Pérez"]


def test_another_team_s_customer_cannot_be_given_away(world: World, made: dict[str, Party]) -> None:
    client = client_of(world.carla)
    address = "/clientes/lote"
    client.post(address, {"cliente": [made["ana"].pk], "accion": "responsable", "nuevo_responsable": world.carla.pk})
    client.post(address, {"todos": "1", "accion": "retiro"})
    assert Party.objects.get(pk=made["ana"].pk).owner == world.ana
    assert Party.objects.exclude(retired_at=None).count() == 1


OWN_FIELD = {"key": "nivel", "name": "Nivel", "kind": "DECLARED", "package": "custom"}


def fields_of(key: str) -> dict[str, Any]:
    """What is known of everybody's own field, by name."""
    names = dict(Party.objects.values_list("pk", "name"))
    return {names[party]: told[key] for party, told in values_for(parties=list(names)).items()}


def test_marked_customers_get_a_tag_and_it_can_be_taken_back(world: World, made: dict[str, Party]) -> None:
    TraitDefinition.objects.create(**OWN_FIELD, type="CHOICE", choices=["Oro", "Plata"])
    client = client_of(world.diego)
    html = client.get("/clientes").content.decode()
    assert re.search(r'<select name="nuevo_etiqueta:nivel" class="select" id="nuevo_etiqueta:nivel">', html)
    assert 'name="accion" value="etiqueta:nivel"' in html
    tag = {"accion": "etiqueta:nivel", "nuevo_etiqueta:nivel": "Oro"}
    client.post("/clientes/lote?ciudad=Lima", tag | {"cliente": [made["ana"].pk, made["beto"].pk]})
    assert fields_of("nivel") == {"Ana Pérez Gárate": "Oro", "Beto Núñez": "Oro"}
    html = client.get("/clientes").content.decode()
    assert "2 clientes tienen «Nivel: Oro»." in html
    undo = re.search(r'action="(/deshacer/[^"]{9,})"', html)
    assert undo
    client.post(undo[1])
    assert fields_of("nivel") == {}


def test_everybody_who_fits_gets_the_tag_and_nothing_takes_it_away(world: World, made: dict[str, Party]) -> None:
    TraitDefinition.objects.create(**OWN_FIELD, type="MONEY", party_kinds=["PERSON"])
    client = client_of(world.ana)
    tag = {"accion": "etiqueta:nivel", "nuevo_etiqueta:nivel": "1.234,5", "todos": "1"}
    client.post("/clientes/lote?ciudad=Cali", tag)
    assert fields_of("nivel") == {"Ana Pérez Gárate": 123450}
    response = client.post("/clientes/lote", tag | {"nuevo_etiqueta:nivel": " "}, follow=True)
    assert "clientes quedaron sin «Nivel»." in response.content.decode()
    assert fields_of("nivel") == {}


def test_another_team_s_customer_gets_no_tag(world: World, made: dict[str, Party]) -> None:
    TraitDefinition.objects.create(**OWN_FIELD, type="TEXT")
    tag = {"accion": "etiqueta:nivel", "nuevo_etiqueta:nivel": "x"}
    response = client_of(world.carla).post("/clientes/lote", tag | {"cliente": made["ana"].pk}, follow=True)
    assert "No hubo nada que cambiar" in response.content.decode()
    posted(world.carla, "/clientes/lote", **tag, todos="1")
    assert fields_of("nivel") == {"Rosa Pérez": "x"}
    nobody = User.objects.create_user("nadie@aurora.example", "una-clave-larga-de-prueba", name="Nadie")
    response = client_of(nobody).post("/clientes/lote", tag | {"todos": "1"}, follow=True)
    assert fields_of("nivel") == {"Rosa Pérez": "x"}


@pytest.mark.parametrize(
    ("of", "key", "value", "words"),
    [
        ("CHOICE", "nivel", "Plomo", "Elige de la lista."),
        ("NUMBER", "nivel", "mucho", "Escribe un número, como 1234,5."),
        ("DATE", "nivel", "ayer", "Escribe la fecha como 1980-03-15."),
        ("TEXT", "nivel", "", "Ese campo no admite ese valor, o no puede quedar vacío."),
        ("TEXT", "otro", "x", "Ese campo ya no está: elige otro."),
        ("PARTY", "nivel", "Rosa Pérez", "Nadie que veas se llama así."),
    ],
)
def test_a_tag_that_cannot_be_is_said(
    world: World, made: dict[str, Party], of: str, key: str, value: str, words: str
) -> None:
    TraitDefinition.objects.create(**OWN_FIELD, type=of, is_required=True, choices=["Oro"])
    tag = {"accion": f"etiqueta:{key}", f"nuevo_etiqueta:{key}": value, "cliente": made["ana"].pk}
    assert words in client_of(world.ana).post("/clientes/lote", tag, follow=True).content.decode()
    assert fields_of("nivel") == {}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accion": "responsable", "nuevo_responsable": "1"}, "Marca al menos un cliente."),
        ({"accion": "responsable", "cliente": "1", "nuevo_responsable": "x"}, "Elige a quién asignarlos."),
        ({"accion": "equipo", "cliente": "99999", "nuevo_equipo": "99999"}, "Elige a quién asignarlos."),
        ({"accion": "retiro", "cliente": "99999"}, "No hubo nada que cambiar"),
    ],
)
def test_what_cannot_be_done_is_said(world: World, made: dict[str, Party], fields: dict[str, str], words: str) -> None:
    client = client_of(world.diego)
    assert words in client.post("/clientes/lote", fields, follow=True).content.decode()
    assert client.post("/clientes/lote", {"accion": "borrar"}).status_code == 400
    assert client.get("/clientes/lote").status_code == 405


def test_a_view_is_saved_shared_changed_and_thrown_away(world: World, made: dict[str, Party]) -> None:
    client = client_of(world.bruno)
    saved = client.post("/vistas?area=mantener&orden=name", {"nombre": "De base", "quien": str(world.north.pk)})
    view = SavedView.objects.get()
    assert saved["Location"] == f"/clientes?area=mantener&orden=name&vista={view.pk}"
    tab = f'<a href="/clientes?area=mantener&amp;orden=name&amp;vista={view.pk}" aria-current="page">De base'
    assert tab in client.get(saved["Location"]).content.decode()
    assert "De base" in page(world.ana, "/clientes")
    assert "De base" not in page(world.carla, "/clientes")
    assert "Cambiar «De base»" not in page(world.ana, f"/clientes?vista={view.pk}")
    assert client_of(world.ana).post(f"/vistas/{view.pk}", {"nombre": "Mía"}).status_code == 404
    client.post(f"/vistas/{view.pk}?ciudad=Cali", {"nombre": "Cali", "quien": "OWN", "version": "1", "filtros": "1"})
    view.refresh_from_db()
    assert (view.name, view.audience, view.params) == ("Cali", "OWN", {"ciudad": ["Cali"]})
    html = client.post(f"/vistas/{view.pk}/retiro", follow=True).content.decode()
    assert "Vista «Cali» borrada." in html
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nombre": " "}, "Ponle un nombre"),
        ({"nombre": "x" * 81}, "El nombre es muy largo"),
        ({"nombre": "Repetida"}, "Ya tienes una vista con ese nombre"),
        ({"nombre": "Otra", "quien": "ALL"}, "Solo quien administra"),
        ({"nombre": "Otra", "quien": "99999"}, "un equipo tuyo"),
        ({"nombre": "Otra", "quien": "zzz"}, "Elige quién puede ver"),
    ],
)
def test_a_view_that_cannot_be_saved_says_why(world: World, fields: dict[str, str], words: str) -> None:
    client = client_of(world.ana)
    client.post("/vistas", {"nombre": "Repetida"})
    assert words in client.post("/vistas", fields, follow=True).content.decode()
    assert SavedView.objects.count() == 1


def test_a_view_changed_meanwhile_is_not_overwritten(world: World) -> None:
    client = client_of(world.ana)
    client.post("/vistas", {"nombre": "Mía"})
    view = SavedView.objects.get()
    html = client.post(f"/vistas/{view.pk}", {"nombre": "Otra", "version": "7"}, follow=True).content.decode()
    assert "Alguien la cambió mientras tanto" in html


def test_the_list_is_exported_by_who_may(world: World, made: dict[str, Party]) -> None:
    response = client_of(world.diego).get("/clientes/exportar?ciudad=Cali&orden=name&columna=city&formato=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1:] for line in text.splitlines()] == [
        ["Cliente", "Ciudad"], ["Ana Pérez Gárate", "Cali"], ["Café Óptimo", "Cali"], ["Rosa Pérez", "Cali"]
    ]  # fmt: skip
    book = client_of(world.diego).get("/clientes/exportar?formato=xlsx")
    assert b"".join(book.streaming_content)[:2] == b"PK"
    some = posted(
        world.diego, "/clientes/exportar?columna=city", cliente=[made["cia"].pk, made["ana"].pk], formato="csv"
    )
    assert b"".join(some.streaming_content).decode("utf-8-sig").count("Cali") == 2  # type: ignore[attr-defined]  # the answer streams
    assert posted(world.diego, "/clientes/exportar", formato="csv").status_code == 302
    assert client_of(world.ana).get("/clientes/exportar").status_code == 403
    assert 'popovertarget="exportar"' not in page(world.ana, "/clientes")
    refused = client_of(world.diego).get("/clientes/exportar?formato=pdf", follow=True)
    assert "Se exporta como CSV o como Excel." in refused.content.decode()


def test_density_is_the_reader_s_own(world: World) -> None:
    client = client_of(world.ana)
    assert client.post("/clientes/densidad", {"next": "/clientes?area=retener"})["Location"] == "/clientes?area=retener"
    assert 'data-density="compact"' in client.get("/clientes").content.decode()
    client.post("/clientes/densidad")
    assert "data-density" not in client.get("/clientes").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    for n in range(count):
        add_party(f"Abel {n}", owner=world.ana, team=world.north, city=f"Cali {n}")
        SavedView.objects.create(name=f"Vista {n}", owner=world.diego)
    client = client_of(world.diego)
    client.get("/clientes")
    with django_assert_num_queries(28):
        client.get("/clientes")
    with django_assert_num_queries(6):
        client.get("/vistas/conteos")


def test_an_own_field_orders_the_list_by_its_header(world: World, made: dict[str, Party]) -> None:
    field = TraitDefinition.objects.create(**OWN_FIELD, type="MONEY")
    TraitValue.objects.create(party=made["beto"], definition=field, kind="DECLARED", money=500)
    address = "/clientes?orden=-trait%3Anivel&columna=trait%3Anivel"
    link = f'href="{escape(address)}"'
    assert link in page(world.diego, "/clientes?columna=trait%3Anivel")
    html = page(world.diego, address)
    assert (names(html)[0], 'aria-sort="descending"' in html) == ("Beto Núñez", True)
