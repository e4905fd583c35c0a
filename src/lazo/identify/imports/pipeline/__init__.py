"""The pipeline carries a file into the database: stage, match, plan, apply; and back again by the undo.

*Stage* turns text into typed columns beside the file. *Plan* reads the database, decides what becomes of every row, and writes the rows
to be inserted and changed, with their future ids, as Parquet. *Apply* copies the plan into the database in chunks, each one transaction
with a watermark. A dry run is a plan without apply, so that what was promised is what is done; and a process killed at any moment
begins again at the last chunk.
"""
