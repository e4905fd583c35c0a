"""The manifest: written whole or not at all, read back as it was, refused when it is not ours."""

import json
from pathlib import Path

import pytest

from lazo.kernel.warehouse.manifest import DataFile, Manifest, Pending, TableState, UnableToReadManifest


def manifest() -> Manifest:
    file = DataFile(path="purchases/month=2026-01/1.parquet", rows=3, first_id=1, last_id=9)
    state = TableState(columns={"id": "int64"}, parts={"2026-01": [file]}, settled=8, top=9)
    rollup = TableState(columns={"n": "int64"}, parts={"2026-01": [DataFile("customer_month/1.parquet", 2, 0, 0)]})
    return Manifest(
        id=4,
        truth="birth",
        as_of="2026-01-31T00:00:00.000Z",
        changes=7,
        last_change=[7, "purchases", "U", 1, 2, "x"],
        pending=Pending(["3/11"], {"purchases": 9}, 7),
        tables={"purchases": state},
        rollups={"customer_month": rollup},
        garbage={"old.parquet": "2026-01-30T00:00:00.000Z"},
    )


def test_what_is_swapped_in_is_read_back(tmp_path: Path) -> None:
    manifest().swap_in(tmp_path)
    assert Manifest.read(tmp_path) == manifest()
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_named_paths_and_rows() -> None:
    found = manifest()
    assert found.named_paths() == {"purchases/month=2026-01/1.parquet", "customer_month/1.parquet"}
    assert (found.state("purchases").rows, found.state("customer_month").rows) == (3, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "damaged"),
        (json.dumps({"schema": 1, "pending": None, "tables": {}, "rollups": {}, "strange": 1}), "damaged"),
        (json.dumps({"schema": 99}), "schema"),
    ],
)
def test_manifest_that_is_not_ours(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(UnableToReadManifest, match=reason):
        Manifest.read(tmp_path)


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadManifest, match="missing"):
        Manifest.read(tmp_path)
