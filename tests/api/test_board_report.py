"""The report of a month by the API: a PDF in a language, refused, invalid."""

from datetime import date

import pytest
from rest import Program
from world import World

from lazo.kernel.workspace import Workspace
from lazo.measure.queries.ledger import month_before

pytestmark = pytest.mark.django_db


def test_the_report_comes_as_a_pdf(world: World, workspace: Workspace) -> None:
    answer = Program(world.diego).ask("GET", "/reports/board?month=2025-10&language=en")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="report-of-the-cycle-2025-10.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_it_is_refused_and_invalid(world: World, workspace: Workspace) -> None:
    assert Program(world.ana).problem("GET", "/reports/board?month=2025-10", status=403)[0] == "not_allowed"
    for month in ("0000-01", "9999-12", "octubre"):
        Program(world.diego).problem("GET", f"/reports/board?month={month}", status=422)
        Program(world.diego).problem("GET", f"/balance?month={month}", status=422)


def test_without_a_month_it_is_the_last_that_ended(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    name = program.ask("GET", "/reports/board")["Content-Disposition"]
    month = program.get("/balance")["month"]
    assert name.startswith('attachment; filename="informe-del-ciclo-20')
    assert f"{month_before(date.fromisoformat(f'{month}-01')):%Y-%m}.pdf" in name
