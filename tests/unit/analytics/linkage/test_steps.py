"""What is said once comes out equal from both engines: the column and the single text."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from drawn import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.engine import open_duckdb
from lazo.analytics.linkage.fields.company import SIMPLIFIED
from lazo.analytics.linkage.fields.family import FAMILY
from lazo.analytics.linkage.fields.given import GIVEN
from lazo.analytics.linkage.fields.texts import STREET
from lazo.analytics.linkage.folding import ACCENTED, BARE, FOLD
from lazo.analytics.linkage.nicknames import FORMAL
from lazo.analytics.linkage.sounds import SOUND
from lazo.analytics.linkage.steps import Steps, Words

PIPES = {"fold": FOLD, "given": GIVEN, "family": FAMILY, "company": SIMPLIFIED, "street": STREET, "sound": SOUND}
WORDS = (
    "Mª", "José", "de", "la", "Núñez", "Gonçalves", "S.A.", "de", "C.V.", "Cía.", "Hnos", "Cl.", "No.", "#", "10-21", "Zé", "Ximena", "Glez", "chuy",
    "S. de R.L. de C.V.", "Ltda", "q", "Llano", "Vélez", "ß", "n\u0303",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.text("abcvñÑç ÁüÉ.-'#19|\u0301", max_size=14)
)


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    backend = open_duckdb(memory_limit="256MB", threads=1)
    yield backend
    backend.disconnect()


@settings(max_examples=examples(6))
@given(texts=st.lists(TEXTS, min_size=40, max_size=60))
def test_columns_and_single_texts_come_out_equal(con: Any, texts: list[str]) -> None:
    table = con.create_table("texts", pa.table({"place": range(len(texts)), "text": texts}), overwrite=True)
    made = (
        table.select("place", **{name: pipe.of(table.text) for name, pipe in PIPES.items()})
        .order_by("place")
        .to_pyarrow()
    )
    for name, pipe in PIPES.items():
        assert made[name].to_pylist() == [pipe.on(text) for text in texts], name


def test_every_accent_has_its_letter() -> None:
    assert len(ACCENTED) == len(BARE)


@pytest.mark.parametrize(
    ("pipe", "text", "form"),
    [
        (GIVEN, "Mª. José", "maria jose"),
        (GIVEN, "Sra. Fca.", "francisca"),
        (FAMILY, "De la Torre y Glez.", "torre gonzalez"),
        (FAMILY, "NÚÑEZ D’Ávila", "nunez d avila"),
        (SIMPLIFIED, "Cafetería La Ceiba, S. de R.L. de C.V.", "cafeteria ceiba"),
        (SIMPLIFIED, "Distribuidora Pérez Hnos. S.A.S.", "distribuidora perez hermanos"),
        (SIMPLIFIED, "Padaria do João EIRELI - ME", "padaria joao"),
        (STREET, "Cra. 43A # 10 - 21, Apto 301", "carrera 43a 10 21 apartamento 301"),
        (STREET, "R. das Flores nº 5", "rua flores 5"),
        (SOUND, "Gonçalves Llano", "gonsalbes iano"),
        (SOUND, "Ximena Vásquez", "jimena baskes"),
        (Steps((Words(FORMAL),)), "pepe", "jose"),
    ],
)
def test_names_take_one_form(pipe: Steps, text: str, form: str) -> None:
    assert pipe.on(text) == form


@pytest.mark.parametrize(
    ("one", "other"), [("Baldés", "Valdez"), ("Yañes", "Lláñez"), ("Ernández", "Hernandes"), ("Geménez", "Jeménes")]
)
def test_spellings_of_one_sound_fall_together(one: str, other: str) -> None:
    assert SOUND.on(one) == SOUND.on(other)
