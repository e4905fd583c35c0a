"""The history of a customer, filtered, searched and turned page by page."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from web import company
from web.browsing import client_of, page
from world import World

from lazo.identify.models import Interaction, Party, Purchase, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def abel(world: World) -> Party:
    party = company.add_customer(company.add_run(), "Abel Ruiz", world.ana)
    company.add_history(party)
    return party


def titles(html: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<div class="what"><b>(.*?)</b>', html)]


def many(party: Party, count: int) -> None:
    source = Source.objects.get(key="tienda")
    Purchase.objects.bulk_create(
        Purchase(
            party=party, source=source, occurred_on=date(2025, 6, 30) - timedelta(days=number), currency="COP",
            amount=100 * (number + 1), base_amount=100 * (number + 1),
        )
        for number in range(count)
    )  # fmt: skip


def test_the_newest_comes_first_by_month(world: World, abel: Party) -> None:
    html = page(world.ana, f"/clientes/{abel.pk}/historia")
    assert titles(html) == [
        "Preguntó por el Huila",
        "Devolvió $\u00a010.000",
        "Compró por $\u00a0120.000",
        "Está en Retener",
        "Compró por $\u00a084.000",
    ]
    periods = re.findall(r'<li class="day">(.*?)</li>', html)
    assert [period.split()[0] for period in periods] == ["Octubre", "Septiembre", "Agosto", "Julio", "Noviembre"]


def test_filters_are_addresses_with_their_counts(world: World, abel: Party) -> None:
    html = page(world.ana, f"/clientes/{abel.pk}/historia?tipo=compras")
    assert len(titles(html)) == 3
    chips = re.findall(
        r'<a class="chip"( aria-current="true")? href="([^"]*)"[^>]*>(.*?) <span class="n">(.*?)</span>', html
    )
    assert [(bool(current), name, n) for current, _href, name, n in chips] == [
        (False, "Todo", "5"),
        (False, "Mensajes", "1"),
        (True, "Compras", "3"),
        (False, "Ciclo", "1"),
    ]
    assert chips[1][1] == f"/clientes/{abel.pk}/historia?tipo=mensajes"
    assert len(titles(page(world.ana, f"/clientes/{abel.pk}/historia?tipo=otro"))) == 5


def test_a_search_counts_and_keeps_what_was_typed(world: World, abel: Party) -> None:
    html = page(world.ana, f"/clientes/{abel.pk}/historia?buscar=huila")
    assert titles(html) == ["Preguntó por el Huila"]
    assert 'value="huila"' in html
    nothing = page(world.ana, f"/clientes/{abel.pk}/historia?buscar=%3Cb%3Enada")
    assert "Nada dice «&lt;b&gt;nada»." in nothing


def test_pages_follow_without_gaps_and_the_month_is_said_once(world: World, abel: Party) -> None:
    many(abel, 60)
    seen, months, address, calls = [], [], f"/clientes/{abel.pk}/historia?tipo=compras", 0
    client = client_of(world.ana)
    while address:
        headers = {"HX-Request": "true", "HX-Target": "historia-mas"} if calls else {}
        html = client.get(unescape(address), headers=headers).content.decode()
        assert ("<html" in html) == (calls == 0)
        seen += titles(html)
        months += re.findall(r'<li class="day">(.*?)</li>', html)
        more = re.search(r'id="historia-mas"><a class="btn" href="([^"]*)"', html)
        address, calls = (more[1] if more else ""), calls + 1
    assert (len(seen), calls) == (63, 3)
    assert len(months) == len(set(months))


def test_a_page_of_its_own_goes_back_to_the_beginning(world: World, abel: Party) -> None:
    many(abel, 30)
    html = page(world.ana, f"/clientes/{abel.pk}/historia")
    following = unescape(re.search(r'id="historia-mas"><a class="btn" href="([^"]*)"', html)[1])  # type: ignore[index]  # it is there
    assert "Volver al comienzo" in page(world.ana, following)
    assert "Volver al comienzo" not in page(world.ana, f"/clientes/{abel.pk}/historia?despues=nada")


def test_the_part_that_is_swapped_comes_alone(world: World, abel: Party) -> None:
    client = client_of(world.ana)
    response = client.get(
        f"/clientes/{abel.pk}/historia?tipo=mensajes", headers={"HX-Request": "true", "HX-Target": "historia"}
    )
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="historia" aria-live="polite"' in html
    assert titles(html) == ["Preguntó por el Huila"]
    assert response["Vary"].startswith("HX-Target")


def test_what_people_wrote_is_told_as_they_wrote_it(world: World, abel: Party) -> None:
    source = Source.objects.get(key="tienda")
    Interaction.objects.create(
        party=abel, source=source, occurred_on=date(2025, 10, 2), kind="call", by=world.ana, direction="OUT",
        minutes=12, outcome="answered", text="مرحبا <i>🙂</i>",
    )  # fmt: skip
    html = page(world.ana, f"/clientes/{abel.pk}/historia?tipo=notas")
    assert titles(html) == ["Llamada de Ana"]
    assert "<p>Contestó · 12 minutos</p>" in html
    assert "مرحبا &lt;i&gt;🙂&lt;/i&gt;" in html


def test_money_of_another_currency_says_what_it_is_worth(world: World, abel: Party) -> None:
    source = Source.objects.get(key="tienda")
    Purchase.objects.create(
        party=abel, source=source, occurred_on=date(2025, 10, 3), currency="MXN", amount=100_00, base_amount=21_300_000
    )
    html = page(world.ana, f"/clientes/{abel.pk}/historia?tipo=compras")
    assert titles(html)[0] == "Compró por MXN\u00a0100"
    assert "<p>Equivale a $\u00a0213.000</p>" in html
