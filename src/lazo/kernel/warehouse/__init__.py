"""The warehouse: the *marketing database* of the company, a folder of Parquet files that mirrors the truth.

The operational database is the truth; what is here is derived and may be deleted and built again. "Data -> information ->
money" of the seeds needs all purchases at once, thousands of times faster than rows come out of an operational
database: so they are mirrored once, by column and by month, and a score run reads only this.

One writer (a lock), immutable files, one manifest that names them and is swapped in whole: a reader takes the manifest
once and has a snapshot. Each package registers the tables it mirrors in `<package>/mirror.py`.
"""
