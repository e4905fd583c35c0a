"""The base as arrays on disk with a warm mask per condition: whoever asks first computes, the others look it up.

A folder under `warehouse/segments` holds the customers of one state of the parties and of one score run. A mask is known by its
condition and by the files it was read from: it is right for as long as those are the same. Everything here may be deleted.
"""

import hashlib
import json
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.arrays import ArrayEvaluator, Bits, combined, passing
from lazo.analytics.segments.arrays_base import Base, Mask, Values
from lazo.analytics.segments.arrays_facts import Feature
from lazo.analytics.segments.arrays_fields import field_values
from lazo.analytics.segments.definition import (
    Condition,
    ConsentCondition,
    FactCondition,
    Measure,
    MovementCondition,
    Node,
    Range,
    RelationCondition,
    SequenceCondition,
    TraitCondition,
    conditions,
    nested,
)
from lazo.analytics.segments.period import Between
from lazo.analytics.segments.vocabulary import ValueType, Vocabulary
from lazo.analytics.segments.writing import key_of
from lazo.differentiate.segments.engine_evaluator import EngineEvaluator
from lazo.differentiate.segments.rules import Catalogue
from lazo.differentiate.segments.warehouse_source import WarehouseSource
from lazo.kernel.access import RowRule
from lazo.kernel.warehouse.engine import engine_address

FOLDER = "segments"
SPILL = ".spill"
MEMORY = 64 * 2**20
"""Bytes of masks a process remembers: five hundred conditions over a million customers."""
MOST_FILES, MOST_VALUES = 2_000, 64
FEW = 8
"""Conditions asked together by somebody who is typing: what they read is kept, to be compared with the next number."""
GRACE = 30 * 60
"""Seconds for which a folder stays that nobody writes any more: somebody may be reading it."""


class _Warm:
    """Masks that were asked for lately, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._held: OrderedDict[tuple[str, str], Bits] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Bits | None:
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: tuple[str, str], bits: Bits) -> None:
        with self._lock:
            if key not in self._held:
                self._held[key] = bits
                self._bytes += bits.nbytes
            while self._bytes > self._most and len(self._held) > 1:
                self._bytes -= self._held.popitem(last=False)[1].nbytes

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0


warm = _Warm(MEMORY)


@dataclass
class SegmentBase:
    """The customers of one state of the company, seen on the day `on`."""

    folder: Path
    source: WarehouseSource
    on: date
    _memo: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, source: WarehouseSource, *, on: date) -> "SegmentBase":
        """`root` is the folder of the warehouse."""
        told = json.dumps(
            [source.files("parties"), source.files("scores"), on.isoformat(), source.snapshot.manifest.truth]
        )
        return cls(root / FOLDER / hashlib.sha256(told.encode()).hexdigest()[:20], source, on)

    @property
    def key(self) -> str:
        return self.folder.name

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """The customers, growing; every array has an element for each."""
        return self._kept("id", lambda: self.base.ids)

    @cached_property
    def base(self) -> Base:
        return Base.of(self.source)

    @cached_property
    def everybody(self) -> Bits:
        return np.packbits(np.ones(len(self.ids), np.bool_))

    def column(self, name: str, vocabulary: Vocabulary) -> NDArray[Any]:
        """A field of the vocabulary; 0 where it is not known. Of texts codes, whose words are `words(name)`."""
        return self._kept(f"column-{name}", lambda: self._read(name, vocabulary))

    def words(self, name: str, vocabulary: Vocabulary) -> list[str]:
        """What the codes of a text column mean; the last is for those of whom nothing is known."""
        self.column(name, vocabulary)
        found: list[str] = json.loads((self.folder / f"words-{name}.json").read_text())
        return found

    def _read(self, name: str, vocabulary: Vocabulary) -> NDArray[Any]:
        found = field_values(self.base, self.source, vocabulary.fields[name], on=self.on)
        if vocabulary.fields[name].type in {ValueType.TEXT, ValueType.WORDS}:
            _write(self.folder / f"words-{name}.json", json.dumps([*found.words, ""]).encode())
            return np.where(found.known, found.values, len(found.words)).astype(np.int32)
        return np.where(found.known, found.values, 0)

    def seen(self, rule: RowRule, vocabulary: Vocabulary) -> Bits:
        """Whom a reader may see, as fresh as the last sync."""
        if rule.everything:
            return self.everybody
        if rule not in self._memo:
            owner, team = self.column("owner", vocabulary), self.column("team", vocabulary)
            mask = np.isin(owner, sorted(rule.owners)) | np.isin(team, sorted(rule.teams))
            if rule.shared:
                mask |= np.isin(self.ids, np.fromiter(rule.shared, np.int64))
            self._memo[rule] = np.packbits(mask)
        found: Bits = self._memo[rule]
        return found

    def bits(self, asked: Iterable[Condition], vocabulary: Vocabulary) -> dict[Condition, Bits]:
        """The packed mask of each condition; those that nobody asked for yet are computed together."""
        found: dict[Condition, Bits] = {}
        missing: dict[Condition, str] = {}
        for one in dict.fromkeys(asked):
            name = self.name_of(one, vocabulary)
            held = self._warm_or_disk(name)
            if held is None:
                missing[one] = name
            else:
                found[one] = held
        for one in [one for one in missing if isinstance(one, FactCondition)]:
            values = self._values_of(Feature.of(one, on=self.on), vocabulary)
            if values is not None:
                found[one] = self._keep(missing.pop(one), passing(one.test, values, on=self.on))
        if missing:
            for one, mask in self._evaluator(vocabulary, few=len(missing) <= FEW).masks(missing):
                found[one] = self._keep(missing[one], mask)
            _prune_files(self.folder, "bits-*.npy", MOST_FILES)
            _prune_files(self.folder, "facts-*.npy", MOST_VALUES)
        return found

    def _evaluator(self, vocabulary: Vocabulary, *, few: bool) -> ArrayEvaluator | EngineEvaluator:
        """Who answers: the arrays of this process, or the engine that was asked for."""
        if not engine_address().is_here:
            return EngineEvaluator(self.ids, self.source, self.on, vocabulary, self.folder.parent.parent / SPILL)
        keep = partial(self._keep_values, vocabulary=vocabulary) if few else None
        return ArrayEvaluator(self.base, self.source, self.on, vocabulary, keep)

    def warm_up(self, asked: Iterable[FactCondition], vocabulary: Vocabulary) -> None:
        """Have the values ready that any number of thresholds will be asked of, where arrays answer."""
        if not engine_address().is_here:
            return
        missing = [one for one in asked if self._values_of(Feature.of(one, on=self.on), vocabulary) is None]
        keep = partial(self._keep_values, vocabulary=vocabulary)
        for _ in ArrayEvaluator(self.base, self.source, self.on, vocabulary, keep).masks(missing):
            pass

    def _keep(self, name: str, mask: Mask) -> Bits:
        bits = np.packbits(mask)
        self._save(f"bits-{name}", bits)
        warm.put((str(self.folder), name), bits)
        return bits

    def _keep_values(self, feature: Feature, values: Values, *, vocabulary: Vocabulary) -> None:
        """How many or how much of each customer, so that another threshold of the same facts costs a comparison."""
        if feature.measure in {Measure.COUNT, Measure.AMOUNT}:
            largest = int(np.abs(values.values).max(initial=0))
            small = values.values.astype(np.int32) if largest < 2**31 else values.values
            self._save(f"facts-{self._feature_name(feature, vocabulary)}", small)

    def _values_of(self, feature: Feature, vocabulary: Vocabulary) -> Values | None:
        path = self.folder / f"facts-{self._feature_name(feature, vocabulary)}.npy"
        try:
            values = np.load(path, mmap_mode="r")
        except (OSError, ValueError):
            return None
        return Values(values, np.ones(len(values), np.bool_))

    def _feature_name(self, feature: Feature, vocabulary: Vocabulary) -> str:
        asked = FactCondition(
            feature.family, feature.measure, Range(0, None), feature.where, Between(feature.first, None)
        )
        return self.name_of(replace(asked, period=Between(feature.first, feature.last + timedelta(days=1))), vocabulary)

    def members(self, tree: Node, known: Catalogue, listed: Mapping[str, Mask]) -> Bits:
        """Who is in a tree; `listed` are the masks of static lists by key. A segment without a tree has nobody."""
        trees = self._named_trees(tree, known)
        bits = self.bits([one for each in (tree, *trees.values()) for one in conditions(each)], known.vocabulary)
        memo: dict[str, Bits] = {}

        def named(key: str) -> Bits:
            if key not in memo:
                if key in trees:
                    memo[key] = combined(trees[key], bits.__getitem__, named, self.everybody)
                else:
                    mask = listed.get(key)
                    memo[key] = self.everybody & ~self.everybody if mask is None else np.packbits(mask)
            return memo[key]

        return combined(tree, bits.__getitem__, named, self.everybody)

    def _named_trees(self, tree: Node, known: Catalogue) -> dict[str, Node]:
        found: dict[str, Node] = {}
        ahead = list(nested(tree))
        while ahead:
            key = ahead.pop()
            if key not in found and key in known.trees:
                found[key] = known.trees[key]
                ahead += nested(known.trees[key])
        return found

    def name_of(self, condition: Condition, vocabulary: Vocabulary) -> str:
        """The condition and the files it is read from, as a short name."""
        files = [self._files(*read) for read in self._read_by(condition, vocabulary)]
        traits = vocabulary.traits[condition.trait] if isinstance(condition, TraitCondition) else None
        told = json.dumps([key_of(condition), files, str(traits)])
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def _read_by(self, condition: Condition, vocabulary: Vocabulary) -> Iterable[tuple[str, date | None, date | None]]:
        match condition:
            case TraitCondition():
                yield "traits", None, None
            case FactCondition(family, where=where):
                spec = vocabulary.families[family]
                yield (spec.table, *periods.until(condition.period, on=self.on))
                if spec.lines and where:
                    yield (spec.lines.table, *periods.until(condition.period, on=self.on))
                    yield spec.lines.lookup, None, None
            case SequenceCondition():
                for table in ("purchases", "purchase_lines", "products"):
                    yield table, None, self.on
            case RelationCondition():
                yield "relations", None, None
            case MovementCondition():
                yield "positions", None, None
            case ConsentCondition():
                yield "consents", None, None

    def _files(self, table: str, first: date | None, last: date | None) -> str:
        """A short name for the files of a table between two days, as of this manifest."""
        place = ("files", self.source.snapshot.manifest_id, table, first, last)
        if place not in self._memo:
            told = "|".join(self.source.files(table, first=first, last=last))
            self._memo[place] = hashlib.sha256(told.encode()).hexdigest()[:24]
        found: str = self._memo[place]
        return found

    def _warm_or_disk(self, name: str) -> Bits | None:
        held = warm.get((str(self.folder), name))
        if held is None:
            path = self.folder / f"bits-{name}.npy"
            with suppress(OSError, ValueError):
                held = np.load(path)
                path.touch()
                warm.put((str(self.folder), name), held)
        return held

    def keep_bits(self, name: str, bits: Bits) -> None:
        """Leave a mask here under a name of one's own."""
        self._save(f"bits-{name}", bits)

    def kept_bits(self, name: str) -> Bits | None:
        """A mask that lies here under a name of `name_of`; null when it is gone."""
        return self._warm_or_disk(name)

    def _kept(self, name: str, make: Any) -> NDArray[Any]:
        """An array mapped from its file, which is made when it is not there."""
        if name not in self._memo:
            path = self.folder / f"{name}.npy"
            if not path.exists():
                self._save(name, make())
            self._memo[name] = np.load(path, mmap_mode="r")
        found: NDArray[Any] = self._memo[name]
        return found

    def _save(self, name: str, array: NDArray[Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.{os.getpid()}.{threading.get_ident()}.part"
        with part.open("wb") as stream:
            np.save(stream, array)
        part.replace(self.folder / f"{name}.npy")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(content)
    part.replace(path)


def _prune_files(folder: Path, names: str, most: int) -> None:
    """Of too many files the half that nobody looked at for longest goes."""
    files = list(folder.glob(names))
    if len(files) <= most:
        return
    for path in sorted(files, key=lambda one: one.stat().st_mtime)[: len(files) // 2]:
        path.unlink(missing_ok=True)


def prune_folders(root: Path, *, kept: set[str]) -> None:
    """Throw away the folders of former states, but for `kept` and for those that somebody may be reading."""
    now = time.time()  # how old a file is, by the clock that dated it
    for folder in (root / FOLDER).glob("*"):
        if folder.is_dir() and folder.name not in kept and now - folder.stat().st_mtime > GRACE:
            shutil.rmtree(folder, ignore_errors=True)


def count_bits(bits: Bits) -> int:
    """How many customers a packed mask has."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def mask_of(bits: Bits, rows: int) -> Mask:
    """The packed mask as one flag per customer."""
    return np.unpackbits(bits, count=rows).astype(np.bool_)
