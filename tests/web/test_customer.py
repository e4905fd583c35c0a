"""The page of a customer: what it tells, to whom, and what it does not."""

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from web import company
from web.browsing import client_of, page, posted
from world import World

from lazo.differentiate.models import Score
from lazo.differentiate.operations.saved_view import save_view
from lazo.identify.models import (
    ConsentEntry,
    ContactPoint,
    Interaction,
    Party,
    PartyIdentifier,
    SourceRecord,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"
ON = date(2025, 11, 22)


@pytest.fixture
def abel(world: World) -> Party:
    party = company.add_customer(company.add_run(), "Abel Ruiz", world.ana)
    company.add_history(party)
    return party


def text_of(html: str) -> str:
    """What a reader reads, without the drawings."""
    bare = re.sub(r"<svg.*?</svg>|<dialog.*?</dialog>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).replace(NBSP, " ").split())


def read(world: World, party: Party, query: str = "") -> str:
    return text_of(page(world.ana, f"/clientes/{party.pk}{query}"))


def test_the_page_tells_place_value_and_history(world: World, abel: Party) -> None:
    words = read(world, abel)
    for said in (
        "Abel Ruiz",
        "cliente desde noviembre de 2024",
        "Compra cada 23,4 días y lleva 61 sin hacerlo: 2,6 veces su ritmo.",
        "Si nadie hace nada, la próxima puerta es «Se va».",
        "$ 4.000",
        "entre $ 2.500 y $ 10.000",
        "Compró por $ 120.000",
        "Devolvió $ 10.000",
        "Preguntó por el Huila",
        "Es probable que ya se haya ido.",
        "Todo 5 Mensajes 1 Compras 3 Ciclo 1",
    ):
        assert said in words


def test_ways_of_contact_open_the_reader_s_own_programs(world: World, abel: Party) -> None:
    ContactPoint.objects.create(party=abel, kind="PHONE", value="+573005550142", key="+573005550142")
    html = page(world.ana, f"/clientes/{abel.pk}")
    for href in ("https://wa.me/573005550142", "tel:+573005550142", "mailto:ana@correo.example"):
        assert f'href="{href}"' in html
    assert "+57 300 5550142" in html


def test_a_document_is_behind_its_mask_until_asked_for(world: World, abel: Party) -> None:
    held = PartyIdentifier.objects.create(party=abel, scheme="CO_CC", value="43123812", key="CO:43123812")
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "43123812" not in html
    assert "43 ••• 812" in html
    address = f"/clientes/{abel.pk}/documentos/{held.pk}/revelacion"
    whole = posted(world.ana, address)
    assert "43123812" in whole.content.decode()
    assert "Historia" in whole.content.decode()
    assert whole["Cache-Control"] == "no-store"
    part = client_of(world.ana).post(address, headers={"HX-Request": "true"})
    assert part.content.decode().strip() == f'<dd id="documento-{held.pk}" tabindex="-1">43123812</dd>'
    assert Event.objects.filter(kind="identifier.revealed", by=world.ana, row=abel.pk).count() == 2
    assert "Ana vio completo un documento" in read(world, abel)


def test_nobody_else_sees_the_page_nor_reveals_a_document(world: World, abel: Party) -> None:
    held = PartyIdentifier.objects.create(party=abel, scheme="CO_CC", value="43123812", key="CO:43123812")
    for path in ("", "/historia", "/valor"):
        assert "Aquí no hay nada" in page(world.carla, f"/clientes/{abel.pk}{path}", status=404)
    refused = posted(world.carla, f"/clientes/{abel.pk}/documentos/{held.pk}/revelacion")
    assert refused.status_code == 404
    assert "43123812" not in refused.content.decode()
    assert not Event.objects.filter(kind="identifier.revealed").exists()
    other = company.add_customer(company.add_run(current=False), "Carmen", world.carla)
    assert posted(world.carla, f"/clientes/{other.pk}/documentos/{held.pk}/revelacion").status_code == 404
    assert client_of(world.ana).get(f"/clientes/{abel.pk}/documentos/{held.pk}/revelacion").status_code == 405


def test_a_customer_that_does_not_exist_is_not_found(world: World) -> None:
    assert "Aquí no hay nada" in page(world.diego, "/clientes/999999", status=404)


def test_a_record_found_to_be_another_leads_there_and_keeps_the_list(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Avel", kind="PERSON", canonical=abel, owner=world.ana)
    client = client_of(world.ana)
    assert client.get(f"/clientes/{twin.pk}")["Location"] == f"/clientes/{abel.pk}"
    kept = client.get(f"/clientes/{twin.pk}?de=area%3Dretener%26desde%3Dx")["Location"]
    assert kept == f"/clientes/{abel.pk}?de=area%3Dretener"
    assert client.get(f"/clientes/{twin.pk}/historia")["Location"] == f"/clientes/{abel.pk}/historia"
    assert client.get(f"/clientes/{twin.pk}/valor")["Location"] == f"/clientes/{abel.pk}/valor"


def test_records_of_several_sources_are_one_customer(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Avel", kind="PERSON", canonical=abel, owner=world.carla)
    source = Interaction.objects.get(party=abel).source
    for number, party in enumerate((abel, twin)):
        SourceRecord.objects.create(source=source, external_id=f"T-{number}", party=party)
    words = read(world, abel)
    assert "2 registros unidos en uno Tienda en línea 2 códigos" in words


def test_relations_are_read_from_this_end_and_the_hidden_ones_only_counted(world: World, abel: Party) -> None:
    seed_relationship_types()
    run = company.add_run(current=False)
    beto, hidden = company.add_customer(run, "Beto", world.ana), company.add_customer(run, "Carmen", world.carla)
    relate(origin=abel, target=beto, type_key="parent-child", by=world.diego, on=ON)
    relate(origin=abel, target=hidden, type_key="spouse", by=world.diego, on=ON)
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "Carmen" not in html
    assert f"/clientes/{hidden.pk}" not in html
    words = text_of(html)
    assert "Beto hija o hijo $ 4.000" in words
    assert "y 1 más que no puedes ver" in words
    assert "Con alguien que no puedes ver" in words
    assert "Con su red $ 8.000 con 1 relación" in words
    assert "Carmen pareja" in text_of(page(world.diego, f"/clientes/{abel.pk}"))
    assert "Abel Ruiz madre o padre" in text_of(page(world.ana, f"/clientes/{beto.pk}"))


def test_a_household_adds_up_its_members(world: World, abel: Party) -> None:
    seed_relationship_types()
    run = company.add_run(current=False)
    beto = company.add_customer(run, "Beto", world.ana)
    home = make_household(name="Casa Ruiz", members=[abel, beto], by=world.ana, on=ON)
    words = read(world, home)
    assert "Actual, últimos 12 meses $ 8.000 suma de 2 integrantes" in words
    assert "Proyectado, próximos 12 $ 10.000 entre $ 5.000 y $ 20.000" in words
    assert "Abel Ruiz" in words
    assert "Beto" in words
    assert "Con su red $ 8.000 con su hogar" in read(world, abel)


def test_a_member_nobody_may_see_adds_nothing(world: World, abel: Party) -> None:
    seed_relationship_types()
    carmen = company.add_customer(company.add_run(current=False), "Carmen", world.carla)
    home = make_household(name="Casa Ruiz", members=[abel, carmen], by=world.diego, on=ON)
    Party.objects.filter(pk=home.pk).update(owner=world.ana, team=None)
    html = page(world.ana, f"/clientes/{home.pk}")
    assert "Carmen" not in html
    words = text_of(html)
    assert "$ 4.000 suma de 1 integrante" in words
    assert "y 1 más que no puedes ver" in words


def test_a_company_says_who_decides_and_what_is_not_known(world: World, abel: Party) -> None:
    seed_relationship_types()
    firm = Party.objects.create(name="Hotel Casa Amarilla", kind="ORGANIZATION", owner=world.ana)
    relate(origin=abel, target=firm, type_key="decider", by=world.ana, on=ON)
    words = read(world, firm)
    assert "Contactos y centro de compra" in words
    assert "Abel Ruiz decide" in words
    assert (
        "Falta saber: quien propone, quien usa, quien influye, quien compra, quien abre la puerta, quien firma."
        in words
    )
    assert "decide Hotel Casa Amarilla" in read(world, abel)


def test_consent_is_a_table_of_what_was_said(world: World, abel: Party) -> None:
    for purpose, channel, state, basis in (
        ("marketing", "whatsapp", "GRANTED", "consent"),
        ("service", "whatsapp", "WITHDRAWN", ""),
        ("surveys", "email", "GRANTED", "consent"),
    ):
        ConsentEntry.objects.create(
            party=abel, purpose=purpose, channel=channel, state=state, basis=basis, on=date(2025, 3, 12)
        )
    words = read(world, abel)
    assert "Canal Ofertas Servicio Correo – – WhatsApp Sí No" in words
    assert "Encuestas por correo: sí" in words
    assert "Última palabra: 12 mar 2025 ." in words
    other = company.add_customer(company.add_run(current=False), "Nueva", world.ana)
    assert "No ha dicho nada: sin permiso no se le envían ofertas." in read(world, other)


def test_an_inferred_trait_stands_beside_with_its_confidence_and_can_be_corrected(world: World, abel: Party) -> None:
    tueste = TraitDefinition.objects.create(
        key="demo.tueste", name="Tueste", type="TEXT", kind="INFERRED", package="demo"
    )
    TraitValue.objects.create(party=abel, definition=tueste, text="medio", kind="INFERRED", confidence=0.82)
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "Tueste medio inferido 82 %" in text_of(html)
    assert f'href="/clientes/{abel.pk}/rasgos/demo.tueste/correccion"' in html


def test_a_trait_that_is_somebody_hidden_is_not_named(world: World, abel: Party) -> None:
    carmen = Party.objects.create(name="Carmen", kind="PERSON", owner=world.carla)
    kept = TraitDefinition.objects.create(key="asesor", name="Asesor", type="PARTY", kind="DECLARED", package="custom")
    TraitValue.objects.create(party=abel, definition=kept, other=carmen)
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "Carmen" not in html
    assert "Asesor alguien que no puedes ver" in text_of(html)
    assert "Asesor Carmen" in text_of(page(world.diego, f"/clientes/{abel.pk}"))


def test_who_was_never_scored_is_told_what_is_missing(world: World) -> None:
    words = read(world, Party.objects.create(name="Nueva", kind="PERSON", owner=world.ana))
    for said in (
        "prospecto",
        "Aún no se ha calculado su lugar.",
        "Aún no se ha calculado su valor.",
        "Sin documentos ni medios de contacto.",
        "Sin historia todavía.",
        "Nadie todavía: ni familia, ni empresa, ni quien lo recomendó.",
        "Se sabrá cuando haya comprado",
    ):
        assert said in words
    assert "Cómo se estima" not in words


def test_who_left_the_cycle_is_said_to_be_outside(world: World, abel: Party) -> None:
    Score.objects.filter(customer=abel).update(area="", rule="OUT.lost")
    words = read(world, abel)
    assert "Dónde está Fuera del ciclo" in words


def test_quarters_are_of_the_money_that_is_projected(world: World, abel: Party) -> None:
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "Valor por trimestre" in html
    assert ">proyectado<" not in html
    Score.objects.filter(customer=abel).update(value_90d=125_000, value_180d=250_000)
    assert ">proyectado<" in page(world.ana, f"/clientes/{abel.pk}")


def test_a_record_taken_out_is_read_only(world: World, abel: Party) -> None:
    Party.objects.filter(pk=abel.pk).update(retired_at="2025-11-01T00:00:00Z")
    html = page(world.ana, f"/clientes/{abel.pk}")
    assert "Este registro se retiró; su historia se conserva." in html
    assert 'id="anotar"' not in html


def test_a_note_from_the_page_comes_back_to_it_with_its_list(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}?de=area%3Dretener"
    saved = posted(world.ana, f"/clientes/{abel.pk}/notas", text="Quiere una máquina", next=address)
    assert saved["Location"] == address
    words = read(world, abel)
    assert "Nota de Ana Quiere una máquina" in words


def test_hostile_names_are_only_names(world: World) -> None:
    name = '<script>alert(1)</script> "&\u202e🙂'
    party = company.add_customer(company.add_run(), name, world.ana)
    company.add_history(party)
    Interaction.objects.filter(party=party).update(subject=name, text="x" * 100_000)
    html = page(world.ana, f"/clientes/{party.pk}")
    assert "<script>alert" not in html
    assert len(html) < 90_000


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(world: World, count: int, django_assert_num_queries: Any) -> None:
    seed_relationship_types()
    run = company.add_run()
    abel = company.add_customer(run, "Abel", world.ana)
    for number in range(count):
        company.add_history(Party.objects.create(name="Avel", kind="PERSON", canonical=abel, owner=world.ana))
        other = company.add_customer(company.add_run(current=False), f"Otro {number}", world.ana)
        relate(origin=abel, target=other, type_key="friend", by=world.diego, on=ON)
        PartyIdentifier.objects.create(party=abel, scheme="CO_CC", value=f"4312381{number}", key=f"CO:{number}")
        ConsentEntry.objects.create(party=abel, purpose="service", channel="sms", state="WITHDRAWN", on=ON)
    client = client_of(world.bruno)
    Party.objects.update(team=world.north)
    client.get(f"/clientes/{abel.pk}")
    with django_assert_num_queries(59):
        client.get(f"/clientes/{abel.pk}?de=area%3Dretener")


def test_how_the_value_is_estimated(world: World, abel: Party) -> None:
    words = text_of(page(world.ana, f"/clientes/{abel.pk}/valor"))
    for said in (
        "Con datos hasta el 31 de octubre de 2025",
        "BG/NBD cuenta las compras que vendrán",
        "Intervalo entre $ 2.500 y $ 10.000",
        "Días desde la primera compra",
        "Parámetro Valor Qué dice",
    ):
        assert said in words


def test_where_the_model_failed_the_page_says_so_and_why(world: World) -> None:
    party = company.add_customer(company.add_run(back_test=company.FAILED), "Abel", world.ana)
    Score.objects.filter(customer=party).update(value_365d_model=777_700)
    words = text_of(page(world.ana, f"/clientes/{party.pk}/valor"))
    assert "Pronóstico simple" in words
    assert "Se equivocó en +52 % en el dinero total; se acepta hasta 25 %." in words
    assert "Lo que decía el modelo $ 7.777" in words


def test_an_estimate_that_is_not_there_says_when_it_comes(world: World) -> None:
    party = Party.objects.create(name="Nueva", kind="PERSON", owner=world.ana)
    assert "Todavía no se ha calculado" in page(world.ana, f"/clientes/{party.pk}/valor")


def test_the_way_through_the_list_has_its_view_and_its_neighbours(world: World) -> None:
    run = company.add_run()
    first, middle, last = (
        company.add_customer(run, name, world.ana, value=value) for name, value in (("A", 30), ("B", 20), ("C", 10))
    )
    company.add_customer(run, "Carmen", world.carla, value=25)
    view = save_view(name="Las mías", params={"area": ["retener"]}, by=world.ana)
    query = f"area=retener&vista={view.pk}"
    html = page(world.ana, f"/clientes/{middle.pk}?{urlencode({'de': query})}")
    assert "Clientes / Las mías / n.º 2 de la lista" in text_of(html)
    linked = [unescape(href) for href in re.findall(r'<a href="([^"]*)" rel="(?:prev|next)"', html)]
    assert linked == [f"/clientes/{one.pk}?{urlencode({'de': query})}" for one in (first, last)]
    assert f'href="/clientes?{query.replace("&", "&amp;")}"' in html
    assert "de la lista" not in page(world.ana, f"/clientes/{middle.pk}?de=area%3Dmantener")
    assert "de la lista" not in page(world.ana, f"/clientes/{middle.pk}")
