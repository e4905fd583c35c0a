"""The steps of a run over arrays, each said to the context and each a place where it may be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from lazo.analytics.arrays.cohorts import Cohorts
from lazo.analytics.arrays.facts import Facts
from lazo.analytics.arrays.gaps import Masks
from lazo.analytics.arrays.members import Flags
from lazo.analytics.arrays.rfm import rfm_numbers
from lazo.analytics.arrays.tiers import NONE, TIERS, cost_magnets
from lazo.analytics.arrays.walk import Follower, Sums, Walk, Window
from lazo.analytics.backtest import back_test, hold_back_days
from lazo.analytics.facts import WINDOW_MONTHS
from lazo.analytics.pace import pace_of, whole_until
from lazo.analytics.parquet import read_file
from lazo.analytics.rollup import months_before
from lazo.analytics.trial import Calibration, Holdout
from lazo.analytics.tuples import Floats, Ints
from lazo.differentiate.positions.assign_arrays import AREA_NAMES
from lazo.differentiate.positions.place_arrays import places
from lazo.differentiate.scoring.arrays.cube import (
    NOT_THERE,
    Keepers,
    changed_customers,
    coded_column,
    map_cells,
    movements,
)
from lazo.differentiate.scoring.arrays.rows import Standing, score_table
from lazo.differentiate.scoring.arrays.segments import segment_cube
from lazo.differentiate.scoring.arrays.standing import (
    Everyone,
    Judged,
    Previous,
    columns_of_rules,
    positions_of,
    standings,
)
from lazo.differentiate.scoring.arrays.summary import summarise
from lazo.differentiate.scoring.arrays.warehouse import Warehouse
from lazo.differentiate.scoring.contract_book import NO_CONTRACTS, ContractBook
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.history import History
from lazo.differentiate.scoring.prediction import Prediction, predict, predict_place
from lazo.differentiate.scoring.proof import Proof
from lazo.differentiate.scoring.score_file import places_path, score_path
from lazo.differentiate.scoring.serving import Costing
from lazo.differentiate.scoring.table_file import write_table
from lazo.differentiate.scoring.value_model import ValueModel
from lazo.differentiate.scoring.wallet import Wallet
from lazo.kernel.warehouse.snapshot import Snapshot
from lazo.kernel.workspace import Workspace


class ArrayRun:
    """Computes the run of a day; `say` is called before each step with its name."""

    def __init__(
        self,
        snapshot: Snapshot,
        workspace: Workspace,
        *,
        on: date,
        earlier: Earlier,
        say: Callable[[str], None],
        costing: Costing,
        wallet: Wallet | None = None,
        contracts: ContractBook = NO_CONTRACTS,
        offering: Ints | None = None,
    ) -> None:
        self._workspace = workspace
        self._contracts = contracts
        self._costing = costing
        self._wallet = wallet
        self._offering = offering
        self._on = on
        self._earlier = earlier
        self._say = say
        self._say("leer los hechos de cada cliente")
        self._warehouse = Warehouse.of(snapshot, earlier.prices)
        self._members = len(self._warehouse.members)
        self._masks = Masks()
        self._cohorts = Cohorts(self._members) if earlier.fit is None else None
        self._windows: dict[str, Window] = {}
        self._years: dict[date, Window] = {}

    def compute(self, run_id: int) -> dict[str, Any]:
        """What `Computation` is made of; writes the file of scores."""
        sums = self._walk()
        facts = self._facts(sums.pop(self._on), self._on)
        history = History.of_arrays(facts)
        self._say("ajustar los modelos de valor")
        model = ValueModel.of(self._earlier.fit, history, on=self._on)
        self._say("probar los modelos con el pasado")
        proof = self._proof(sums)
        self._say("proyectar el valor y ubicar en el ciclo")
        gaps = self._gaps(facts)
        self._masks = Masks()  # what the months said of days is known now, and the room is needed
        prediction, is_margin = predict(history, history.tuples(), model, proof, on=self._on), history.is_margin
        prediction = self._contracts.counted(prediction, history, on=self._on)
        prediction = self._costing.netted(prediction, history, model, on=self._on)
        del history
        standing = self._standing(facts, is_margin, prediction, gaps, model)
        del facts, prediction
        table = self._costing.with_costs(score_table(standing, run_id=run_id, on=self._on), on=self._on)
        write_table(table, score_path(self._workspace, run_id))
        del table
        self._say("resumir")
        keepers, area, person = _keepers(standing), standing.positions.area, standing.everyone.person
        told = {
            "model": model,
            "proof": proof,
            "is_refit": self._earlier.fit is None,
            "counts": {**summarise(standing), "cohorts": self._cohort_cells()},
            "cells": map_cells(standing, keepers),
            "segments": segment_cube(standing, keepers),
            "since": self._earlier.since,
            **self._changed(standing),
        }
        del standing  # only where each stands is asked for from here on, and the room is needed
        self._say("ubicar a cada uno hace un mes")
        before = self._before(sums, person, gaps, model, proof)
        return told | {"ways": movements(before, area, keepers)}

    def _walk(self) -> dict[date, Sums]:
        """The sums of today, of a month ago and of the back-test's cut-off, as far as this run needs them."""
        days = [self._on]
        self._years[self._on] = self._year_before(self._on)
        if self._earlier.compared is None:
            days.append(self._earlier.since)
            self._years[self._earlier.since] = self._year_before(self._earlier.since)
        if self._earlier.fit is None and self._held_back():
            days.append(self._cutoff())
            length = timedelta(days=self._held_back())
            self._windows["holdout"] = Window(self._members, after=self._cutoff(), until=self._on)
            self._windows["previous"] = Window(self._members, after=self._cutoff() - length, until=self._cutoff())
        followers: list[Follower] = [self._masks] if self._cohorts is None else [self._masks, self._cohorts]
        return Walk(
            self._warehouse.book, days, self._on, [*self._windows.values(), *self._years.values()], followers
        ).run()

    def _year_before(self, day: date) -> Window:
        return Window(self._members, after=months_before(day, WINDOW_MONTHS), until=day)

    def _facts(self, sums: Sums, on: date) -> Facts:
        return Facts.of(sums, self._years.pop(on, None), self._warehouse.members, on=on)

    def _held_back(self) -> int:
        first = self._warehouse.first_day
        return 0 if first is None or first > self._on else hold_back_days((self._on - first).days)

    def _cutoff(self) -> date:
        return self._on - timedelta(days=self._held_back())

    def _proof(self, sums: dict[date, Sums]) -> Proof:
        if self._earlier.fit is not None:
            return Proof.from_json(self._earlier.fit.back_test)
        first = self._warehouse.first_day
        if self._held_back() < 1:
            days = 0 if first is None or first > self._on else (self._on - first).days
            return Proof.untested(history_days=days)
        cutoff = self._cutoff()
        known = self._facts(sums[cutoff], cutoff)
        if cutoff != self._earlier.since or self._earlier.compared is not None:
            del sums[cutoff]
        months = self._cohorts.returns() if self._cohorts else []
        calibration, holdout = self._held(known)
        test = back_test(replace(calibration, pace=whole_until(months, cutoff)), holdout)
        return Proof.of(test, cutoff=cutoff, until=self._on, pace=pace_of(months, until=self._on))

    def _held(self, known: Facts) -> tuple[Calibration, Holdout]:
        after, before = self._windows.pop("holdout"), self._windows.pop("previous")
        calibration = Calibration(
            x=known.x,
            t_x_days=known.t_x,
            age_days=known.age,
            mean=known.monetary,
            money=known.money_total,
            window_purchases=before.days[known.who].astype(np.int64),
            window_money=before.money[known.who],
        )
        bought = after.days[known.who].astype(np.int64)
        return calibration, Holdout(days=self._held_back(), purchases=bought, money=after.money[known.who])

    def _gaps(self, facts: Facts) -> Floats:
        """Everyone's when the models are fitted, else only of those who bought since the last run. By member."""
        previous = self._earlier.previous if self._earlier.fit is not None else None
        if previous is None:
            return self._masks.medians(self._members)
        kept, known = self._kept_gaps(previous, facts)
        medians = self._masks.medians(self._members, ~known)
        return np.where(known, kept, medians)

    def _kept_gaps(self, file: Path, facts: Facts) -> tuple[Floats, Flags]:
        """The medians of the last run, and in whom nothing has changed since: first and last day and counts."""
        names = ["customer_id", "first_day", "last_day", "n_purchases", "frequency", "gap_median_days"]
        table = read_file(file, names)
        table = table.filter(table.column("first_day").is_valid())
        who = self._warehouse.members.position(table.column("customer_id").to_numpy())
        there = who >= 0
        at = np.full(self._members, -1)
        at[facts.who] = np.arange(len(facts))
        there[there] = at[who[there]] >= 0
        who = who[there]
        found = at[who]
        same = np.ones(len(who), dtype=np.bool_)
        for name, values in (("first_day", facts.first_day), ("last_day", facts.last_day)):
            days = table.column(name).combine_chunks().cast(pa.int32()).to_numpy()
            same &= days[there] == values[found]
        for name, counts in (("n_purchases", facts.n_purchases), ("frequency", facts.x)):
            same &= table.column(name).to_numpy()[there] == counts[found]
        known = np.zeros(self._members, dtype=np.bool_)
        known[who[same]] = True
        kept = np.full(self._members, np.nan)
        kept[who] = table.column("gap_median_days").to_numpy()[there]
        return kept, known

    def _previous(self) -> Previous:
        if self._earlier.previous is None:
            return Previous.nothing(self._members)
        previous = Previous.nothing(self._members)
        table = read_file(self._earlier.previous, ["customer_id", "p_alive"])
        tier = coded_column(self._earlier.previous, "tier", TIERS)
        who = self._warehouse.members.position(table.column("customer_id").to_numpy())
        known = who >= 0
        previous.tier[who[known]] = np.where(tier == len(TIERS), NONE, tier)[known]
        previous.p_alive[who[known]] = table.column("p_alive").to_numpy()[known]
        return previous

    def _standing(
        self, facts: Facts, is_margin: Flags, prediction: Prediction, gaps: Floats, model: ValueModel
    ) -> Standing:
        rows = np.flatnonzero(self._warehouse.people.row[facts.who] >= 0)
        if len(rows) < len(facts):
            facts, prediction, is_margin = facts.taken(rows), prediction.taken(rows), is_margin[rows]
        return self._placed(facts, is_margin, prediction, gaps, model)

    def _placed(
        self, facts: Facts, is_margin: Flags, prediction: Prediction, gaps: Floats, model: ValueModel
    ) -> Standing:
        people, previous = self._warehouse.people, self._previous()
        own = gaps[facts.who]
        judged = Judged.of(facts, prediction, people, own, previous, r=_shape(model))
        everyone = Everyone.of(facts, people, on=self._on, run_on=self._on)
        signals = replace(
            self._warehouse.signals(self._on), contracts=self._contracts.on(self._on), offering=self._offering
        )
        columns = columns_of_rules(
            everyone,
            people,
            facts=facts,
            prediction=prediction,
            judged=judged,
            signals=signals,
            previous=previous,
            on=self._on,
            run_on=self._on,
        )
        positions = positions_of(columns, everyone)
        wallet = self._wallet
        shares = None if wallet is None else wallet.of_customers(people.customer[everyone.person])
        magnets = cost_magnets(facts.money_12m, np.where(facts.value_is_margin, facts.margin_12m, 0))
        return Standing(
            everyone=everyone,
            people=people,
            facts=facts,
            is_margin=is_margin,
            prediction=prediction,
            judged=judged,
            columns=columns,
            positions=positions,
            place=places(positions, replace(standings(everyone, columns, prediction, judged), wallet=shares)),
            strategic=everyone.spread((judged.is_top + 2 * magnets).astype(np.int8), 0),
            rfm=rfm_numbers(facts),
            gaps=own,
            of_contracts=self._contracts.of_others(people.customer[everyone.person], on=self._on),
        )

    def _before(self, sums: dict[date, Sums], person: Ints, gaps: Floats, model: ValueModel, proof: Proof) -> Any:
        """The area a month ago of everyone now, NOT_THERE of who was not: as was said then, or as the data say now."""
        area = np.full(self._members, NOT_THERE, dtype=np.int8)
        if self._earlier.compared is not None:
            ids = read_file(self._earlier.compared, ["customer_id"]).column(0)
            who = self._warehouse.members.position(ids.to_numpy())
            codes = coded_column(self._earlier.compared, "area", AREA_NAMES)
            area[who[who >= 0]] = codes[who >= 0]
        else:
            who, codes = self._a_month_ago(sums, gaps, model, proof)
            area[who] = codes
        return area[self._warehouse.people.who[person]]

    def _a_month_ago(self, sums: dict[date, Sums], gaps: Floats, model: ValueModel, proof: Proof) -> tuple[Any, Any]:
        on, people = self._earlier.since, self._warehouse.people
        facts = self._facts(sums.pop(on), on)
        history = History.of_arrays(facts)
        prediction = predict_place(history, history.tuples(), model, proof)
        prediction = self._contracts.counted(prediction, history, on=on)
        prediction = self._costing.netted(prediction, history, model, on=on)
        rows = np.flatnonzero(people.row[facts.who] >= 0)
        if len(rows) < len(facts):
            facts, prediction = facts.taken(rows), prediction.taken(rows)
        nobody = Previous.nothing(self._members)
        judged = Judged.of(facts, prediction, people, gaps[facts.who], nobody, r=_shape(model))
        everyone = Everyone.of(facts, people, on=on, run_on=self._on)
        signals = replace(self._warehouse.signals(on), contracts=self._contracts.on(on))
        columns = columns_of_rules(
            everyone,
            people,
            facts=facts,
            prediction=prediction,
            judged=judged,
            signals=signals,
            previous=nobody,
            on=on,
            run_on=self._on,
        )
        area = positions_of(columns, everyone).area
        coded = pa.DictionaryArray.from_arrays(pa.array(area), pa.array(AREA_NAMES, pa.string()))
        table = pa.table({"customer_id": people.customer[everyone.person], "area": coded})
        write_table(table, places_path(self._workspace, on))
        return people.who[everyone.person], area

    def _changed(self, standing: Standing) -> dict[str, Any]:
        if self._earlier.previous is None:
            return {"changed": None, "previous_rows": 0}
        changed, rows = changed_customers(self._earlier.previous, standing)
        return {"changed": changed, "previous_rows": rows}

    def _cohort_cells(self) -> dict[str, Any]:
        """Cohorts are monthly: they are counted with every fit, and say of which day they are."""
        if self._cohorts is None:
            return dict(self._earlier.fit.counts["cohorts"]) if self._earlier.fit else {}
        cells = [[cohort.isoformat(), *rest] for cohort, *rest in self._cohorts.cells()]
        return {"on": self._on.isoformat(), "cells": cells}


def _keepers(s: Standing) -> Keepers:
    person = pa.array(s.everyone.person)
    return Keepers(s.people.owner.take(person), s.people.team.take(person))


def _shape(model: ValueModel) -> float | None:
    return model.bgnbd.r if model.bgnbd else None
