"""The two ways of filling the score table store the same."""

import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from scored import CUSTOMERS, PROSPECTS, make_company, score
from world import make_world

from lazo.differentiate.models import Score, ScoreRun
from lazo.differentiate.operations import filling
from lazo.differentiate.operations.score_table import (
    TABLE,
    drop_next_tables,
    fill_next_table,
    said_of_all,
    score_columns,
)
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def _stored(table: str) -> list[tuple[Any, ...]]:
    typeof = "typeof" if connection.vendor == "sqlite" else "pg_typeof"
    names = ", ".join(f"{name}, CAST({typeof}({name}) AS text)" for name in score_columns())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} ORDER BY customer_id")
        return list(cursor.fetchall())


def test_a_process_of_its_own_stores_what_this_one_stores(
    transactional_db: None, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_company(make_world())
    score(workspace)
    before = _stored(TABLE)
    run = ScoreRun.objects.get()
    monkeypatch.setattr(filling, "ROWS_FOR_A_PROCESS", 1)
    monkeypatch.setattr(filling, "ROWS", 7)

    fill_next_table(run_id=run.pk, path=score_path(workspace, run.pk), context=NullContext())

    assert len(before) == CUSTOMERS + PROSPECTS
    assert _stored(f"{TABLE}_next_{run.pk}") == before
    drop_next_tables()


def test_what_is_said_of_all_is_kept_once(transactional_db: None, workspace: Workspace) -> None:
    make_company(make_world())
    score(workspace)
    run = ScoreRun.objects.get()
    same = said_of_all(score_path(workspace, run.pk))
    told = {name: same[name] for name in ("run_id", "on_date", "value_is_margin")}
    assert told == {"run_id": run.pk, "on_date": run.on_date, "value_is_margin": False}
    assert "customer_id" not in same
    read = Score.objects.values_list(*same).distinct()
    assert [dict(zip(same, row, strict=True)) for row in read] == [same]


def test_a_single_customer_keeps_their_key(tmp_path: Path) -> None:
    columns = {
        "customer_id": [7],
        "run_id": [3],
        "place": [0.5],
        "owner_id": pa.array([None], pa.int64()),
        "extra": [1],
    }
    pq.write_table(pa.table(columns), tmp_path / "one.parquet")
    assert said_of_all(tmp_path / "one.parquet") == {"run_id": 3, "owner_id": None}
    pq.write_table(pa.table(columns).slice(0, 0), tmp_path / "none.parquet")
    assert said_of_all(tmp_path / "none.parquet") == {}


def test_a_process_that_fails_is_an_error_here(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # on PostgreSQL the database's name is no file: the process makes one
    with pytest.raises(subprocess.CalledProcessError):
        list(filling._filled_aside("absent", tmp_path / "absent.parquet", ["customer_id"]))


def test_on_sqlite_a_score_is_found_by_its_key_in_the_table_itself(
    transactional_db: None, workspace: Workspace
) -> None:
    make_company(make_world())
    score(workspace)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM pragma_index_list('{TABLE}')")
            assert cursor.fetchone() == (0,)
            cursor.execute(f"EXPLAIN QUERY PLAN SELECT area FROM {TABLE} WHERE customer_id = 1")
            assert "INTEGER PRIMARY KEY" in cursor.fetchone()[3]
