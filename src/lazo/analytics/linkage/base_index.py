"""The prepared base kept on disk, so that new records are compared with it without preparing it again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.engine import LinkEngine
from lazo.analytics.linkage.prepared import Prepared, without_cheap

if TYPE_CHECKING:
    from ibis.expr.types import Table

MANIFEST = "index.json"
ROWS, KEYS, GONE = "rows", "keys", "gone"
READING = 2
"""Counted up whenever records are prepared differently: a base prepared otherwise is built anew."""
MERGED_AT = 8
"""So many files of a size are written as one: appending stays cheap, and the thousandth batch finds few files."""
SMALLEST = 1_000
"""Files of up to so many rows are of one size; of the next size are those of up to `MERGED_AT` times as many, and so on."""


class UnableToUseIndex(Exception):
    """The folder holds no index, or one of other settings."""


@dataclass(frozen=True)
class BaseIndex:
    """Parquet files of prepared rows and of their keys in `folder`; files are never changed, a manifest says which count.

    Each file belongs to a batch; `forget` names parties whose rows up to that batch count no more, so that a changed record is forgotten
    and appended again.
    """

    folder: Path

    def build(self, prepared: Prepared) -> BaseIndex:
        """Begin anew with these records."""
        self.folder.mkdir(parents=True, exist_ok=True)
        old = self._files() if (self.folder / MANIFEST).exists() else []
        self._publish({"settings": prepared.settings.name, "reading": READING, "batch": 0, "files": []})
        self._remove(old)
        return self.append(prepared)

    def append(self, prepared: Prepared) -> BaseIndex:
        """Add records, whose parties must not be in the base (see `forget`)."""
        manifest = self._manifest(prepared.settings.name)
        batch = manifest["batch"] + 1
        name = f"{batch:06d}-0"
        _write(
            prepared.engine,
            _stamped(without_cheap(prepared.table, prepared.settings), batch),
            self.folder / f"{name}-{ROWS}.parquet",
        )
        _write(prepared.engine, _stamped(prepared.keys, batch), self.folder / f"{name}-{KEYS}.parquet")
        level = _level(prepared.count())
        manifest |= {"batch": batch, "files": [*manifest["files"], {"name": name, "level": level}]}
        self._publish(manifest)
        self._merge_small(prepared.engine, manifest)
        return self

    def forget(self, parties: Iterable[int]) -> BaseIndex:
        """Take parties out: what was appended of them so far counts no more."""
        manifest = self._manifest(None)
        ids = self._present(manifest, parties)
        if not len(ids):
            return self
        batch = manifest["batch"] + 1
        name = self._write_gone({"gone": ids, "until": [batch] * len(ids)}, batch)
        manifest |= {"batch": batch, GONE: [*manifest.get(GONE, ()), name]}
        self._publish(manifest)
        self._merge_gone(manifest)
        return self

    def rows(self, engine: LinkEngine) -> Table:
        """The prepared rows of the base, with the columns that are kept (see `prepared.with_cheap`)."""
        return self._read(engine, ROWS)

    def keys(self, engine: LinkEngine) -> Table:
        """The keys of the base: `party_id`, `key`."""
        return self._read(engine, KEYS)

    @property
    def is_built(self) -> bool:
        """Whether a base lies here that was prepared as records are now."""
        return (self.folder / MANIFEST).exists() and self._manifest(None).get("reading") == READING

    def _read(self, engine: LinkEngine, what: str) -> Table:
        manifest = self._manifest(None)
        if not manifest["files"]:
            raise UnableToUseIndex(str(self.folder))
        return self._standing(engine, manifest, manifest["files"], what).drop("batch")

    def _standing(
        self, engine: LinkEngine, manifest: dict[str, Any], files: Sequence[Mapping[str, Any]], what: str
    ) -> Table:
        """The rows of some files without those that are gone."""
        table = engine.read([str(self.folder / f"{file['name']}-{what}.parquet") for file in files])
        gone = [str(self.folder / name) for name in manifest.get(GONE, ())]
        if not gone:
            return table
        out = engine.read(gone)
        return table.anti_join(out, [table.party_id == out.gone, table.batch <= out.until])

    def _present(self, manifest: dict[str, Any], parties: Iterable[int]) -> Any:
        """Those of the parties that were ever appended: a new record has nothing to be forgotten."""
        import numpy as np
        import pyarrow.parquet as pq

        wanted = np.unique(np.fromiter(parties, np.int64))
        found = np.zeros(len(wanted), bool)
        for file in manifest["files"]:
            path = self.folder / f"{file['name']}-{ROWS}.parquet"
            found |= np.isin(wanted, pq.read_table(path, columns=["party_id"])["party_id"].to_numpy())
        return wanted[found]

    def _merge_gone(self, manifest: dict[str, Any]) -> None:
        """Files of those that are gone, once there are `MERGED_AT`, become one, in which each party is once."""
        import pyarrow.parquet as pq

        if len(manifest[GONE]) < MERGED_AT:
            return
        old = [self.folder / name for name in manifest[GONE]]
        every = pq.read_table([str(path) for path in old]).group_by("gone").aggregate([("until", "max")])
        batch = manifest["batch"] + 1
        name = self._write_gone({"gone": every["gone"], "until": every["until_max"]}, batch)
        self._publish(manifest | {"batch": batch, GONE: [name]})
        self._remove(old)

    def _write_gone(self, columns: dict[str, Any], batch: int) -> str:
        import pyarrow as pa
        import pyarrow.parquet as pq

        name = f"{batch:06d}-{GONE}.parquet"
        pq.write_table(
            pa.table(columns, schema=pa.schema({"gone": pa.int64(), "until": pa.int64()})), self.folder / name
        )
        return name

    def _merge_small(self, engine: LinkEngine, manifest: dict[str, Any]) -> None:
        """Files of one level, once there are `MERGED_AT`, become one of the next."""
        while (level := _crowded(manifest)) is not None:
            small = [file for file in manifest["files"] if file["level"] == level]
            name = f"{small[-1]['name'].rpartition('-')[0]}-{level + 1}"
            for what in (ROWS, KEYS):
                _write(engine, self._standing(engine, manifest, small, what), self.folder / f"{name}-{what}.parquet")
            kept = [file for file in manifest["files"] if file["level"] != level]
            manifest = manifest | {"files": [*kept, {"name": name, "level": level + 1}]}
            self._publish(manifest)
            self._remove([self.folder / f"{file['name']}-{what}.parquet" for file in small for what in (ROWS, KEYS)])

    def _manifest(self, settings: str | None) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text())
        except FileNotFoundError as error:
            raise UnableToUseIndex(str(self.folder)) from error
        if settings is not None and found["settings"] != settings:
            raise UnableToUseIndex(f"{found['settings']}, not {settings}")
        return found

    def _publish(self, manifest: dict[str, Any]) -> None:
        written = self.folder / f"{MANIFEST}.new"
        written.write_text(json.dumps(manifest))
        written.replace(self.folder / MANIFEST)

    def _files(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.suffix == ".parquet"]

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            path.unlink(missing_ok=True)


def _level(rows: int) -> int:
    """The size of a file of so many rows: a large base is not written again for a few small batches."""
    level = 0
    while rows > SMALLEST * MERGED_AT**level:
        level += 1
    return level


def _crowded(manifest: Mapping[str, Any]) -> int | None:
    """The smallest level of which there are so many files that they become one."""
    levels = Counter(file["level"] for file in manifest["files"])
    return min((level for level, files in levels.items() if files >= MERGED_AT), default=None)


def _stamped(table: Table, batch: int) -> Table:
    import ibis

    return table.mutate(batch=ibis.literal(batch, "int64"))


def _write(engine: LinkEngine, table: Table, path: Path) -> None:
    engine.write(table, path)
