"""The report of a month: what it says, as data and as a PDF; whom it is for; a month of which nothing is known."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from experimented import retailer
from web import company
from web.browsing import client_of
from world import World

from lazo.analytics.balance import AREAS
from lazo.customize.operations.money import Booking, book_money
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace
from lazo.measure.operations.book_return import book_return
from lazo.web.report.board import board_content, board_report, report_name
from lazo.web.report.reading import UnableToReport

pytestmark = pytest.mark.django_db
MONTH, ON = date(2025, 10, 1), date(2025, 11, 3)


def spend(shares: tuple[int, ...], on: date) -> None:
    """Millions of pesos by area, in the order of the cycle."""
    for area, millions in zip(AREAS, shares, strict=True):
        told = {"on": on, "kind": "COST", "method": "OBSERVED", "category": "media", "currency": "COP"}
        book_money(booking=Booking(key=f"{area} {on}", area=area, amount=millions * 100_000_000, **told), by=None)


def content(by: User, month: date = MONTH, on: date = ON, language: str = "es") -> dict[str, Any]:
    with translation.override(language):
        return board_content(by=by, month=month, on=on)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_board_reads_its_story(world: World, workspace: Workspace) -> None:
    company.scored(world)
    spend((52, 10, 6, 7, 25), date(2025, 10, 6))
    told = content(world.diego)
    values = {one["name"]: (plain(one["value"]), one["warns"]) for one in told["balance"]["figures"]}
    assert values == {"Adquirir y retener": ("77 %", True), "Balance": ("0,73", False), "Parejo": ("0,790", False)}
    assert told["balance"]["advice"].startswith("Sin evidencia para mover presupuesto")
    assert plain(told["lead"]).startswith("115 clientes trajeron $ 2,1 M en 12 meses y se esperan $ 4,2 M. Gastas 77 %")
    assert [plain(row["cells"][0]) for row in told["ledger"]["rows"]] == [
        "$ 52 M",
        "$ 10 M",
        "$ 6 M",
        "$ 7 M",
        "$ 25 M",
    ]
    assert plain(told["ledger"]["total"]["cells"][0]) == "$ 100 M"
    assert "url(#hatch)" in told["map"]["svg"]
    assert told["map"]["svg"].endswith("</g></svg>")
    assert told["as_of"] == "Ciclo al 31 de octubre de 2025. Hecho el 3 de noviembre de 2025."


def test_what_was_tried_is_read_out(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    book_return(experiment=experiment, by=world.diego, on=date(2026, 10, 2))
    told = content(world.diego, date(2026, 9, 1), date(2026, 10, 2))
    (row,) = told["experiments"]["rows"]
    assert plain(row["finding"]).startswith("Trajo $ 37.800 que no habrían llegado")
    assert plain(row["cost"]) == "4.000 tratados frente a 1.000 sin nada. Costó $ 10.000; neto $ 27.800. Retorno 278 %."
    assert row["svg"].startswith("<svg")
    keep = next(row for row in told["ledger"]["rows"] if row["area"]["name"] == "Mantener")
    assert plain(keep["cells"][1]["main"]) == "$ 37.800"
    running = content(world.diego, date(2026, 9, 1), date(2026, 9, 12))
    assert running["experiments"]["rows"][0]["svg"] is None
    assert running["as_of"].startswith("El mes no ha terminado.")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("es", "El ciclo en febrero de 2024"),
        ("en", "The cycle in February 2024"),
        ("pt-br", "O ciclo em fevereiro de 2024"),
    ],
)
def test_an_empty_month_is_told_honestly(world: World, workspace: Workspace, language: str, title: str) -> None:
    told = content(world.diego, date(2024, 2, 1), ON, language)
    assert told["title"] == title
    assert (told["map"], told["balance"]["svg"], told["ledger"]["rows"]) == (None, None, [])
    assert (told["experiments"]["rows"], told["coverage"]["rows"], told["acquired"]["rows"]) == ([], [], [])
    with translation.override(language):
        made = board_report(by=world.diego, month=date(2024, 2, 1), on=ON)
    assert made.startswith(b"%PDF-")


def test_the_page_is_a_pdf_for_who_sees_all_the_money(world: World, workspace: Workspace) -> None:
    company.scored(world)
    spend((52, 10, 6, 7, 25), date(2025, 10, 6))
    answer = client_of(world.diego).get("/dinero/informe.pdf?mes=2025-10")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="informe-del-ciclo-2025-10.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert client_of(world.ana).get("/dinero/informe.pdf").status_code == 403
    assert client_of(world.diego).get("/dinero?mes=9999-12").status_code == 200
    with pytest.raises(UnableToReport):
        board_report(by=world.ana, month=MONTH, on=ON)
    assert report_name(MONTH) == "informe-del-ciclo-2025-10.pdf"


def test_the_money_page_offers_it(world: World, workspace: Workspace) -> None:
    company.scored(world)
    spend((52, 10, 6, 7, 25), date(2025, 10, 6))
    text = client_of(world.diego).get("/dinero?mes=2025-10").content.decode()
    assert "/dinero/informe.pdf?mes=2025-10" in text
    assert "En este mes nadie empezó a irse, que se sepa." in text
