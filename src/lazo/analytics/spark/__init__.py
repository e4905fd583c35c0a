"""Spark as the engine of the same expressions: its session, and the few things in which it is not like DuckDB.

Nothing above asks for this package: `analytics.engine.open_engine` does, when the address is Spark's. pyspark is loaded only then.
"""
