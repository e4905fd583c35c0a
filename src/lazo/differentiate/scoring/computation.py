"""One run's numbers, from a snapshot of the warehouse to the file of scores, the cube and the summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from lazo.analytics.cost_to_serve import DatedCosts
from lazo.analytics.engine import read_parquet_files
from lazo.analytics.tuples import Ints
from lazo.differentiate.scoring.contract_book import ContractBook
from lazo.differentiate.scoring.contract_standing import Agreements
from lazo.differentiate.scoring.contracts import contract_survival
from lazo.differentiate.scoring.cube import changed_customers, map_cells, movements
from lazo.differentiate.scoring.customers import customers_table
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.offering import worth_offering
from lazo.differentiate.scoring.prediction import predict
from lazo.differentiate.scoring.prices import Prices
from lazo.differentiate.scoring.proof import Proof
from lazo.differentiate.scoring.reading import Reading
from lazo.differentiate.scoring.score_file import places_path, score_path, score_rows, write_file
from lazo.differentiate.scoring.segment_cube import segment_cube
from lazo.differentiate.scoring.serving import Costing
from lazo.differentiate.scoring.standing import Standing
from lazo.differentiate.scoring.summary import cohorts, summarise
from lazo.differentiate.scoring.trial import prove
from lazo.differentiate.scoring.value_model import ValueModel
from lazo.differentiate.scoring.wallet import Wallet
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.engine import fits_in_memory, open_engine
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.expr.types import Table

STEPS = 7
MEMORY = "600MB"
THREADS = 1
"""Two take a tenth more work, as each has hash tables of its own that spill, for hardly less time; pages need a core too."""

ROWS_IN_MEMORY = 3_000_000
"""Parties up to which a run is computed over arrays, some 600 bytes each; beyond, DuckDB spills to disk. Spark is always asked."""

PREVIOUS = {"customer_id": "int64", "previous_tier": "string", "previous_p_alive": "float64"}


@dataclass(frozen=True)
class Computation:
    """The outcome: everything but the scores themselves, which are in the run's file.

    `changed` are the customers in whom that file differs from the last run's, of `previous_rows` rows; null and 0
    without one.
    """

    model: ValueModel
    proof: Proof
    is_refit: bool
    counts: dict[str, Any]
    cells: list[dict[str, Any]]
    ways: list[dict[str, Any]]
    segments: dict[str, list[dict[str, Any]]]
    since: date
    changed: list[int] | None
    previous_rows: int
    prices: Prices
    contracts: list[dict[str, Any]]

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        workspace: Workspace,
        *,
        run_id: int,
        on: date,
        earlier: Earlier,
        context: JobContext,
        costs: tuple[DatedCosts, ...] = (),
        wallet: int | None = None,
        offering: int | None = None,
        rows_in_memory: int = ROWS_IN_MEMORY,
    ) -> Self:
        """Compute the run of `on` and write its file of scores: over arrays, a base too large for them in the engine.

        `costs` are the stated unit costs; without any, nothing about serving is computed. `wallet` is the trait of wallet shares,
        `offering` that of who is worth an offer; null where none is known.
        """
        steps, costing = Steps(context), Costing(snapshot, workspace, costs)
        shares = None if wallet is None else Wallet.of(snapshot, wallet)
        worth = worth_offering(snapshot, offering)
        agreed = Agreements.read(snapshot)
        contracts = contract_survival(agreed.contracts, on=on, traits=agreed.traits) if agreed else []
        book = ContractBook(agreed, contracts)
        if fits_in_memory(snapshot.rows("parties"), rows_in_memory):
            from lazo.differentiate.scoring.arrays.run import ArrayRun

            over_arrays = ArrayRun(
                snapshot,
                workspace,
                on=on,
                earlier=earlier,
                say=steps.say,
                costing=costing,
                wallet=shares,
                contracts=book,
                offering=worth,
            )
            made = over_arrays.compute(run_id)
            costing.finish(made, run_id=run_id, on=on)
            book.finish(made, workspace, run_id=run_id, on=on)
            return cls(**made, prices=earlier.prices, contracts=contracts)
        with open_engine(memory_limit=MEMORY, threads=THREADS, temp_dir=workspace.warehouse / ".spill") as con:
            reading = Reading(con, snapshot, earlier.prices)
            run = _Run(
                reading,
                workspace,
                on=on,
                earlier=earlier,
                say=steps.say,
                costing=costing,
                wallet=shares,
                contracts=book,
                offering=worth,
            )
            made = run.compute(run_id)
            costing.finish(made, run_id=run_id, on=on)
            book.finish(made, workspace, run_id=run_id, on=on)
            return cls(**made, prices=earlier.prices, contracts=contracts)

    def columns(self) -> dict[str, Any]:
        """The columns of the run's row that come from here."""
        return {
            "is_refit": self.is_refit,
            "fitted_on": self.model.fitted_on,
            "parameters": self.model.as_json(),
            "log_likelihood": self.model.log_likelihood,
            "back_test": self.proof.result,
            "is_reliable": self.proof.is_reliable,
            "counts": {**self.counts, "prices": self.prices.as_json(), "contracts": self.contracts},
        }


class Steps:
    """Says each step to the context; each is a place where the run may be cancelled."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._done = 0

    def say(self, name: str) -> None:
        """Begin the next step."""
        self._context.raise_if_cancelled()
        self._context.progress(self._done, STEPS, name)
        self._done += 1


class _Run:
    """The steps of a run in the engine."""

    def __init__(
        self,
        reading: Reading,
        workspace: Workspace,
        *,
        on: date,
        earlier: Earlier,
        say: Callable[[str], None],
        costing: Costing,
        wallet: Wallet | None,
        contracts: ContractBook,
        offering: Ints | None,
    ) -> None:
        self._reading = reading
        self._contracts = contracts
        self._costing = costing
        self._wallet = wallet
        self._offering = offering
        self._con = reading.con
        self._workspace = workspace
        self._on = on
        self._earlier = earlier
        self._step = say

    def compute(self, run_id: int) -> dict[str, Any]:
        self._step("leer los hechos de cada cliente")
        facts = self._reading.facts(self._on)
        history = History.of(facts)
        self._step("ajustar los modelos de valor")
        model = ValueModel.of(self._earlier.fit, history, on=self._on)
        self._step("probar los modelos con el pasado")
        proof = self._proof(facts)
        self._step("proyectar el valor y ubicar en el ciclo")
        gaps = self._gaps(facts)
        standing, known = self._known(facts, history, gaps, model, proof, on=self._on, previous=self._previous())
        del history  # the engine has its numbers now, and needs the room
        placed = standing.placed(known, r=_shape(model))
        path = score_path(self._workspace, run_id)
        served = self._costing.served(self._con, on=self._on)
        others = self._contracts.others(self._con, on=self._on)
        finished = standing.finished(placed)
        write_file(
            self._con, score_rows(finished, run_id=run_id, on=self._on, served=served, of_contracts=others), path
        )
        cuts = standing.cuts()
        standing.forget()
        scores = self._file(path, "scores")
        self._step("ubicar a cada uno hace un mes")
        before = self._before(gaps, model, proof)
        self._step("resumir")
        ways = movements(before, scores).to_pyarrow().to_pylist()
        cells = map_cells(scores).to_pyarrow().to_pylist()
        counts = summarise(self._con, scores, cuts)
        counts["cohorts"] = self._cohorts()
        return {
            "model": model,
            "proof": proof,
            "is_refit": self._earlier.fit is None,
            "counts": counts,
            "cells": [_named(cell) for cell in cells],
            "ways": [_named(way) for way in ways],
            "segments": segment_cube(self._con, scores),
            "since": self._earlier.since,
            **self._changed(scores),
        }

    def _proof(self, facts: Table) -> Proof:
        if self._earlier.fit is not None:
            return Proof.from_json(self._earlier.fit.back_test)
        return prove(self._reading, on=self._on, first_day=facts.first_day.min().to_pyarrow().as_py())

    def _gaps(self, facts: Table) -> Table:
        """Everyone's when the models are fitted, else only of those who bought since the last run."""
        previous = self._earlier.previous if self._earlier.fit is not None else None
        return self._reading.gaps(
            self._on, facts, before=None if previous is None else self._file(previous, "previous_gaps")
        )

    def _known(
        self, facts: Table, history: History, gaps: Table, model: ValueModel, proof: Proof, *, on: date, previous: Table
    ) -> tuple[Standing, Table]:
        standing = Standing(
            self._reading,
            on=on,
            run_on=self._on,
            wallet=self._wallet,
            contracts=self._contracts.on(on),
            offering=self._offering,
        )
        name = f"forecast_{on:%Y%m%d}"
        predicted = predict(history, history.tuples(), model, proof, on=on)
        predicted = self._contracts.counted(predicted, history, on=on)
        prediction = self._costing.netted(predicted, history, model, on=on)
        known = standing.known(customers_table(self._con, facts, history, prediction, name), gaps, previous)
        for used in (name, f"facts_{on:%Y%m%d}"):
            self._con.drop_table(used)
        return standing, known

    def _previous(self) -> Table:
        if self._earlier.previous is None:
            return self._nobody("previous_run")
        scores = self._file(self._earlier.previous, "previous_run")
        tier = (scores.tier == "").ifelse(None, scores.tier)
        return scores.select("customer_id", previous_tier=tier, previous_p_alive=scores.p_alive)

    def _before(self, gaps: Table, model: ValueModel, proof: Proof) -> Table:
        """Customers and areas of a month ago: as was said then, or as the data of that day say now."""
        if self._earlier.compared is not None:
            return self._file(self._earlier.compared, "compared")
        on = self._earlier.since
        facts = self._reading.facts(on)
        nobody = self._nobody("nobody_before")
        standing, known = self._known(facts, History.of(facts), gaps, model, proof, on=on, previous=nobody)
        path = places_path(self._workspace, on)
        write_file(self._con, standing.areas(known, r=_shape(model)).order_by("customer_id"), path)
        standing.forget()
        return self._file(path, "compared")

    def _changed(self, scores: Table) -> dict[str, Any]:
        if self._earlier.previous is None:
            return {"changed": None, "previous_rows": 0}
        before = self._file(self._earlier.previous, "previous_places")
        return {"changed": changed_customers(before, scores), "previous_rows": int(before.count().to_pyarrow().as_py())}

    def _cohorts(self) -> dict[str, Any]:
        """Cohorts are monthly: they are counted with every fit, and say of which day they are."""
        if self._earlier.fit is not None:
            return dict(self._earlier.fit.counts["cohorts"])
        cells = cohorts(self._reading.months_until(self._on), self._reading.moved)
        return {"on": self._on.isoformat(), "cells": cells}

    def _nobody(self, name: str) -> Table:
        import ibis

        return self._con.create_table(name, schema=ibis.schema(PREVIOUS), overwrite=True)

    def _file(self, path: Path, name: str) -> Table:
        return read_parquet_files(self._con, [path], name)


def _shape(model: ValueModel) -> float | None:
    return model.bgnbd.r if model.bgnbd else None


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Sums come as decimals without places; owner and team are already named as the model's columns."""
    return {key: value if value is None or isinstance(value, str) else int(value) for key, value in row.items()}
