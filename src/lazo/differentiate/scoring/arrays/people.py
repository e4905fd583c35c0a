"""Canonical parties that are not retired, as arrays in the order of their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lazo.analytics.arrays.members import Flags, Members
from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Ints

CODED = ["kind", "country"]
NO_DAY = -(1 << 30)


@dataclass(frozen=True, slots=True)
class Names:
    """A few different texts: `code` is each element's position in `names`, which are in no order."""

    code: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> Self:
        """Null is the empty text."""
        whole = column.unify_dictionaries().combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        names = whole.dictionary.to_pylist()
        blank = names.index("") if "" in names else len(names)
        codes = whole.indices.fill_null(blank).to_numpy().astype(np.int32)
        return cls(codes, tuple(names) if "" in names else (*names, ""))

    def are(self, name: str) -> Flags:
        """Which elements have this text."""
        return np.asarray(self.code == (self.names.index(name) if name in self.names else -1))

    def taken(self, rows: Ints | Flags) -> Names:
        return Names(self.code[rows], self.names)


@dataclass(frozen=True, slots=True)
class Party:
    """Every row of the snapshot: `party`, `canonical` and the other columns."""

    party: Ints
    canonical: Ints
    table: pa.Table

    @classmethod
    def read(cls, files: Sequence[Path]) -> Self:
        """The rows of the files, ordered by party."""
        if not files:
            none = np.zeros(0, dtype=np.int64)
            return cls(none, none, pa.table({}))
        read = [read_file(file, coded=CODED) for file in files]
        table = pa.concat_tables(read)
        party = table.column("party_id").to_numpy()
        if np.any(party[1:] <= party[:-1]):
            table = table.unify_dictionaries().take(pa.array(np.argsort(party)))
        return cls(table.column("party_id").to_numpy(), table.column("canonical_id").to_numpy(), table)


@dataclass(frozen=True, slots=True)
class People:
    """One element per person, organization or household; `who` is the position among the members, growing.

    `created` are days since 1970; owner and team keep their nulls. `row` gives the element of a member, -1 of none.
    """

    who: Ints
    customer: Ints
    kind: Names
    country: Names
    owner: pa.Array
    team: pa.Array
    created: NDArray[np.int32]
    known_by: NDArray[np.int8]
    other_role: Flags
    row: NDArray[np.int32]

    @classmethod
    def of(cls, parties: Party, members: Members) -> Self:
        """Those whom the cycle may hold."""
        if not len(parties.party):
            return cls._nobody(members)
        is_own = (parties.party == parties.canonical) & ~_flags(parties.table, "retired")
        table = parties.table.filter(pa.array(is_own))
        who = members.position(table.column("party_id").to_numpy())
        row = np.full(len(members), -1, dtype=np.int32)
        row[who] = np.arange(len(who))
        created, identified, contactable, other_role = _of_families(parties, is_own)
        known_by = identified.astype(np.int8) + contactable
        return cls(
            who=who,
            customer=members.ids[who],
            kind=Names.of(table.column("kind")),
            country=Names.of(table.column("country")),
            owner=table.column("owner_id").combine_chunks(),
            team=table.column("team_id").combine_chunks(),
            created=created,
            known_by=known_by,
            other_role=other_role,
            row=row,
        )

    @classmethod
    def _nobody(cls, members: Members) -> Self:
        none = np.zeros(0, dtype=np.int64)
        names = Names(none.astype(np.int32), ("",))
        ids = pa.array([], pa.int64())
        flags, small = none.astype(np.bool_), none.astype(np.int8)
        row = np.full(len(members), -1, dtype=np.int32)
        return cls(none, none, names, names, ids, ids, none.astype(np.int32), small, flags, row)

    def known_since(self, *, on: date, run_on: date) -> NDArray[np.int32]:
        """Days since 1970. Who entered the database after the run's day is of unknown age, so known all along."""
        return np.where(self.created > day_number(run_on), day_number(on), self.created).astype(np.int32)


def _of_families(parties: Party, is_own: Flags) -> tuple[NDArray[np.int32], Flags, Flags, Flags]:
    """Of each customer in the order of ids: known since when, by name or document, by a way of contact, only in another role.

    A customer of several records is known by what any of them says, and nobody's prospect only when all say so.
    """
    names = ("identified", "contactable", "other_role")
    table = parties.table
    created = table.column("created_on").combine_chunks().cast(pa.int32()).fill_null(NO_DAY).to_numpy()
    flags = {name: _flags(table, name) for name in names}
    own = {name: column[is_own].copy() for name, column in flags.items()}
    since = created[is_own].copy()
    further = np.flatnonzero((parties.party != parties.canonical) & ~_flags(table, "retired"))
    if len(further):
        ids = parties.party[is_own]
        place = np.minimum(np.searchsorted(ids, parties.canonical[further]), len(ids) - 1) if len(ids) else further[:0]
        known = further[ids[place] == parties.canonical[further]] if len(ids) else further[:0]
        where = np.searchsorted(ids, parties.canonical[known])
        for name in ("identified", "contactable"):
            np.logical_or.at(own[name], where, flags[name][known])
        np.logical_and.at(own["other_role"], where, flags["other_role"][known])
        dated = created[known] != NO_DAY
        np.minimum.at(since, where[dated], created[known][dated])
    return since, own["identified"], own["contactable"], own["other_role"]


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _flags(table: pa.Table, name: str) -> Any:
    return table.column(name).combine_chunks().fill_null(False).to_numpy(zero_copy_only=False).astype(np.bool_)
