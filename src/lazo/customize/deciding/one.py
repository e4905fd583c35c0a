"""What one customer's action was decided from, read back from JSON."""

from datetime import date
from typing import Any

import numpy as np

from lazo.customize.deciding.choice import Choice, Inputs, read_rival


def read_one(told: dict[str, Any]) -> tuple[Inputs, Choice]:
    """Inputs and choice as `operations.action_table.inputs_json` kept them: arrays of one element."""
    inputs = Inputs(
        on=date.fromisoformat(told["on"]),
        seed=told["seed"],
        ids=np.array([told["customer"]], np.int64),
        owners=np.array([told["owner"]], np.int64),
        strata=np.array([told["stratum"]], np.int8),
        rivals=tuple(read_rival(one) for one in told["rivals"]),
        verdicts=tuple(np.array([one], np.int8) for one in told["asked"]),
        margins=tuple(np.array([one], np.int64) for one in told["margins"]),
        done={(place, owner): count for place, owner, count in told["done"]},
    )
    choice = Choice(
        np.array([told["chosen"]], np.int16),
        np.array([told["control"]], np.bool_),
        tuple(np.array([one], np.int8) for one in told["verdicts"]),
        tuple(np.array([one], np.int64) for one in told["money"]),
        tuple(np.array([one], np.float32) for one in told["uplifts"]),
    )
    return inputs, choice
