"""What the version that holds says of everybody it can speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lazo.differentiate.models import ModelVersion, PropensityModel
from lazo.differentiate.propensity.asked import Asked
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from lazo.analytics.propensity.model import Model
    from lazo.analytics.tuples import Ints

PIECE = 20_000


@dataclass(frozen=True)
class Foretold:
    """One customer; `reasons` as Propensity keeps them."""

    customer: int
    chance: float
    confidence: float
    reasons: list[list[Any]]
    answer: str = ""


def asked_of(workspace: Workspace, model: PropensityModel, on: date) -> Asked:
    """Everybody the model's question is about at the end of `on`. Raises UnableToReadLabel, UnableToOpenWarehouse."""
    if model.table is not None:
        return _of_table(model)
    from lazo.differentiate.propensity.purchases import Customers

    customers = Customers.of(open_snapshot(workspace))
    if model.kind == PropensityModel.Kind.NEXT_CATEGORY:
        from lazo.differentiate.propensity.categories import categories_to_foretell

        return categories_to_foretell(customers, on)
    import numpy as np

    now = customers.histories(on, looks=0)[0]
    rows = customers.to_foretell(now)
    days = np.full(len(rows), float(now.day))
    return Asked(customers.members.ids[rows], customers.columns(now, rows), days)


def _of_table(model: PropensityModel) -> Asked:
    """The rows whose end is not known yet, where there are any; else each customer's last row. One row a customer."""
    import numpy as np

    from lazo.differentiate.propensity.labelled import read_label_table
    from lazo.differentiate.propensity.linking import customers_of

    table = model.table
    assert table is not None
    read = read_label_table(table)
    customers = customers_of(read.ids)
    party = np.array([customers.get(one, -1) if one else -1 for one in read.ids] or [], dtype=np.int64)
    party = party if len(party) else np.full(len(read.labels.yes), -1)
    chosen = party >= 0
    open_rows = chosen & ~read.labels.known
    chosen = open_rows if open_rows.any() else chosen
    when = np.zeros(len(party)) if read.days is None else np.nan_to_num(read.days, nan=-np.inf)
    order = np.lexsort((np.arange(len(party)), when, party))
    order = order[chosen[order]]
    last = order[np.concatenate((party[order][1:] != party[order][:-1], [True]))] if len(order) else order
    return Asked(party[last], [one.taken(last) for one in read.columns], None if read.days is None else read.days[last])


def foretell(asked: Asked, version: ModelVersion, *, after: int) -> Iterator[list[Foretold]]:
    """What the version says of whom is asked, from the customer behind `after` on, in pieces."""
    import numpy as np

    from lazo.analytics.propensity.model import Model

    model = Model.from_json(version.numbers)
    curve = version.card["out_of_fold"]["curve"]
    rows = np.flatnonzero(asked.customers > after)
    while len(rows):
        last = asked.customers[rows[min(PIECE, len(rows)) - 1]]
        end = int(np.searchsorted(asked.customers[rows], last, side="right"))  # all cases of a customer together
        yield _best(_piece(asked, model, curve, rows[:end]))
        rows = rows[end:]


def _best(told: list[Foretold]) -> list[Foretold]:
    """Of several answers about one customer the likeliest, the first of equals."""
    best: dict[int, Foretold] = {}
    for one in told:
        if one.customer not in best or one.chance > best[one.customer].chance:
            best[one.customer] = one
    return list(best.values())


def _piece(asked: Asked, model: Model, curve: list[list[float]], part: Ints) -> list[Foretold]:
    from lazo.analytics.propensity.model import confidence

    columns = [one.taken(part) for one in asked.columns]
    days = None if asked.days is None else asked.days[part]
    chances, reasons = model.explained(columns, days, len(part))
    sure = confidence(curve, chances)
    answers = asked.answers
    return [
        Foretold(
            customer=int(asked.customers[row]),
            chance=round(float(chances[place]), 6),
            confidence=round(float(sure[place]), 4),
            reasons=[[one.column, one.cell[:80], round(one.share, 4)] for one in reasons[place]],
            answer=answers[row] if answers else "",
        )
        for place, row in enumerate(part.tolist())
    ]
