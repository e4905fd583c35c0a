"""The engine that the setting LAZO_ENGINE names: the one place that opens it, and what is said when it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lazo.analytics.engine_address import EngineAddress, EngineKind, EngineProblem, UnableToStartEngine

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

MESSAGES = {
    EngineProblem.UNKNOWN_ADDRESS: gettext_noop(
        "LAZO_ENGINE es «%(detail)s», y puede ser duckdb, spark, local[N], spark://servidor:7077 o sc://servidor:15002."
    ),
    EngineProblem.NO_PYSPARK: gettext_noop("LAZO_ENGINE pide Spark y no está instalado: instala lazo-crm[spark]."),
    EngineProblem.NO_CONNECT_CLIENT: gettext_noop(
        "Para hablar con Spark Connect falta su cliente: instala lazo-crm[spark] con «pyspark[connect]»."
    ),
    EngineProblem.NO_JAVA: gettext_noop(
        "Spark necesita Java 17 o más nueva, por JAVA_HOME o en el PATH (en Debian: apt install openjdk-17-jre-headless)."
    ),
    EngineProblem.NO_ANSWER: gettext_noop("Nadie responde en %(detail)s, la dirección que dice LAZO_ENGINE."),
    EngineProblem.NO_SESSION: gettext_noop("Spark no abrió la sesión: %(detail)s"),
}
NAMES = {
    EngineKind.HERE: gettext_noop("DuckDB, en este proceso"),
    EngineKind.LOCAL: gettext_noop("Spark, en esta máquina (%(address)s)"),
    EngineKind.CLUSTER: gettext_noop("Spark, en %(address)s"),
    EngineKind.CONNECT: gettext_noop("Spark Connect, en %(address)s"),
}


class UnableToUseEngine(Exception):
    """The engine that LAZO_ENGINE names is not installed, does not answer, or is no engine; `problem` says which."""

    def __init__(self, problem: EngineProblem, detail: str = "") -> None:
        self.problem = problem
        super().__init__(_(MESSAGES[problem]) % {"detail": detail})


def engine_address() -> EngineAddress:
    """What the setting says. Raises UnableToUseEngine."""
    try:
        return EngineAddress.of(settings.LAZO_ENGINE)
    except UnableToStartEngine as problem:
        raise UnableToUseEngine(problem.problem, problem.detail) from problem


@contextmanager
def open_engine(*, temp_dir: Path, memory_limit: str = "1GB", threads: int | None = None) -> Iterator["Backend"]:
    """A connection to the engine, empty, closed at the end; see `analytics.engine`. Raises UnableToUseEngine."""
    from lazo.analytics import engine

    try:
        con = engine.open_engine(engine_address(), memory_limit=memory_limit, threads=threads, temp_dir=temp_dir)
    except UnableToStartEngine as problem:
        raise UnableToUseEngine(problem.problem, problem.detail) from problem
    try:
        yield con
    finally:
        con.disconnect()


def fits_in_memory(rows: int, most: int) -> bool:
    """Whether the arrays of this process should answer: up to `most` rows, unless another engine was asked for."""
    return engine_address().is_here and rows <= most


@dataclass(frozen=True)
class EngineState:
    """`name` in words; `problem` in words, blank when it can be used."""

    kind: EngineKind | None
    name: str
    problem: str = ""


def engine_state() -> EngineState:
    """Which engine works here and whether it can; starts nothing, asks only whether somebody listens."""
    try:
        address = engine_address()
    except UnableToUseEngine as problem:
        return EngineState(None, str(settings.LAZO_ENGINE), str(problem))
    name = _(NAMES[address.kind]) % {"address": address.text}
    if address.is_here:
        return EngineState(address.kind, name)
    from lazo.analytics.spark.session import check

    try:
        check(address)
    except UnableToStartEngine as problem:
        return EngineState(address.kind, name, str(UnableToUseEngine(problem.problem, problem.detail)))
    return EngineState(address.kind, name)
