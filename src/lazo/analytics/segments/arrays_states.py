"""Relations, movements and consents as masks of customers."""

from __future__ import annotations

from datetime import date

import numpy as np

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.arrays_base import Base, Ints, Mask, Source, among, coded, integers, joined, present
from lazo.analytics.segments.definition import ConsentCondition, End, MovementCondition, RelationCondition, Way
from lazo.analytics.segments.vocabulary import WAYS

EPOCH = date(1970, 1, 1).toordinal()
RANKS = {"WITHDRAWN": 0, "EXPIRED": 1, "GRANTED": 2}
UNKNOWN = 3


def relation_mask(base: Base, source: Source, node: RelationCondition, *, on: date) -> Mask:
    rows = joined(source, "relations", ("origin_id", "target_id", "type", "valid_from", "valid_to"))
    mask = np.zeros(len(base), np.bool_)
    if not len(rows["type"]):
        return mask
    today = on.toordinal() - EPOCH
    begun = ~present(rows["valid_from"]) | (integers(rows["valid_from"]) <= today)
    held = begun & (~present(rows["valid_to"]) | (integers(rows["valid_to"]) > today))
    if node.types:
        held &= among(rows["type"], node.types)
    for end, column in ((End.ORIGIN, "origin_id"), (End.TARGET, "target_id")):
        if node.end in {End.ANY, end}:
            mask |= base.mask_of(integers(rows[column])[held])
    return mask


def movement_mask(base: Base, source: Source, node: MovementCondition, *, on: date) -> Mask:
    rows = joined(source, "positions", ("party_id", "area", "valid_from", "valid_to"))
    mask = np.zeros(len(base), np.bool_)
    if not len(rows["area"]):
        return mask
    who, codes = base.places.of(integers(rows["party_id"])), coded(rows["area"])
    begins, ends, closed = integers(rows["valid_from"]), integers(rows["valid_to"]), present(rows["valid_to"])
    began = int(begins.min())
    stays = (
        (who >= 0)
        & (~closed | (begins < ends))
        & np.isin(codes[0], [i for i, w in enumerate(codes[1]) if w in node.areas])
    )
    starts = _keys(who, codes[0], begins)[stays]
    stops = _keys(who, codes[0], ends)[stays & closed]
    moved = np.setdiff1d(starts, stops) if node.way == Way.ENTERED else np.setdiff1d(stops, starts)
    first, last = periods.until(node.period, on=on)
    day = (moved & (2**20 - 1)) - 2**19
    inside = (day <= last.toordinal() - EPOCH) & (day != began)
    if first is not None:
        inside &= day >= first.toordinal() - EPOCH
    mask[moved[inside] >> 28] = True
    return mask


def _keys(who: np.ndarray, area: np.ndarray, day: Ints) -> Ints:
    found: Ints = (who.astype(np.int64) << 28) | (area.astype(np.int64) << 20) | (day + 2**19)
    return found


def consent_mask(base: Base, source: Source, node: ConsentCondition, *, on: date) -> Mask:
    wanted = np.array([state in node.states for state in (*RANKS, "UNKNOWN")], np.bool_)
    mask: Mask = wanted[consent_ranks(base, source, node, on=on)]
    if node.reachable:
        rows = joined(source, "parties", ("party_id", "ways"))
        reached = (integers(rows["ways"]) & WAYS[node.channel]) != 0
        mask &= base.mask_of(integers(rows["party_id"])[reached])
    return mask


def consent_ranks(base: Base, source: Source, node: ConsentCondition, *, on: date) -> np.ndarray:
    """0 withdrawn, 1 expired, 2 granted, 3 never asked: the strictest of what each record said last."""
    ranks = np.full(len(base), UNKNOWN, np.int64)
    columns = ("id", "party_id", "purpose", "channel", "state", "said_on", "expires_on", "takes_back_id")
    rows = joined(source, "consents", columns)
    if not len(rows["id"]):
        return ranks
    today = on.toordinal() - EPOCH
    ids, said = integers(rows["id"]), integers(rows["said_on"])
    takes_back = present(rows["takes_back_id"])
    kept = ~takes_back & ~np.isin(ids, integers(rows["takes_back_id"])[takes_back]) & (said <= today)
    kept &= among(rows["purpose"], (node.purpose,)) & among(rows["channel"], (node.channel,))
    party = integers(rows["party_id"])
    order = np.flatnonzero(kept)[np.lexsort((-ids[kept], -said[kept], party[kept]))]
    last = order[np.unique(party[order], return_index=True)[1]]
    codes, words = coded(rows["state"])
    rank = np.array([RANKS.get(word, UNKNOWN) for word in words] + [UNKNOWN])[codes][last]
    ended = (
        (rank == RANKS["GRANTED"]) & present(rows["expires_on"])[last] & (integers(rows["expires_on"])[last] <= today)
    )
    rank = np.where(ended, RANKS["EXPIRED"], rank)
    who = base.places.of(party[last])
    np.minimum.at(ranks, who[who >= 0], rank[who >= 0])
    return ranks
