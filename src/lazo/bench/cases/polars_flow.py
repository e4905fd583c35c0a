"""The peer of the flow without models: facts, RFM, cohorts and concentration in polars, lazy and streaming."""

import sys

import polars as pl


def main(path: str) -> None:
    scan = pl.scan_parquet(path)
    month = pl.col("day").dt.truncate("1mo")
    facts = scan.group_by("party_id").agg(
        pl.len().alias("n"),
        pl.col("day").n_unique().alias("days"),
        pl.col("day").min().alias("first"),
        pl.col("day").max().alias("last"),
        pl.col("amount").sum().alias("money"),
    )
    table = facts.collect(engine="streaming").sort("party_id")
    ranked = table.with_columns(
        [(pl.col(name).rank("max") * 5 / pl.len()).ceil().alias(name[0] + "_score") for name in ("last", "n", "money")]
    )
    ranked.group_by("l_score", "n_score", "m_score").len()
    first = table.lazy().select("party_id", pl.col("first").dt.truncate("1mo").alias("cohort"))
    monthly = scan.group_by("party_id", month.alias("month")).agg(pl.col("amount").sum())
    monthly.join(first, on="party_id").group_by("cohort", "month").agg(pl.len(), pl.col("amount").sum()).collect(
        engine="streaming"
    )
    money = ranked["money"].sort(descending=True).cum_sum()
    print(money[len(money) // 5] / money[-1])  # noqa: T201 (reason: keeps the result from being optimised away)


if __name__ == "__main__":
    main(sys.argv[1])
