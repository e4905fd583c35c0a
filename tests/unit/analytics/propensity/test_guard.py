"""A column known only after the fact is refused, and why is said; what is known before is kept."""

import numpy as np
import pytest

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.guard import Reason, Timing, inspect
from lazo.analytics.propensity.training import Labelled, guard

RNG = np.random.default_rng(8)
N = 1200
YES = RNG.random(N) < 0.3
NOISE = RNG.normal(size=N)


def number(name: str, values: np.ndarray) -> ReadColumn:
    return ReadColumn(name, ColumnKind.NUMBER, np.asarray(values, dtype=np.float64))


def day(name: str, values: np.ndarray) -> ReadColumn:
    return ReadColumn(name, ColumnKind.DAY, np.asarray(values, dtype=np.float64))


def reason_of(column: ReadColumn, *, days: np.ndarray | None = None, said: Timing | None = None) -> Reason | None:
    found = inspect([column], YES, days=days, declared={column.name: said} if said else {}, seed=1)
    return found[0].reason if found else None


HALF_TOLD = YES * 1.0 + RNG.normal(size=N)
DAYS = 100.0 + np.arange(N) % 50


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (number("edad", NOISE), None),
        (number("saldo", np.where(RNG.random(N) < 0.2, np.nan, NOISE)), None),
        (number("copia", YES + RNG.normal(size=N) * 0.05), Reason.TELLS),
        (number("monto_recuperado", np.where(YES, NOISE, np.nan)), Reason.ONLY_FILLED),
        (number("duration", HALF_TOLD), Reason.NAMED),
        (number("duracion_llamada", HALF_TOLD), Reason.NAMED),
        (number("dias_de_mora", HALF_TOLD), Reason.NAMED),
        (number("duration", NOISE), None),
        (number("fijo", np.ones(N)), Reason.CONSTANT),
        (number("vacia", np.where(np.arange(N) < 5, 1.0, np.nan)), Reason.EMPTY),
        (number("folio", np.arange(N)), Reason.IDENTIFIES),
        (number("religion", NOISE), Reason.SENSITIVE),
        (ReadColumn("nota", ColumnKind.WORD, np.arange(N) * 1.0, tuple(map(str, range(N)))), Reason.IDENTIFIES),
        (day("fecha_visita", DAYS + 3), Reason.LATER),
        (day("alta", DAYS - RNG.integers(1, 90, N)), None),
        (day("due_date", DAYS + 30), Reason.CONSTANT),
        (day("vencimiento", DAYS + RNG.integers(10, 60, N)), None),
    ],
)
def test_each_column_is_judged_by_what_it_is(column: ReadColumn, reason: Reason | None) -> None:
    assert reason_of(column, days=DAYS) == reason


def test_what_a_person_declares_counts_but_never_against_telling_the_label() -> None:
    assert reason_of(number("edad", NOISE), said=Timing.AFTER) == Reason.DECLARED
    assert reason_of(number("duration", HALF_TOLD), said=Timing.BEFORE) is None
    assert reason_of(day("visita", DAYS + 3), days=DAYS, said=Timing.BEFORE) is None
    assert reason_of(number("copia", YES * 1.0), said=Timing.BEFORE) == Reason.TELLS


def test_a_column_that_dominates_alone_is_refused_whatever_it_is_called() -> None:
    columns = [number(f"c{n}", HALF_TOLD * 0.1 + RNG.normal(size=N)) for n in range(4)]
    strong = number("v11", YES * 2.1 + RNG.normal(size=N))
    found = guard(Labelled([*columns, strong], YES), seed=1)
    assert [(one.column, one.reason, one.is_leak) for one in found] == [("v11", Reason.DOMINATES, True)]
    trusted = Labelled([*columns, strong], YES, declared={"v11": Timing.BEFORE})
    assert guard(trusted, seed=1) == []


def test_a_strong_column_is_no_alarm_where_the_whole_is_not_too_good() -> None:
    columns = [number("otra", NOISE), number("saldo", YES * 1.2 + RNG.normal(size=N))]
    assert guard(Labelled(columns, YES), seed=1) == []


def test_two_columns_that_say_the_same_do_not_raise_the_alarm() -> None:
    strong = YES * 2.1 + RNG.normal(size=N)
    pair = [number("contrato", strong), number("permanencia", strong + RNG.normal(size=N) * 0.1)]
    assert guard(Labelled(pair, YES), seed=1) == []
