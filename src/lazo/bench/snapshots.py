"""Two monthly snapshots of a drawn base, as score runs leave them: what a migration matrix reads of them."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 2026
TIERS = np.array(["MVC", "SGC", "MGC", "LMC", "BZ", ""])
SHARES = (0.1, 0.08, 0.12, 0.4, 0.05, 0.25)
MOVED, LEFT = 0.15, 0.02


def write_snapshots(folder: Path, *, customers: int) -> tuple[Path, Path]:
    """The files of before and after; made once. Of the customers 15 % move, 2 % leave, and as many come."""
    paths = folder / "before.parquet", folder / "after.parquet"
    if all(path.exists() for path in paths):
        return paths
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    ids = np.arange(1, customers + 1)
    tier = rng.choice(len(TIERS), customers, p=SHARES)
    value = np.round(rng.lognormal(12, 1.5, customers)).astype(np.int64)
    _write(paths[0], ids, tier, value, rng)
    moved = rng.random(customers) < MOVED
    later = np.where(moved, rng.choice(len(TIERS), customers, p=SHARES), tier)
    stays = rng.random(customers) >= LEFT
    new = np.arange(customers + 1, customers + 1 + int(customers * LEFT))
    _write(
        paths[1],
        np.concatenate([ids[stays], new]),
        np.concatenate([later[stays], rng.choice(len(TIERS), len(new), p=SHARES)]),
        np.concatenate([np.where(moved, value // 2, value)[stays], np.full(len(new), 100)]),
        rng,
    )
    return paths


def _write(path: Path, ids: np.ndarray, tier: np.ndarray, value: np.ndarray, rng: np.random.Generator) -> None:
    lost = (rng.random(len(ids)) < 0.1) & (tier != len(TIERS) - 1)
    columns = {
        "customer_id": pa.array(ids, pa.int64()),
        "sub_state": pa.array(np.where(lost, "lost", "")),
        "clv": pa.array(value, pa.int64()),
        "tier": pa.array(TIERS[tier]),
    }
    draft = path.with_suffix(".draft")
    pq.write_table(pa.table(columns), draft, compression="zstd")
    draft.replace(path)
