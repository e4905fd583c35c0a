"""Writing the snapshot of the cards: read once in columns, coded, put in every order, swapped in by one rename."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from lazo.analytics.ordering import in_order
from lazo.differentiate.card_view import PARTY_CARD, VIEW
from lazo.differentiate.models import CycleArea, PartyCard
from lazo.differentiate.operations.snapshot_fields import FieldWriter
from lazo.differentiate.operations.snapshot_scores import scores_from_file
from lazo.differentiate.queries.customer_facets import value_steps
from lazo.differentiate.queries.customer_snapshot import NO_BAR, NO_DAY, NO_MONEY
from lazo.differentiate.queries.customer_snapshot_file import (
    CURRENT,
    SCHEMA,
    fewest_cards,
    snapshot_folder,
    stored_definitions,
)
from lazo.kernel.models import Change, Team, User
from lazo.kernel.warehouse.truth import open_truth

READ_AT_ONCE = 20_000
EPOCH = date(1970, 1, 1).toordinal()
CODED_OF_PARTY, CODED_OF_SCORE = ("kind", "city", "country"), ("area", "tier", "rfm")
WHOLE = ("value_12m", "value_365d", "clv", "cost_12m", "net_12m", "risk", "n_purchases")
DAYS_OF_SCORE, DAYS_OF_PARTY = ("first_day", "last_day"), ("last_contact_on", "first_contact_on", "created_on")
Column = NDArray[Any]
Read = Callable[[str], Any]
"""Answers a query with its rows as a table of Arrow, with None where there are none."""


def write_snapshot(*, fewest: int | None = None) -> bool:
    """Write the snapshot of the cards as they are now; whether there is one: with fewer than `fewest` (usually `fewest_cards`) there is none.

    Readers go on with the one they hold. A writer that is killed leaves a folder that the next one throws away.
    """
    place = snapshot_folder()
    fewest = fewest_cards() if fewest is None else fewest
    if PartyCard.objects.order_by()[:fewest].count() < fewest:
        (place / CURRENT).unlink(missing_ok=True)
        return False
    # What commits while we read may be in the snapshot and is then asked for again: that is harmless, the other way is not.
    upto = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    version = uuid4().hex
    (place / version).mkdir(parents=True)
    writer = _Writer(place / version, kept=_kept(place))
    codes = writer.write()
    told = {"schema": SCHEMA, "version": version, "upto": upto, "codes": codes, "orders": sorted(codes["orders"])}
    told["of_party"] = writer.of_party
    part = place / f"{version}.part"
    part.write_text(json.dumps(told))
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(place / CURRENT)
    for other in place.iterdir():
        if other.is_dir() and other.name != version:
            shutil.rmtree(other, ignore_errors=True)
    return True


@dataclass(frozen=True)
class _Kept:
    """The snapshot before this one, where its columns of parties still hold: its folder, and what it says of them."""

    folder: Path
    of_party: dict[str, Any]


def _kept(place: Path) -> _Kept | None:
    """A day's purchases change no party: then its columns and their orders need not be read and sorted again.

    On PostgreSQL a change that got its number before the last snapshot may commit after it; only there is nothing kept.
    """
    try:
        told = json.loads((place / CURRENT).read_text())
    except (OSError, ValueError):
        return None
    folder, of_party = place / str(told.get("version")), told.get("of_party")
    if connection.vendor != "sqlite" or told.get("schema") != SCHEMA or not of_party or not folder.is_dir():
        return None
    changed = Change.objects.filter(pk__gt=told["upto"], table="parties")
    touched = PartyCard.objects.filter(touched__gt=told["upto"])
    if of_party["names"] != _names_mark() or touched.exists() or changed.exists():
        return None
    return _Kept(folder, of_party)


def _names_mark() -> str:
    """Tells apart whether anybody who is responsible, or a team, is called otherwise: they are put in order by their names."""
    told = [list(model.objects.order_by("pk").values_list("pk", "name")) for model in (User, Team)]
    return sha256(json.dumps(told).encode()).hexdigest()


class _Writer:
    """Writes the columns into a folder; `of_party` says afterwards which of them are of the party alone."""

    def __init__(self, place: Path, *, kept: _Kept | None) -> None:
        self._place = place
        self._kept = kept
        self._orders: list[str] = []
        self._saved: list[str] = []
        self.of_party: dict[str, Any] = {}

    def write(self) -> dict[str, list[Any]]:
        with _reading() as read:
            return self._write(read)

    def _write(self, read: Read) -> dict[str, list[Any]]:
        if self._kept:
            self.of_party = self._linked(self._kept)
        else:
            self.of_party = self._read_parties(read)
        codes: dict[str, list[Any]] = dict(self.of_party["codes"])
        ids = self._loaded("id")
        self._scores(ids, codes, read)
        codes["orders"] = self._orders
        self._words(ids, read)
        fields = FieldWriter(ids, read, save=self._save, order=self._order)
        codes["fields"] = fields.write(stored_definitions())
        return codes

    def _linked(self, kept: _Kept) -> dict[str, Any]:
        """The files of the last snapshot under this one's folder too: the one they were in may go."""
        for name in kept.of_party["files"]:
            file, link = kept.folder / f"{name}.npy", self._place / f"{name}.npy"
            try:
                os.link(file, link)
            except OSError:  # not every file system knows a second name
                shutil.copyfile(file, link)
        self._orders = list(kept.of_party["orders"])
        return kept.of_party

    def _read_parties(self, read: Read) -> dict[str, Any]:
        names = _names_mark()
        cards = read(
            f"SELECT customer_id, folded_name, kind, city, country, {', '.join(_day(name) for name in DAYS_OF_PARTY)},"  # noqa: S608 - our own names
            f" coalesce(owner_id, 0) AS owner_id, coalesce(team_id, 0) AS team_id FROM {PARTY_CARD} ORDER BY customer_id"
        )
        self._save("id", _whole(cards["customer_id"], 0, np.int64))
        codes = {name: self._code(name, cards[name]) for name in CODED_OF_PARTY}
        self._days_of(cards, DAYS_OF_PARTY)
        self._people(cards, "owner", dict(User.objects.values_list("pk", "name")))
        self._people(cards, "team", dict(Team.objects.values_list("pk", "name")))
        self._order("name", _ranks(cards["folded_name"]))
        return {"codes": codes, "files": [*self._saved], "orders": [*self._orders], "names": names}

    def _scores(self, ids: Column, codes: dict[str, list[Any]], read: Read) -> None:
        scores = scores_from_file(ids) or read(
            f"SELECT area, tier, rfm, {', '.join((*WHOLE, *map(_day, DAYS_OF_SCORE)))}, CAST(place AS {_double()}) AS place,"  # noqa: S608 - our own names
            f" {_flag('strategic')} AS strategic FROM {VIEW} ORDER BY customer_id"
        )
        codes |= {name: self._code(name, scores[name]) for name in CODED_OF_SCORE}
        self._whole_columns(scores, codes)
        self._days_of(scores, DAYS_OF_SCORE)

    def _days_of(self, rows: pa.Table, names: tuple[str, ...]) -> None:
        for name in names:
            self._order(name, self._save(name, _days(rows[name])), unknown=NO_DAY)

    def _whole_columns(self, cards: pa.Table, codes: dict[str, list[Any]]) -> None:
        for name in WHOLE:
            column = _whole(cards[name], NO_MONEY, np.int64)
            self._order(name, column, unknown=NO_MONEY)
            if name in {"cost_12m", "net_12m"}:
                self._save(name, column)
            if name == "value_365d":
                value = self._save(name, column)
                bar = np.searchsorted(np.array(value_steps()), value, side="right") - 1
                self._save("bar", np.where(value == NO_MONEY, NO_BAR, bar).astype(np.int8))
            if name == "risk":
                self._save(name, np.where(column == NO_MONEY, -1, column).astype(np.int8))
            if name == "n_purchases":
                self._save("is_scored", column != NO_MONEY)
        strategic = self._save("strategic", _whole(cards["strategic"], 0, np.int8))
        self._order("strategic", strategic)
        stage = np.array([_stage(area) for area in codes["area"]])[self._loaded("area")]
        where = stage + np.nan_to_num(cards["place"].to_numpy(zero_copy_only=False).astype(float))
        self._order("area", np.where(stage < 0, -np.inf, where), unknown=-np.inf)

    def _code(self, name: str, column: pa.ChunkedArray) -> list[Any]:
        """Save a column of words as numbers of the sorted list of them, and its order."""
        coded = _encoded(column)
        words = coded.dictionary.to_pylist()
        names = sorted(words)
        place = {word: number for number, word in enumerate(names)}
        numbers = np.array([place[word] for word in words], np.int32)[coded.indices.to_numpy(zero_copy_only=False)]
        small = np.uint8 if len(names) < 256 else np.int32
        saved = self._save(name, numbers.astype(small))
        if name != "area":
            blank = np.array([word == "" for word in names])[saved]
            self._order(name, np.where(blank, -1, numbers), unknown=-1)
        return names

    def _people(self, cards: pa.Table, name: str, names: dict[int, str]) -> None:
        ids = self._save(name, _whole(cards[f"{name}_id"], 0, np.int32))
        ranks = {word: number for number, word in enumerate(sorted(set(names.values())))}
        known, place = np.unique(ids, return_inverse=True)
        self._order(name, np.array([ranks.get(names.get(int(one), ""), -1) for one in known])[place], unknown=-1)

    def _order(self, key: str, column: Column, unknown: Any = None) -> None:
        """Both orders of a column, each as rows: unknown last, equals by their id."""
        last = np.zeros(len(column), bool) if unknown is None else column == unknown
        known = np.flatnonzero(~last)
        tail = np.flatnonzero(last)
        place = _ascending(column[known])
        up, down = known[place], known[_descending(column[known], place)]
        for name, rows in (("up", up), ("down", down)):
            self._save(f"order_{key}_{name}", np.concatenate([rows, tail]).astype(np.int32))
        self._orders.append(key)

    def _words(self, ids: Column, read: Read) -> None:
        """The words of names, sorted, each with the rows that have it."""
        none = pa.table({"token": pa.array([], pa.string()), "party": pa.array([], pa.int64())})
        sql = "SELECT token, party FROM identify_searchtoken WHERE field = 'n' ORDER BY token, party"
        tokens = read(sql) or none
        parties = _whole(tokens["party"], 0, np.int64)
        places = np.searchsorted(ids, parties)
        places[places == len(ids)] = 0
        here = ids[places] == parties
        coded = pc.dictionary_encode(tokens["token"].combine_chunks().filter(pa.array(here)))
        words = [word.encode() for word in coded.dictionary.to_pylist()]
        counts = np.bincount(coded.indices.to_numpy(zero_copy_only=False), minlength=len(words))
        self._save("word_letters", np.frombuffer(b"".join(words), np.uint8))
        self._save("word_ends", np.cumsum([len(word) for word in words], dtype=np.int64))
        self._save("word_reach", np.cumsum(counts, dtype=np.int64))
        self._save("word_rows", places[here].astype(np.int32))

    def _save(self, name: str, column: Column) -> Column:
        np.save(self._place / f"{name}.npy", column)
        self._saved.append(name)
        return column

    def _loaded(self, name: str) -> Column:
        loaded: Column = np.load(self._place / f"{name}.npy")
        return loaded


@contextmanager
def _reading() -> Iterator[Read]:
    """What reads queries in columns, all from one state: small tables by Django's own connection, large ones by the reader of the warehouse."""
    if PartyCard.objects.order_by()[:READ_AT_ONCE].count() < READ_AT_ONCE:
        yield _read_here
        return
    with open_truth() as truth:
        truth.begin()

        def read(sql: str) -> Any:
            batches = list(truth.batches(sql))
            return pa.Table.from_batches(batches) if batches else None

        yield read


def _read_here(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}) if rows else None


def _whole(column: pa.ChunkedArray, unknown: int, kind: Callable[..., Any]) -> Column:
    numbers = pc.cast(column, pa.int64())
    found: Column = pc.fill_null(numbers, unknown).to_numpy().astype(kind)
    return found


def _days(column: pa.ChunkedArray) -> Column:
    """Days since 1970, whether they are counted already or dates told as texts, the blank one unknown."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    if not pa.types.is_string(column.type):
        return _whole(column, NO_DAY, np.int32)
    coded = pc.dictionary_encode(column.combine_chunks())
    days = [date.fromisoformat(day).toordinal() - EPOCH if day else NO_DAY for day in coded.dictionary.to_pylist()]
    found: Column = np.array(days, np.int32)[coded.indices.to_numpy(zero_copy_only=False)]
    return found


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column as numbers of the different words in it."""
    if pa.types.is_dictionary(column.type):
        return column.unify_dictionaries().combine_chunks()
    return pc.dictionary_encode(column.combine_chunks())


def _ranks(column: pa.ChunkedArray) -> Column:
    """Each text as its place among the sorted ones."""
    coded = pc.dictionary_encode(column.combine_chunks())
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[coded.indices.to_numpy(zero_copy_only=False)] if len(order) else np.empty(0, np.int32)


def _ascending(values: Column) -> Column:
    """The places of the values in their order, equals in the order they came."""
    return np.argsort(values, kind="stable") if values.dtype.kind == "f" else in_order(values)[1]


def _descending(values: Column, ascending: Column) -> Column:
    """The same from the greatest down, equals still in the order they came: the runs of equals, the last first."""
    inorder = values[ascending]
    starts = np.flatnonzero(np.concatenate([[True], inorder[1:] != inorder[:-1]])) if len(values) else ascending
    lengths = np.diff(starts, append=len(values))[::-1]
    before = np.cumsum(lengths) - lengths
    found: Column = ascending[np.repeat(starts[::-1] - before, lengths) + np.arange(len(values))]
    return found


def _stage(area: str) -> int:
    return CycleArea.values.index(area) if area in CycleArea.values else -1


def _day(name: str) -> str:
    if connection.vendor == "postgresql":
        return f"({name} - date '1970-01-01') AS {name}"
    return f"coalesce({name}, '') AS {name}"  # few different texts are read once each, see `_days`


def _double() -> str:
    return "double precision" if connection.vendor == "postgresql" else "real"


def _flag(name: str) -> str:
    return f"CAST({name} AS integer)"
