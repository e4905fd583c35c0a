"""A file of bounces and calls on the command line."""

from pathlib import Path

import pytest
from terminal import Lazo
from world import World, make_world

from lazo.identify.models import ContactOutcome, ContactPoint, Party
from lazo.kernel.models import Event

pytestmark = pytest.mark.usefixtures("workspace")
FILE = (
    "Email,Event,Timestamp,Reason,Message ID\n"
    "ana@correo.example,bounce,2026-10-02 10:00,550 5.1.1 unknown user,m1\n"
    "nadie-aun@correo.example,5.1.1,2026-10-02 10:01,ana@correo.example not found,m2\n"
    "ana@correo.example,quién sabe,2026-10-02 10:02,,m3\n"
    ",bounce,2026-10-02 10:02,,m4\n"
    "ana@correo.example,bounce,2027-10-02 10:02,,m5\n"
    "ana@correo.example,bounce,ayer,,m6\n"
)


@pytest.fixture
def company(transactional_db: None) -> World:
    world = make_world()
    ana = Party.objects.create(name="Ana", folded_name="ana", owner=world.ana)
    ContactPoint.objects.create(party=ana, kind="EMAIL", value="ana@correo.example", key="ana@correo.example")
    ContactPoint.objects.create(party=ana, kind="PHONE", value="+573155551234", key="+573155551234")
    return world


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "rebotes.csv"
    place.write_text(FILE, encoding="utf-8")
    return place


def test_bounces_are_kept_once_and_others_named(lazo: Lazo, company: World, file: Path) -> None:
    dry = lazo("outcomes", str(file), "--channel", "sendgrid", "--dry-run", "--json")
    assert (dry.code, dry.json["kept"]) == (3, 2)
    assert not ContactOutcome.objects.exists()
    said = lazo("outcomes", str(file), "--channel", "sendgrid", "--json")
    assert (said.code, said.json) == (
        3,
        {
            "rows": 6, "kept": 2, "known": 0, "unneeded": 0, "refused": 4,
            "problems": [
                {"row": 4, "code": "outcome_unknown"}, {"row": 5, "code": "no_contact"}, {"row": 6, "code": "future"},
                {"row": 7, "code": "not_a_date"},
            ],
        },
    )  # fmt: skip
    assert ContactPoint.objects.get(kind="EMAIL").health == "DEAD"
    told = ContactOutcome.objects.order_by("pk").values_list("key", "outcome", "reference", "evidence")
    assert list(told) == [
        ("ana@correo.example", "HARD_BOUNCE", "m1", "550 5.1.1 unknown user"),
        ("nadie-aun@correo.example", "HARD_BOUNCE", "m2", ""),
    ]
    again = lazo("outcomes", str(file), "--channel", "sendgrid")
    assert "6 filas: 0 guardadas, 2 ya estaban, 0 sin novedad, 4 fuera." in again.out
    assert "La fila no dice de qué correo o teléfono es." in again.out
    assert Event.objects.filter(kind="contact.outcomes_imported").count() == 2


def test_rows_that_say_nothing_take_what_is_said_for_all(lazo: Lazo, company: World, tmp_path: Path) -> None:
    place = tmp_path / "llamadas.csv"
    place.write_text("Teléfono\n315 555 1234\n", encoding="utf-8")
    refused = lazo("outcomes", str(place), "--channel", "central")
    assert (refused.code, refused.err) == (
        1,
        "Error: El archivo no dice qué pasó: agrega una columna «resultado», o dilo con --outcome.\n",
    )
    for kept in (1, 0):
        said = lazo(
            "outcomes", str(place), "--channel", "central", "--outcome", "unreachable", "--on", "2026-10-02", "--json"
        )
        assert (said.code, said.json["kept"]) == (0, kept)
    assert ContactOutcome.objects.get().happened_at.isoformat() == "2026-10-02T05:00:00+00:00"


def test_what_cannot_be_done_is_said(lazo: Lazo, company: World, file: Path, tmp_path: Path) -> None:
    place = tmp_path / "otro.csv"
    place.write_text("color,forma\nrojo,redonda\n", encoding="utf-8")
    for arguments, words in (
        ((str(place), "--channel", "x"), "El archivo no tiene una columna de correos ni de teléfonos."),
        (
            (str(file), "--channel", "x", "--as-user", "ana@aurora.example"),
            "Los roles de esa persona no le permiten importar.",
        ),
        ((str(file), "--channel", "x", "--outcome", "perdido"), "Ese resultado no existe."),
        ((str(file), "--channel", "x", "--on", "ayer"), "El día se escribe como 2026-11-30."),
        ((str(tmp_path / "no.csv"), "--channel", "x"), "No se puede abrir"),
    ):
        said = lazo("outcomes", *arguments)
        assert said.code == 1
        assert words in said.err
