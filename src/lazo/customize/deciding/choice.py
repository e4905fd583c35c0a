"""The choice itself, as a function of what it was decided from: the same inputs give the same actions, whenever they are asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.decisions.arbitration import FREE, UNLIMITED, Pairs, Verdict, arbitrate
from lazo.analytics.decisions.belief import Belief, draws, read_belief
from lazo.analytics.decisions.chance import salt_of, uniforms
from lazo.analytics.experiments.assignment import WHOLE, arm_places

Ints = NDArray[np.int64]
NOTHING = -1


@dataclass(frozen=True)
class Rival:
    """An offer as it was on the day of the decision: number, version, what is believed of it in each stratum, cost, room, groups.

    `room` is how many more customers may get it (UNLIMITED: no limit), `control` the share of the control group in parts of ten thousand.
    """

    offer: int
    version: int
    experiment: int
    salt: int
    control: int
    cost: int
    room: int
    capacity: int
    beliefs: tuple[Belief, ...]

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "beliefs"}
        return {**told, "beliefs": [one.as_json() for one in self.beliefs]}


def read_rival(told: dict[str, Any]) -> Rival:
    """An offer of a run as it was kept."""
    return Rival(**{**told, "beliefs": tuple(read_belief(one) for one in told["beliefs"])})


@dataclass(frozen=True)
class Inputs:
    """Everything the choice depends on. Arrays have an element per customer, `verdicts` and `margins` one array for each rival.

    A verdict of CHOSEN means that the offer may be proposed, WORTH_LESS that it may and that the customer is in its experiment already; any
    other says why not. `done` is how many of each rival whoever looks after customers (`owners`) has carried out today, by (rival, owner).
    """

    on: date
    seed: int
    ids: Ints
    owners: Ints
    strata: NDArray[np.int8]
    rivals: tuple[Rival, ...]
    verdicts: tuple[NDArray[np.int8], ...]
    margins: tuple[Ints, ...]
    done: dict[tuple[int, int], int]


@dataclass(frozen=True)
class Choice:
    """`chosen` is the place of the rival of each customer, NOTHING where it is best to do nothing; `control` that they are left alone to compare.

    `verdicts`, `money` and `uplifts` have one array for each rival; money and uplift are 0 where it was not compared.
    """

    chosen: NDArray[np.int16]
    control: NDArray[np.bool_]
    verdicts: tuple[NDArray[np.int8], ...]
    money: tuple[Ints, ...]
    uplifts: tuple[NDArray[np.float32], ...]

    def same_as(self, other: "Choice") -> bool:
        """Whether another choice is the same to the last unit."""
        return (
            np.array_equal(self.chosen, other.chosen)
            and np.array_equal(self.control, other.control)
            and all(np.array_equal(a, b) for a, b in zip(self.verdicts, other.verdicts, strict=True))
            and all(np.array_equal(a, b) for a, b in zip(self.money, other.money, strict=True))
        )


def choose(inputs: Inputs) -> Choice:
    """Expected money of each offer for each customer = uplift x margin - cost, the uplift drawn from what is believed (Thompson); then who
    gets what, by money within every limit. What brings no more than it costs loses to doing nothing.
    """
    priced = [_priced(inputs, place) for place in range(len(inputs.rivals))]
    verdicts = [one[0] for one in priced]
    pairs, at = _pairs(inputs, [one[1] for one in priced], verdicts)
    caps = np.array([one.room for one in inputs.rivals], np.int64)
    found = arbitrate(pairs, customers=len(inputs.ids), caps=caps, rooms=_rooms(inputs, pairs.capacity))
    chosen = np.full(len(inputs.ids), NOTHING, np.int16)
    control = np.zeros(len(inputs.ids), np.bool_)
    won = found == Verdict.CHOSEN
    chosen[pairs.customer[won]] = pairs.candidate[won]
    control[pairs.customer[won & at]] = True
    for place, verdict in enumerate(verdicts):
        mine = pairs.candidate == place
        verdict[pairs.customer[mine]] = found[mine]
    money, uplifts = tuple(one[1] for one in priced), tuple(one[2] for one in priced)
    return Choice(chosen, control, tuple(verdicts), money, uplifts)


def is_open(verdict: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Of whom the offer may be proposed to, by the verdicts of inputs."""
    return np.asarray((verdict == Verdict.CHOSEN) | (verdict == Verdict.WORTH_LESS))


def in_control(rival: Rival, ids: Ints) -> NDArray[np.bool_]:
    """Who is in the control group of an offer's experiment: by hash, for ever. Its arms are «control» and «offer», in that order."""
    return np.asarray(arm_places(ids, salt=rival.salt, shares=(rival.control, WHOLE - rival.control)) == 0)


def _priced(inputs: Inputs, place: int) -> tuple[NDArray[np.int8], Ints, NDArray[np.float32]]:
    """The verdicts so far, the expected money and the uplift that was drawn, of one rival."""
    rival, verdict = inputs.rivals[place], inputs.verdicts[place].copy()
    asked = np.flatnonzero(is_open(verdict))
    salt = salt_of(inputs.seed, inputs.on.isoformat(), rival.offer)
    at = uniforms(inputs.ids[asked], salt=salt)
    drawn = np.zeros(len(asked))
    for stratum, belief in enumerate(rival.beliefs):
        here = inputs.strata[asked] == stratum
        drawn[here] = draws(belief, at[here])
    uplifts = np.zeros(len(verdict), np.float32)
    uplifts[asked] = drawn
    money = np.zeros(len(verdict), np.int64)
    money[asked] = (
        np.rint(uplifts[asked].astype(np.float64) * inputs.margins[place][asked]).astype(np.int64) - rival.cost
    )
    verdict[asked[money[asked] <= 0]] = Verdict.NO_GAIN
    return verdict, money, uplifts


def _pairs(
    inputs: Inputs, money: Sequence[Ints], verdicts: Sequence[NDArray[np.int8]]
) -> tuple[Pairs, NDArray[np.bool_]]:
    """Whoever may get what, ordered by customer and rival; and which of them are in the control group."""
    who, what, worth, free, left = [], [], [], [], []
    for place, rival in enumerate(inputs.rivals):
        rows = np.flatnonzero(is_open(verdicts[place]))
        who.append(rows)
        what.append(np.full(len(rows), place, np.int32))
        worth.append(money[place][rows])
        free.append(verdicts[place][rows] == Verdict.WORTH_LESS)
        left.append(in_control(rival, inputs.ids[rows]))
    if not who:
        nobody = np.zeros(0, np.int32)
        none = np.zeros(0, np.bool_)
        return Pairs(nobody, nobody, np.zeros(0, np.int64), none, nobody, nobody), none
    everybody = np.concatenate(who)
    order = np.argsort(everybody, kind="stable")
    customer: NDArray[np.int32] = everybody[order].astype(np.int32)
    candidate: NDArray[np.int32] = np.concatenate(what)[order]
    again, control = np.concatenate(free)[order], np.concatenate(left)[order]
    cap = np.where(again, FREE, candidate).astype(np.int32)
    pairs = Pairs(
        customer, candidate, np.concatenate(worth)[order], ~control, cap, _capacities(inputs, customer, candidate)
    )
    return pairs, control


def _capacities(inputs: Inputs, customer: NDArray[np.int32], candidate: NDArray[np.int32]) -> NDArray[np.int32]:
    """The limit of each pair: of the offer, by whoever looks after the customer; FREE where there is none."""
    owners = np.unique(inputs.owners, return_inverse=True)[1].astype(np.int64)
    bound = np.array([one.capacity >= 0 for one in inputs.rivals], np.bool_)
    place = candidate.astype(np.int64) * (int(owners.max(initial=0)) + 1) + owners[customer]
    return np.where(bound[candidate], place, FREE).astype(np.int32)


def _rooms(inputs: Inputs, capacities: NDArray[np.int32]) -> Ints:
    """The room of each limit of `_capacities`: the capacity less what was done today."""
    owners, many = np.unique(inputs.owners), int(capacities.max(initial=-1)) + 1
    rooms = np.full(max(many, len(inputs.rivals) * max(len(owners), 1)), UNLIMITED, np.int64)
    for place, rival in enumerate(inputs.rivals):
        if rival.capacity < 0:
            continue
        rooms[place * len(owners) : (place + 1) * len(owners)] = rival.capacity
        for at, owner in enumerate(owners.tolist()):
            rooms[place * len(owners) + at] -= inputs.done.get((place, owner), 0)
    return rooms
