"""All rules over the whole base, joined into one candidate a pair and type, less what is known or was refused."""

# ruff: noqa: S608 - our own constants and a day of ours

from collections.abc import Callable
from pathlib import Path

import duckdb

from lazo.identify.imports.pipeline.working import working_database
from lazo.identify.inference.reading import read_all
from lazo.identify.inference.rules import rules

MEMORY = "900MB"
SUREST = 0.99
Progress = Callable[[str], None]
Row = tuple[int, int, str, str, float, str]
"""origin, target, type, strongest rule, confidence, evidence as JSON."""

FOUND = f"""
    CREATE OR REPLACE TABLE joined AS
    SELECT origin, target, type, arg_max(rule, (confidence, rule)) AS rule,
        least(1 - product(1 - confidence), {SUREST}) AS confidence,
        to_json(list({{'rule': rule, 'people': people, 'detail': detail}} ORDER BY confidence DESC, rule, detail))::varchar AS evidence
    FROM (SELECT origin, target, type, rule, max(confidence) AS confidence, max(people) AS people, min(detail) AS detail
        FROM seen GROUP BY 1, 2, 3, 4)
    GROUP BY 1, 2, 3"""
"""Rules that agree make it surer: each leaves the doubt that the others left."""

UNKNOWN = """
    CREATE OR REPLACE TABLE unknown AS
    SELECT j.* FROM joined j
    WHERE NOT EXISTS (SELECT 1 FROM related r WHERE r.type = j.type AND r.origin = j.origin AND r.target = j.target)
    AND NOT EXISTS (SELECT 1 FROM doubtful d WHERE least(d.one, d.other) = least(j.origin, j.target)
        AND greatest(d.one, d.other) = greatest(j.origin, j.target))
    AND NOT EXISTS (SELECT 1 FROM related r WHERE r.type = j.type AND r.origin = j.target AND r.target = j.origin
        AND j.type IN ('same-household', 'same-group'))
    AND NOT (j.type = 'same-household' AND EXISTS (
        SELECT 1 FROM related x JOIN related y ON y.target = x.target AND y.type = 'household-member'
        WHERE x.type = 'household-member' AND x.origin = j.origin AND y.origin = j.target))
    AND NOT (j.type = 'same-household'
        AND EXISTS (SELECT 1 FROM related x WHERE x.type = 'household-member' AND x.is_open = 1 AND x.origin = j.origin)
        AND EXISTS (SELECT 1 FROM related x WHERE x.type = 'household-member' AND x.is_open = 1 AND x.origin = j.target))
    AND NOT (j.type = 'employed-by' AND EXISTS (
        SELECT 1 FROM related r WHERE r.is_open = 1 AND r.family IN ('COMPANY', 'BUYING') AND r.origin = j.origin AND r.target = j.target))
    AND NOT (j.type IN ('same-group', 'site-of', 'parent-subsidiary') AND EXISTS (
        SELECT 1 FROM related r WHERE r.is_open = 1 AND r.type IN ('same-group', 'site-of', 'parent-subsidiary')
        AND least(r.origin, r.target) = least(j.origin, j.target) AND greatest(r.origin, r.target) = greatest(j.origin, j.target)))"""
"""What is related so already, or was once, is nobody's question any more; whether two records are one customer is asked first."""

CHOSEN = """
    SELECT origin, target, type, rule, round(confidence, 3)::double AS confidence, evidence FROM unknown u
    WHERE NOT (type = 'same-group' AND EXISTS (
        SELECT 1 FROM unknown s WHERE s.type IN ('site-of', 'parent-subsidiary')
        AND least(s.origin, s.target) = u.origin AND greatest(s.origin, s.target) = u.target))
    QUALIFY type <> 'same-household' OR row_number() OVER (PARTITION BY type, target ORDER BY confidence DESC, origin) = 1
    ORDER BY origin, target, type"""
"""Of a family each is proposed once, with whom it is surest: the household that the first makes takes in the others."""


def find_candidates(*, folder: Path, on: str, progress: Progress) -> list[Row]:
    """Everybody's candidates as of the day `on` (ISO), by origin, target and type; the same data give the same rows.

    Between customers that stand for themselves; neither what is related already, or was, nor what would join two households.
    """
    with working_database(folder, memory=MEMORY) as con:
        for table in read_all(con):
            progress(table)
        _apply(con, on, progress)
        con.execute(FOUND)
        con.execute(UNKNOWN)
        return con.execute(CHOSEN).fetchall()


def _apply(con: duckdb.DuckDBPyConnection, on: str, progress: Progress) -> None:
    con.execute(
        "CREATE OR REPLACE TABLE seen (origin BIGINT, target BIGINT, type VARCHAR, rule VARCHAR, confidence DOUBLE, people BIGINT, detail VARCHAR)"
    )
    for rule in rules(on=on):
        con.execute(f"INSERT INTO seen {rule.statement}")
        progress(rule.key)
