"""A Spark session: what it needs on this machine, how it is started, and one per process."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import socket
import subprocess
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lazo.analytics.engine_address import EngineAddress, EngineKind, EngineProblem, UnableToStartEngine

JAVA = 17
PATIENCE = 5.0
"""Seconds in which another machine has to take a connection."""
GIB = 2**30
LEAST_MEMORY, MOST_MEMORY = 1, 8
PARTITIONS_PER_CORE = 4

ALWAYS = {
    # Days and instants mean the same here and there.
    "spark.sql.session.timeZone": "UTC",
    # A sum that does not fit is an error, never another number.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
OF_OUR_OWN = {
    "spark.app.name": "Lazo",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # What is fetched is as large as the base, and goes to whoever asked for it.
    "spark.driver.maxResultSize": "0",
    # Nothing is logged: what fails is raised, and what Spark says of it may quote a customer's data.
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties').as_uri()}",
}
"""Settings of a session that this process starts; a server behind Spark Connect has its own."""

_lock = threading.Lock()
_started: dict[str, Any] = {}


def open_session(address: EngineAddress, *, options: Mapping[str, str] | None = None) -> Any:
    """A session with views of its own. The Spark beneath is started once a process; `options` count only then.

    Raises UnableToStartEngine: no pyspark, no Java, nobody at the address, or Spark's own refusal.
    """
    check(address)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # it would write out what is raised anyway
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark warns of the pandas it finds
        try:
            if address.kind is EngineKind.CONNECT:
                return _remote(address)
            return _root(address, options or {}).newSession()
        except UnableToStartEngine:
            raise
        except Exception as refusal:
            raise UnableToStartEngine(EngineProblem.NO_SESSION, _first_line(refusal)) from refusal


def check(address: EngineAddress) -> None:
    """Whether this machine has what the address needs, and somebody listens there. Raises UnableToStartEngine."""
    if not importlib.util.find_spec("pyspark"):
        raise UnableToStartEngine(EngineProblem.NO_PYSPARK)
    if address.kind is EngineKind.CONNECT:
        if not importlib.util.find_spec("grpc"):
            raise UnableToStartEngine(EngineProblem.NO_CONNECT_CLIENT)
    elif java_version() < JAVA:
        raise UnableToStartEngine(EngineProblem.NO_JAVA, str(java_version() or ""))
    if address.host:
        try:
            socket.create_connection((address.host, address.port), timeout=PATIENCE).close()
        except OSError as silence:
            raise UnableToStartEngine(EngineProblem.NO_ANSWER, f"{address.host}:{address.port}") from silence


def java_version() -> int:
    """The main version of the Java that Spark would take: that of JAVA_HOME, else of the path; 0 without one."""
    home = os.environ.get("JAVA_HOME", "")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java:
        return 0
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - the Java that Spark would take
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?([0-9]+)', told.stderr + told.stdout)
    return int(found[1]) if found else 0


def stop_sessions() -> None:
    """End the Spark that this process started, if any."""
    with _lock:
        for session in _started.values():
            session.stop()
        _started.clear()


def _root(address: EngineAddress, options: Mapping[str, str]) -> Any:
    """The Spark of this process: there can be one, and it lives as long as the process."""
    from pyspark.sql import SparkSession

    with _lock:
        if address.text not in _started:
            for other in _started.values():
                other.stop()
            _started.clear()
            builder = SparkSession.builder.master(address.text)
            for name, value in {**_settings(address), **options}.items():
                builder = builder.config(name, value)
            _started[address.text] = builder.getOrCreate()
            _started[address.text].sparkContext.setLogLevel("OFF")
        return _started[address.text]


def _settings(address: EngineAddress) -> dict[str, str]:
    settings = {**OF_OUR_OWN, **ALWAYS, "spark.jars": _jar_of_linkage()}
    if "SPARK_DRIVER_MEMORY" not in os.environ:
        settings["spark.driver.memory"] = f"{_memory()}g"
    if address.kind is EngineKind.LOCAL:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings["spark.sql.shuffle.partitions"] = str(_cores(address) * PARTITIONS_PER_CORE)
    return settings


def _jar_of_linkage() -> str:
    """Splink's functions for Spark, by which linkage says how alike two texts are."""
    from splink.backends.spark import similarity_jar_location

    return str(similarity_jar_location())


def _memory() -> int:
    """A quarter of this machine's memory, in GiB, within limits."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // GIB
    return max(LEAST_MEMORY, min(MOST_MEMORY, whole // 4))


def _cores(address: EngineAddress) -> int:
    told = re.search(r"[0-9]+", address.text)
    if told:
        return int(told[0])
    return (os.cpu_count() or 1) if "*" in address.text else 1


def _remote(address: EngineAddress) -> Any:
    """A session of its own at a Spark Connect server."""
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.remote(address.text).create()
    for name, value in ALWAYS.items():
        session.conf.set(name, value)
    return session


def _first_line(refusal: Exception) -> str:
    return next(iter(str(refusal).strip().splitlines()), type(refusal).__name__)[:200]
