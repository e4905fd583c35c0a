"""A table of campaign answers to learn from, and customers whom its ids name."""

import io
from dataclasses import dataclass

import numpy as np
from world import World

from lazo.differentiate.models import LabelTable, PropensityModel
from lazo.differentiate.operations.label_table import describe_table, receive_table
from lazo.differentiate.operations.propensity_model import create_model
from lazo.identify.models import Party, Source, SourceRecord

ROWS, OPEN = 900, 60
CHOICES = {"label": "respondio", "rule": "si", "id": "cliente", "day": "fecha", "known": "", "declared": {}}


@dataclass(frozen=True)
class Foretold:
    table: LabelTable
    model: PropensityModel
    customers: list[Party]


def answers_csv(*, seed: int = 4, rows: int = ROWS, open_rows: int = OPEN) -> bytes:
    """Who answered: those with a higher balance and a gold level more often; the last rows are not known yet. `duracion` leaks."""
    rng = np.random.default_rng(seed)
    balance = rng.normal(500, 200, rows).round(1)
    gold = rng.random(rows) < 0.4
    chance = 1 / (1 + np.exp(-((balance - 520) / 120 + np.where(gold, 1.0, -0.8))))
    yes = rng.random(rows) < chance
    day = np.datetime64("2025-01-01") + np.sort(rng.integers(0, 300, rows))
    lines = ["cliente,fecha,saldo,nivel,canal,duracion,respondio"]
    for n in range(rows):
        answer = "" if n >= rows - open_rows else "si" if yes[n] else "no"
        talked = int(rng.integers(60, 600) if yes[n] else rng.integers(5, 200))
        level, channel = "oro" if gold[n] else "plata", ("correo", "llamada")[n % 2]
        lines.append(f"C{n:04d},{day[n]},{balance[n]},{level},{channel},{talked},{answer}")
    return ("\n".join(lines) + "\n").encode()


def make_answers(world: World, *, rows: int = ROWS, known: int = ROWS, open_rows: int = OPEN) -> Foretold:
    """The table described, a model of it, and the first `known` of its customers: every third is Carla's, the others Ana's."""
    customers = Party.objects.bulk_create(
        Party(
            name=f"Cliente {n}",
            owner=world.carla if n % 3 == 0 else world.ana,
            team=world.south if n % 3 == 0 else world.north,
        )
        for n in range(known)
    )
    source = Source.objects.create(key="campanas", name="Campañas")
    first = rows - known
    SourceRecord.objects.bulk_create(
        SourceRecord(source=source, external_id=f"C{first + n:04d}", party=one) for n, one in enumerate(customers)
    )
    stream = io.BytesIO(answers_csv(rows=rows, open_rows=open_rows))
    table = receive_table(name="Respuestas 2025", file_name="respuestas.csv", stream=stream, by=world.diego)
    table = describe_table(table=table, choices=CHOICES, version=table.version, by=world.diego)
    model = create_model(kind="RESPONSE", name="Responde a la campaña", table=table, by=world.diego)
    return Foretold(table, model, customers)
