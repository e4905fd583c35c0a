"""A finished experiment of two e-mails like a public one: one changes everybody alike, the other wins buyers and drives the others away."""

import random
from typing import Any

import numpy as np
from experimented import START, begin, decide
from mirrored import make_parties, make_purchases, note, run_sync

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.encoding import learn_encoding
from lazo.customize.models import Arm, Experiment, Outcome
from lazo.identify.models import Party
from lazo.kernel.models import Change, User
from lazo.kernel.workspace import Workspace

EACH = 900
BASE = 0.25
EFFECTS = {"a": (0.2, 0.2), "b": (0.3, -0.2), "control": (0.0, 0.0)}
"""Of each e-mail what it adds to the chance of who bought before, and of who never did."""


def two_emails(by: User, workspace: Workspace, *, each: int = EACH) -> Experiment:
    """`each` customers an arm, every second one a buyer; who does it is drawn, the same every time."""
    experiment = begin(by, key="correos", metric="visit", control=3_333, unit_margin=1_000_00, unit_cost=1_000)
    Arm.objects.create(experiment=experiment, key="b", name="Aviso", share=3_334)
    parties = make_parties(3 * each)
    note(parties, Change.Operation.APPEND, table="parties")
    make_purchases(parties[::2], [30 + 2 * (n % 90) for n in range(len(parties[::2]))])
    draws = random.Random(7)
    for place, (key, effects) in enumerate(EFFECTS.items()):
        own = parties[place * each : (place + 1) * each]
        decide(experiment, Arm.objects.get(experiment=experiment, key=key), [one.pk for one in own])
        told = [one for n, one in enumerate(own) if draws.random() < BASE + effects[n % 2]]
        Outcome.objects.bulk_create(
            Outcome(experiment=experiment, party=one.pk, name="visit", on=START, key=str(one.pk)) for one in told
        )
    run_sync(workspace)
    return experiment


def buyers() -> set[int]:
    """The customers at even places: those who bought."""
    ids = list(Party.objects.order_by("pk").values_list("pk", flat=True))
    return set(ids[::2])


def card_apart() -> tuple[dict[str, Any], dict[str, Any]]:
    """A card and a model of one column, without anybody to learn from: the best 40 % are to be written to, 20 % left in peace."""
    half = {"difference": 0.1, "low": 0.05, "high": 0.15}
    advice = {"share": 0.4, "least": 0.125, "inside": half, "outside": half, "net": 12.0, "pays": True}
    card = {
        "rows": 400,
        "treated": {"n": 200, "yes": 80},
        "control": {"n": 200, "yes": 60},
        "qini": 0.02,
        "deviation": 0.005,
        "uplift_at": [[0.1, 0.2], [1.0, 0.1]],
        "curve": [[0.0, 0.0], [0.4, 0.08], [1.0, 0.1]],
        "targeting": "SOME",
        "asleep_share": 0.2,
        "asleep_below": -0.05,
        "advice": advice,
        "value": None,
        "cost": 0.0,
        "columns": ["facts.days"],
        "left_out": [],
    }
    columns = [ReadColumn("facts.days", ColumnKind.NUMBER, np.arange(4.0))]
    encoding = learn_encoding(columns, is_dated=False).as_json()
    return card, {"encoding": encoding, "mean": [1.5], "scale": [1.0], "treated": [0.0, 1.0], "control": [0.0, 0.0]}
