"""Who of many is on a list that covers the question: their keys are digested as the lists are, and looked up in all of them at once."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_base import Base, Mask, integers
from lazo.identify.models import SuppressionEntry
from lazo.identify.suppression_keys import DIGEST_BYTES, hasher
from lazo.kernel.warehouse.truth import Truth, open_truth

KEYS = ("identify_contactpoint", "identify_partyidentifier")
NOBODY = -1
Halves = NDArray[np.uint64]
"""Digests as two numbers each."""


def first_lists(base: Base, wanted: Mask, lists: Mapping[int, str]) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    """Of each customer in `wanted` the first list, by name, that holds any telephone, address or document of theirs; NOBODY for the others.

    `lists` are the consultations that count. Two queries of the truth where a list has entries, none where not.
    """
    found = np.full(len(base), NOBODY, np.int16)
    names = tuple(sorted(set(lists.values())))
    if not lists or not wanted.any() or not SuppressionEntry.objects.filter(consultation__in=list(lists)).exists():
        return found, names
    with open_truth() as truth:
        truth.begin()
        digests, codes = _entries(truth, lists, names)
        place, keys = _keys(truth, base, wanted)
    for customer, code in _hits(place, keys, digests, codes):
        held = found[customer]
        found[customer] = code if held == NOBODY else min(held, code)
    return found, names


def _entries(truth: Truth, lists: Mapping[int, str], names: tuple[str, ...]) -> tuple[Halves, NDArray[np.int16]]:
    """Each digest as two numbers, and its list as a place in `names`."""
    chosen = ", ".join(str(number) for number in sorted(lists))
    sql = f"SELECT digest, consultation FROM identify_suppressionentry WHERE consultation IN ({chosen})"  # noqa: S608  # numbers
    halves, codes = [_halves(b"")], [np.zeros(0, np.int16)]
    for batch in truth.batches(sql):
        if batch.num_rows:
            fixed = batch.column(0).cast(pa.binary(DIGEST_BYTES))
            halves.append(_halves(fixed.buffers()[1])[fixed.offset : fixed.offset + len(fixed)])
            numbers = integers(pa.chunked_array([batch.column(1)]))
            known = {number: names.index(name) for number, name in lists.items()}
            codes.append(np.array([known[number] for number in numbers.tolist()], np.int16))
    return np.concatenate(halves), np.concatenate(codes)


def _halves(digests: Any) -> Halves:
    return np.frombuffer(digests, np.uint64).reshape(-1, 2)


def _keys(truth: Truth, base: Base, wanted: Mask) -> tuple[NDArray[np.int32], list[str]]:
    """Whose each key is, and the key."""
    places, keys = [np.zeros(0, np.int32)], []
    for table in KEYS:
        for batch in truth.batches(f"SELECT party_id, key FROM {table}"):  # noqa: S608  # our own tables
            place = base.places.of(integers(pa.chunked_array([batch.column(0)])))
            kept = np.flatnonzero((place >= 0) & wanted[place])
            places.append(place[kept])
            keys += batch.column(1).take(pa.array(kept)).to_pylist()
    return np.concatenate(places), keys


def _hits(
    place: NDArray[np.int32], keys: list[str], digests: Halves, codes: NDArray[np.int16]
) -> list[tuple[int, int]]:
    """The customers whose keys are among the digests, with the list; compared by one half first, which leaves nearly nothing."""
    digest = hasher()
    mine = _halves(b"".join(digest(key) for key in keys))
    meets = np.flatnonzero(np.isin(mine[:, 0], digests[:, 0]))
    theirs = np.flatnonzero(np.isin(digests[:, 0], mine[meets, 0]))
    lists: dict[tuple[int, int], list[int]] = {}
    for at in theirs.tolist():
        lists.setdefault((int(digests[at, 0]), int(digests[at, 1])), []).append(int(codes[at]))
    return [
        (int(place[at]), code) for at in meets.tolist() for code in lists.get((int(mine[at, 0]), int(mine[at, 1])), ())
    ]
