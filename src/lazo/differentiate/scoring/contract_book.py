"""The contracts of a run: where customers stand by them, and what they add to what customers are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.scoring.contract_standing import Agreements, ContractStanding
from lazo.differentiate.scoring.contract_worth import ContractWorth
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction
from lazo.differentiate.scoring.score_file import contracts_path
from lazo.differentiate.scoring.table_file import write_table
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table


@dataclass(frozen=True)
class ContractBook:
    """The contracts of a run, and what it found of how long they last (see `contracts.contract_survival`)."""

    all: Agreements | None
    survival: Sequence[Mapping[str, Any]]
    _counted: dict[date, tuple[Ints, Ints | None, ContractWorth]] = field(default_factory=dict)
    _alone: dict[date, tuple[Ints, Ints]] = field(default_factory=dict)
    """By day: customers who never bought, and what is expected of their contracts."""

    def on(self, day: date) -> ContractStanding | None:
        """Where customers with contracts stand at the end of a day; null where nobody has one."""
        return None if self.all is None else ContractStanding.of(self.all, self.survival, on=day)

    def counted(self, prediction: Prediction, history: History, *, on: date) -> Prediction:
        """The prediction with what the contracts that run on the day are expected to bring, once."""
        worth = None if self.all is None else ContractWorth.of(self.all, self.survival, history, on=on)
        if worth is None:
            return prediction
        counted = worth.counted(prediction, history)
        self._alone[on] = worth.alone(history)
        self._counted[on] = (history.customer, counted.of_contracts, worth)
        return counted

    def finish(self, made: dict[str, Any], workspace: Workspace, *, run_id: int, on: date) -> None:
        """Write whose lifetime value has a part of contracts, and add to what the run tells how they were counted."""
        if on not in self._counted:
            return
        customer, part, worth = self._counted[on]
        others, theirs = self._alone[on]
        made["counts"]["contract_worth"] = worth.as_json(part, theirs)
        some = np.zeros(0, dtype=np.int64) if part is None else np.flatnonzero(part)
        if part is not None or len(others):
            who = np.concatenate([customer[some], others])
            amount = np.concatenate([theirs[:0] if part is None else part[some], theirs])
            order = np.argsort(who)
            table = pa.table({"customer_id": who[order], "of_contracts": amount[order]})
            write_table(table, contracts_path(workspace, run_id))

    def of_others(self, customers: Ints, *, on: date) -> Floats | None:
        """What customers who never bought are worth by their contracts, NaN of everybody else; null where that is nobody."""
        ids, worth = self._alone.get(on, (customers[:0], customers[:0]))
        if not len(ids):
            return None
        at = np.minimum(np.searchsorted(ids, customers), len(ids) - 1)
        return np.where(ids[at] == customers, worth[at].astype(np.float64), np.nan)

    def others(self, con: Backend, *, on: date) -> Table | None:
        """The same in the engine: customer_id, of_contracts."""
        ids, worth = self._alone.get(on, ((), ()))
        if not len(ids):
            return None
        return con.create_table(
            "of_contracts_alone", pa.table({"customer_id": ids, "of_contracts": worth}), overwrite=True
        )


NO_CONTRACTS = ContractBook(None, ())
