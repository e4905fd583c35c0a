from pathlib import Path

import pytest
from terminal import Lazo
from world import World, make_world

from lazo.identify.models import SuppressionConsultation

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_a_list_is_loaded_shown_and_asked(lazo: Lazo, company: World, tmp_path: Path) -> None:
    file = tmp_path / "rne.csv"
    file.write_text("numero\n3001234567\n3107654321\nnada\n")
    said = lazo("suppress", "import", "co-rne", str(file), "--on", "2026-11-01", "--reference", "R-1", "--json")
    assert said.json == {"list": "co-rne", "rows": 3, "entries": 2, "unreadable": 1}
    rows = {row["key"]: row for row in lazo("suppress", "list", "--json").json["lists"]}
    assert (rows["co-rne"]["entries"], rows["co-rne"]["expires_on"]) == (2, "2026-12-01")
    assert "co-rne" in lazo("suppress", "list").out
    asked = lazo("suppress", "check", "300 123 4567", "3201112233", "--json")
    assert asked.json == {"lists": {"300 123 4567": ["co-rne"], "3201112233": []}}
    assert "en ninguna lista" in lazo("suppress", "check", "3201112233", "--channel", "sms", "--purpose", "surveys").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("atlantis",), "No hay una lista con esa clave. Mira «lazo suppress list»."),
        (("co-rne", "--on", "ayer"), "El día se escribe como 2026-11-30."),
        (("co-rne", "--as-user", "ana@aurora.example"), "Esta persona no puede importar."),
    ],
)
def test_what_cannot_be_says_what_to_do(
    lazo: Lazo, company: World, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / "rne.csv"
    file.write_text("numero\n3001234567\n")
    said = lazo("suppress", "import", words[0], str(file), *words[1:])
    assert (said.code, said.err) == (1, f"Error: {sentence}\n")
    assert not SuppressionConsultation.objects.exists()


def test_a_file_without_numbers_is_refused(lazo: Lazo, company: World, tmp_path: Path) -> None:
    file = tmp_path / "rne.csv"
    file.write_text("color\nrojo\n")
    said = lazo("suppress", "import", "co-rne", str(file))
    assert (said.code, said.err) == (1, f"Error: No se pudo leer {file}: nothing_found\n")
