"""All customers as the policy sees them, as arrays: from the warehouse, with blocks and planned contacts as of now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from django.db import connection
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_base import (
    Base,
    Ints,
    Mask,
    Places,
    coded,
    days,
    flags,
    integers,
    joined,
    present,
)
from lazo.analytics.segments.arrays_states import EPOCH, RANKS, consent_ranks
from lazo.analytics.segments.definition import ConsentCondition
from lazo.analytics.segments.vocabulary import WAYS
from lazo.customize.policy.asked import Asked
from lazo.customize.policy.contact_words import CHANNELS, NOTE, PURPOSES, channel_of, purpose_of
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.identify.models import PartyBlock

CHANNEL_NAMES = ("", *CHANNELS)
PURPOSE_NAMES = ("", *PURPOSES)
STATES = {rank: state for state, rank in RANKS.items()}
"""What the ranks of consent mean; none of them: nobody asked."""
PLANNED_AT_ONCE = 50_000


@dataclass(frozen=True)
class Sent:
    """What reached customers or is on its way, a row for each: whose place, the day since 1970, channel and purpose as places in their names."""

    place: NDArray[np.int32]
    day: NDArray[np.int32]
    channel: NDArray[np.int8]
    purpose: NDArray[np.int8]

    @classmethod
    def nothing(cls) -> "Sent":
        return cls(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int8), np.zeros(0, np.int8))

    @classmethod
    def of(cls, parts: Iterable["Sent"]) -> "Sent":
        """The rows of all parts; those of nobody known are left out."""
        every = [cls.nothing(), *parts]
        columns = [
            np.concatenate([getattr(part, name) for part in every]) for name in ("place", "day", "channel", "purpose")
        ]
        known = columns[0] >= 0
        return cls(*(column[known] for column in columns))


@dataclass(frozen=True)
class Population:
    """An element per customer: `country` and `city` as places in their words (-1 unknown), `born` days since 1970 where `has_birth`.

    `is_reached` by the channel asked about; `is_blocked` are customers that nothing may use.
    """

    base: Base
    country: NDArray[np.int32]
    countries: tuple[str, ...]
    city: NDArray[np.int32]
    cities: tuple[str, ...]
    born: Ints
    has_birth: Mask
    is_reached: Mask
    is_blocked: Mask


def read_population(source: WarehouseSource, channel: str) -> Population:
    """Whoever stands for themselves and is not taken out."""
    names = ("party_id", "canonical_id", "retired", "country", "city", "born_on", "ways")
    rows = joined(source, "parties", names)
    party, canonical = integers(rows["party_id"]), integers(rows["canonical_id"])
    blocked, only_unscored = _blocked()
    retired = flags(rows["retired"]) & ~np.isin(party, np.concatenate([blocked, only_unscored]))
    own = np.flatnonzero((party == canonical) & ~retired)
    own = own[np.argsort(party[own], kind="stable")]
    base = _base(party, canonical, party[own])
    country, countries = coded(rows["country"])
    city, cities = coded(rows["city"])
    reached = base.mask_of(party[(integers(rows["ways"]) & WAYS[channel]) != 0])
    return Population(
        base=base,
        country=country[own],
        countries=countries,
        city=city[own],
        cities=cities,
        born=integers(rows["born_on"])[own],
        has_birth=present(rows["born_on"])[own],
        is_reached=reached,
        is_blocked=base.mask_of(blocked),
    )


def read_ranks(source: WarehouseSource, base: Base, asked: Asked) -> NDArray[np.int64]:
    """What each customer said of the purpose and channel asked about, see STATES."""
    found: NDArray[np.int64] = consent_ranks(base, source, ConsentCondition(asked.purpose, asked.channel), on=asked.on)
    return found


def _base(party: Ints, canonical: Ints, ids: Ints) -> Base:
    if not len(ids):
        return Base(ids, Places(ids, np.zeros(0, np.int32)))
    found = np.minimum(np.searchsorted(ids, canonical), len(ids) - 1).astype(np.int32)
    return Base(ids, Places(party, np.where(ids[found] == canonical, found, np.int32(-1))))


def _blocked() -> tuple[Ints, Ints]:
    """Customers that nothing uses, and those that only scores leave out, who may be written to. One query.

    Who was taken out as well is not among them.
    """
    rows = PartyBlock.objects.filter(lifted_at__isnull=True).values_list(
        "party_id", "party__canonical_id", "party__retired_at", "party__canonical__retired_at", "scope"
    )
    found: dict[str, list[int]] = {PartyBlock.Scope.ALL: [], PartyBlock.Scope.SCORES: []}
    for party, canonical, retired, canonical_retired, scope in rows:
        if (canonical_retired if canonical else retired) is None:
            found[scope].append(canonical or party)
    unscored = set(found[PartyBlock.Scope.SCORES]) - set(found[PartyBlock.Scope.ALL])
    return np.array(found[PartyBlock.Scope.ALL], np.int64), np.array(sorted(unscored), np.int64)


def read_sent(source: WarehouseSource, base: Base, since: date | None, reserved: frozenset[str] = frozenset()) -> Sent:
    """What was sent since a day (null: nothing is asked for), and what is planned from then on but for the `reserved` keys."""
    if since is None:
        return Sent.nothing()
    return Sent.of([*_interactions(source, base, since), *_planned(base, since, reserved)])


def _interactions(source: WarehouseSource, base: Base, since: date) -> Iterable[Sent]:
    first = since.toordinal() - EPOCH
    for part in source.parts("interactions", ("party_id", "day", "channel", "direction", "kind"), first=since):
        rows = {name: part.rows[name] for name in part.rows.column_names}
        channel = _meant(rows["channel"], channel_of, CHANNEL_NAMES)
        way, ways = coded(rows["direction"])
        kind, kinds = coded(rows["kind"])
        day = days(rows["day"])
        kept = (channel > 0) & (day >= first)
        kept &= np.array([word == "OUT" for word in ways] + [False])[way]
        kept &= np.array([word != NOTE for word in kinds] + [True])[kind]
        purpose = _meant(rows["kind"], purpose_of, PURPOSE_NAMES)
        parties = integers(rows["party_id"])[kept]
        yield Sent(base.places.of(parties), day[kept], channel[kept], purpose[kept])


def _meant(column: pa.ChunkedArray, meaning: Callable[[str], str], names: tuple[str, ...]) -> NDArray[np.int8]:
    """What the words of a column mean, as places in `names`; 0 for those that mean nothing."""
    codes, words = coded(column)
    table = np.array([names.index(meaning(word)) for word in words] + [0], np.int8)
    return np.asarray(table[codes])


def _planned(base: Base, since: date, reserved: frozenset[str]) -> Iterable[Sent]:
    """In plain rows: a campaign may have planned a million."""
    sql = 'SELECT party, purpose, channel, "on", key FROM customize_plannedcontact WHERE "on" >= %s'
    seen: dict[object, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [since])
        while rows := cursor.fetchmany(PLANNED_AT_ONCE):
            kept = [row for row in rows if row[4] not in reserved] if reserved else rows
            day = [seen[row[3]] if row[3] in seen else seen.setdefault(row[3], _number(row[3])) for row in kept]
            yield Sent(
                base.places.of(np.array([row[0] for row in kept], np.int64)),
                np.array(day, np.int32),
                np.array([CHANNEL_NAMES.index(row[2]) for row in kept], np.int8),
                np.array([PURPOSE_NAMES.index(row[1]) for row in kept], np.int8),
            )


def _number(day: object) -> int:
    found = day if isinstance(day, date) else date.fromisoformat(str(day))
    return found.toordinal() - EPOCH
