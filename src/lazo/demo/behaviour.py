"""What the fictitious customers do: purchases from known parameters, returns, interactions."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from lazo.analytics.simulate import SimulatedPurchases, simulate_bgnbd
from lazo.demo.company import BEHAVIOUR, HISTORY_DAYS, ORGANIZATION_SPEND, PROSPECT_SHARE, RETURN_SHARE, SPEND

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Purchases:
    """One element per purchase: whose (index of the true person), when, for how much in pesos; returns are negative."""

    customer: Ints
    day: npt.NDArray[np.datetime64]
    pesos: Floats


@dataclass(frozen=True, slots=True)
class Behaviour:
    """All purchases, the day each person came (first contact), and the simulation behind them."""

    purchases: Purchases
    came: npt.NDArray[np.datetime64]
    buyers: Ints
    simulation: SimulatedPurchases


def draw_behaviour(rng: np.random.Generator, organizations: npt.NDArray[np.bool_], *, on: date) -> Behaviour:
    """Purchases of everybody up to `on`: a share never buys, the rest first bought some day of the last three years."""
    count = len(organizations)
    buys = rng.random(count) >= PROSPECT_SHARE
    came = _first_contacts(rng, buys)
    buyers = np.flatnonzero(buys)
    simulation = simulate_bgnbd(rng, BEHAVIOUR, first_days=came[buyers], last_day=HISTORY_DAYS)
    pesos = _spend(rng, simulation, organizations[buyers])
    start = np.datetime64(on - timedelta(days=HISTORY_DAYS), "D")
    purchases = Purchases(buyers[simulation.customer], start + simulation.day, pesos)
    return Behaviour(_with_returns(rng, purchases, np.datetime64(on, "D")), start + came, buyers, simulation)


def _first_contacts(rng: np.random.Generator, buys: npt.NDArray[np.bool_]) -> Ints:
    """Days since the start of the history; more customers come each year than the year before.

    Who has not bought yet mostly came in the last months: older prospects were struck off by the company long ago.
    """
    customers = (np.sqrt(rng.random(len(buys))) * (HISTORY_DAYS - 1)).astype(np.int64)
    prospects = HISTORY_DAYS - 1 - np.minimum(rng.gamma(1.4, 70.0, size=len(buys)), HISTORY_DAYS - 1).astype(np.int64)
    return np.where(buys, customers, prospects)


def _spend(rng: np.random.Generator, simulation: SimulatedPurchases, organizations: npt.NDArray[np.bool_]) -> Floats:
    scale = rng.gamma(SPEND.q, 1 / SPEND.gamma, size=len(organizations))
    size = np.where(organizations, ORGANIZATION_SPEND, 1.0)
    drawn = rng.gamma(SPEND.p, size=len(simulation.customer)) * (size / scale)[simulation.customer]
    return np.maximum(np.round(drawn / 100) * 100, 5_000.0)


def _with_returns(rng: np.random.Generator, purchases: Purchases, on: np.datetime64) -> Purchases:
    """A small share is returned in whole or half some days later, as a credit note."""
    chosen = np.flatnonzero(rng.random(len(purchases.pesos)) < RETURN_SHARE)
    day = purchases.day[chosen] + rng.integers(1, 15, size=len(chosen))
    chosen, day = chosen[day <= on], day[day <= on]
    back = -np.round(purchases.pesos[chosen] * rng.choice((0.5, 1.0), size=len(chosen)))
    return Purchases(
        np.concatenate((purchases.customer, purchases.customer[chosen])),
        np.concatenate((purchases.day, day)),
        np.concatenate((purchases.pesos, back)),
    )
