"""Where the analytics run, as one text says: in this process, or on a Spark here, in a cluster or behind Spark Connect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

DUCKDB = "duckdb"
HERE = "local[*]"
_LOCAL = re.compile(r"local(\[(\*|[1-9][0-9]*)\])?")
_NETWORK = re.compile(r"(spark|sc)://(\[[0-9A-Fa-f:]+\]|[^:/;\[\]\s]+)(?::([0-9]{1,5}))?(/[^\s]*)?")
CONNECT_PORT, MASTER_PORT = 15002, 7077


class EngineKind(StrEnum):
    """`here` is DuckDB in this process; `local` a Spark that this process starts; `cluster` a Spark master; `connect` a Spark Connect server."""

    HERE = "here"
    LOCAL = "local"
    CLUSTER = "cluster"
    CONNECT = "connect"


class EngineProblem(StrEnum):
    """Why an engine cannot be used."""

    UNKNOWN_ADDRESS = "unknown_address"
    NO_PYSPARK = "no_pyspark"
    NO_CONNECT_CLIENT = "no_connect_client"
    NO_JAVA = "no_java"
    NO_ANSWER = "no_answer"
    NO_SESSION = "no_session"


class UnableToStartEngine(Exception):
    """`problem` says why, `detail` what was found: an address, a version, the engine's own first line."""

    def __init__(self, problem: EngineProblem, detail: str = "") -> None:
        self.problem, self.detail = problem, detail
        super().__init__(f"{problem}: {detail}" if detail else str(problem))


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """`text` is what Spark calls the master or remote; blank for DuckDB. `host` and `port` where it is another machine's."""

    kind: EngineKind
    text: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def of(cls, text: str) -> Self:
        """`duckdb` (or blank), `spark` (all cores of this machine), `local[N]`, `spark://host:port`, `sc://host:port`. Raises UnableToStartEngine."""
        said = text.strip()
        if said in {"", DUCKDB}:
            return cls(EngineKind.HERE)
        if said == "spark":
            return cls(EngineKind.LOCAL, HERE)
        if _LOCAL.fullmatch(said):
            return cls(EngineKind.LOCAL, said)
        found = _NETWORK.fullmatch(said)
        if found is None:
            raise UnableToStartEngine(EngineProblem.UNKNOWN_ADDRESS, said)
        scheme, host, port, _ = found.groups()
        if scheme == "sc":
            return cls(EngineKind.CONNECT, said, host.strip("[]"), int(port or CONNECT_PORT))
        return cls(EngineKind.CLUSTER, said, host.strip("[]"), int(port or MASTER_PORT))

    @property
    def is_here(self) -> bool:
        """Whether it is DuckDB in this process."""
        return self.kind is EngineKind.HERE
