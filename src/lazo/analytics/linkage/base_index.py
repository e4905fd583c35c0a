"""The prepared base kept on disk, so that new records are compared with it without preparing it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.engine import LinkEngine
from lazo.analytics.linkage.prepared import Prepared

if TYPE_CHECKING:
    from ibis.expr.types import Table

MANIFEST = "index.json"
ROWS, KEYS, GONE = "rows", "keys", "gone"
READING = 1
"""Counted up whenever records are prepared differently: a base prepared otherwise is built anew."""
MERGED_AT = 8
"""So many files of a size are written as one: appending stays cheap, and the thousandth batch finds few files."""


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
        _write(prepared.engine, _stamped(prepared.table, batch), self.folder / f"{name}-{ROWS}.parquet")
        _write(prepared.engine, _stamped(prepared.keys, batch), self.folder / f"{name}-{KEYS}.parquet")
        manifest |= {"batch": batch, "files": [*manifest["files"], {"name": name, "level": 0}]}
        self._publish(manifest)
        self._merge_small(prepared.engine, manifest)
        return self

    def forget(self, parties: Iterable[int]) -> BaseIndex:
        """Take parties out: what was appended of them so far counts no more."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        manifest = self._manifest(None)
        ids = sorted(set(parties))
        batch = manifest["batch"] + 1
        rows = pa.table({"gone": pa.array(ids, pa.int64()), "until": pa.array([batch] * len(ids), pa.int64())})
        pq.write_table(rows, self.folder / f"{batch:06d}-{GONE}.parquet")
        self._publish(manifest | {"batch": batch, GONE: [*manifest.get(GONE, ()), f"{batch:06d}-{GONE}.parquet"]})
        return self

    def rows(self, engine: LinkEngine) -> Table:
        """The prepared rows of the base."""
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
        paths = [str(self.folder / f"{file['name']}-{what}.parquet") for file in manifest["files"]]
        if not paths:
            raise UnableToUseIndex(str(self.folder))
        table = engine.read(paths)
        gone = [str(self.folder / name) for name in manifest.get(GONE, ())]
        if gone:
            out = engine.read(gone)
            table = table.anti_join(out, [table.party_id == out.gone, table.batch <= out.until])
        return table.drop("batch")

    def _merge_small(self, engine: LinkEngine, manifest: dict[str, Any]) -> None:
        """Files of one level, once there are `MERGED_AT`, become one of the next."""
        level = 0
        while len(small := [file for file in manifest["files"] if file["level"] == level]) >= MERGED_AT:
            name = f"{small[-1]['name'].rpartition('-')[0]}-{level + 1}"
            for what in (ROWS, KEYS):
                paths = [str(self.folder / f"{file['name']}-{what}.parquet") for file in small]
                _write(engine, engine.read(paths), self.folder / f"{name}-{what}.parquet")
            kept = [file for file in manifest["files"] if file["level"] != level]
            manifest = manifest | {"files": [*kept, {"name": name, "level": level + 1}]}
            self._publish(manifest)
            self._remove([self.folder / f"{file['name']}-{what}.parquet" for file in small for what in (ROWS, KEYS)])
            level += 1

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


def _stamped(table: Table, batch: int) -> Table:
    import ibis

    return table.mutate(batch=ibis.literal(batch, "int64"))


def _write(engine: LinkEngine, table: Table, path: Path) -> None:
    engine.write(table, path)
