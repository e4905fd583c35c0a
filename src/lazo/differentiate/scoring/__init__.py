"""The computation of a score run: tables and arrays in, one table out; no database, no clock.

From the warehouse's snapshot to one wide row per customer and prospect; `operations.score` opens the doors around it.
"""
