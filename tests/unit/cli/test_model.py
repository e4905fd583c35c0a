"""`lazo model`: a table learned from, its card, its versions, told to the customers."""

from pathlib import Path

import pytest
from foretold import answers_csv
from terminal import Lazo
from world import World, make_world

from lazo.differentiate.models import ModelPin, Propensity, ScoreRun
from lazo.identify.models import Party, Source, SourceRecord

pytestmark = pytest.mark.usefixtures("workspace")
LEARN = ("--label", "respondio", "--yes", "si", "--id", "cliente", "--day", "fecha", "--on", "2025-11-30")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_a_table_is_learned_from_shown_told_and_gone_back_to(lazo: Lazo, company: World, tmp_path: Path) -> None:
    file = tmp_path / "respuestas.csv"
    file.write_bytes(answers_csv())
    said = lazo("model", "learn", str(file), *LEARN, "--json").json
    number = str(said["id"])
    assert (said["name"], said["version"], said["is_useful"]) == ("respuestas", 1, True)
    assert [one["column"] for one in said["card"]["findings"]] == ["duracion"]
    assert "duracion" in lazo("model", "show", number).err
    assert lazo("model", "show", number, "--json").json["card"] == said["card"]
    assert "Ninguna fila lleva a un cliente conocido" in lazo("model", "apply", number).err
    party = Party.objects.create(name="Rosa")
    source = Source.objects.create(key="campanas", name="Campañas")
    SourceRecord.objects.create(source=source, external_id="C0899", party=party)
    assert lazo("model", "apply", number, "--on", "2025-11-30", "--json").json == {"customers": 1, "gone": 0}
    assert Propensity.objects.get().customer_id == party.pk
    assert "versión 2" in lazo("model", "train", number, "--on", "2025-12-01").out
    assert lazo("model", "rollback", number).out == "Vale la anterior.\n"
    listed = lazo("model", "list", "--json").json
    assert (listed["models"][0]["version"], listed["models"][0]["pinned"], listed["value"]) == (1, True, None)
    assert "(fijada)" in lazo("model", "list").out
    assert lazo("model", "pin", number, "2").out == "Fijada.\n"
    assert lazo("model", "release", number).out == "Suelta.\n"
    assert not ModelPin.objects.filter(released_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "7"), "No hay un modelo «7». Mira «lazo model list»."),
        (("show", "valor"), "Todavía no se ajustó ningún modelo de valor: «lazo score»."),
        (("apply", "silence"), "No hay un modelo «silence». Mira «lazo model list»."),
        (("rollback", "valor"), "No hay una versión anterior a la que volver."),
        (("pin", "valor", "3"), "No hay una versión así de este modelo."),
        (("release", "valor"), "No había una versión fijada."),
    ],
)
def test_what_cannot_be_says_why(lazo: Lazo, company: World, words: tuple[str, ...], sentence: str) -> None:
    said = lazo("model", *words)
    assert (said.code, said.err) == (1, f"Error: {sentence}\n")


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (b"sola\n1\n", ("--label", "sola"), "La tabla necesita al menos dos columnas."),
        (b"a,b\n1,si\n", ("--label", "c"), "La tabla no tiene esa columna."),
    ],
)
def test_a_table_that_does_not_fit(
    content: bytes, words: tuple[str, ...], sentence: str, lazo: Lazo, company: World, tmp_path: Path
) -> None:
    file = tmp_path / "tabla.csv"
    file.write_bytes(content)
    said = lazo("model", "learn", str(file), *words)
    assert (said.code, said.err) == (1, f"Error: {sentence}\n")


def test_the_value_models_are_shown_and_pinned_by_their_run(lazo: Lazo, company: World) -> None:
    runs = [
        ScoreRun.objects.create(
            on_date=f"2025-1{n}-30",
            state="DONE",
            version="1",
            is_refit=True,
            fitted_on=f"2025-1{n}-30",
            is_reliable=True,
        )
        for n in range(2)
    ]
    assert lazo("model", "show", "valor", "--json").json["run"] == runs[1].pk
    lazo("model", "rollback", "valor")
    assert lazo("model", "show", "valor", "--json").json == {
        "run": runs[0].pk,
        "fitted_on": "2025-10-30",
        "is_reliable": True,
        "pinned": True,
    }
    assert "confiable" in lazo("model", "show", "valor").out
