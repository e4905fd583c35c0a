"""`lazo report`, as a person types it."""

from pathlib import Path

import pytest
from terminal import Lazo
from world import World, make_world

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_the_report_of_a_month_is_written(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "octubre.pdf"
    said = lazo("report", "--month", "2025-10", "--to", str(place), "--language", "pt", "--json")
    assert (said.code, said.json["month"], said.json["language"]) == (0, "2025-10", "pt-br")
    assert place.read_bytes().startswith(b"%PDF-")
    assert said.json["bytes"] == place.stat().st_size
    assert f"El informe de 2025-10 está en {place}" in lazo("report", "--month", "2025-10", "--to", str(place)).out.replace("\n", "")  # fmt: skip


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--month", "octubre"), "El mes se escribe como 2026-10."),
        (("--month", "9999-12"), "El mes se escribe como 2026-10."),
        (("--month", "2025-10", "--language", "fr"), "El informe se escribe en es, en o pt."),
        (("--month", "2025-10", "--to", "/no/hay/informe.pdf"), "No se puede escribir /no/hay/informe.pdf."),
    ],
)
def test_what_cannot_be_written_is_said(lazo: Lazo, company: World, options: tuple[str, ...], sentence: str) -> None:
    said = lazo("report", *options)
    assert said.code == 1
    assert sentence in said.err


def test_only_who_sees_all_the_money_writes_it(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "no.pdf"
    said = lazo("report", "--to", str(place), "--as-user", company.ana.email)
    assert (said.code, place.exists()) == (1, False)
