"""The ground on which benchmarks stand: a scratch folder with the drawn data and the workspaces that are measured."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lazo.bench.database import drop_database, environment_of, make_database
from lazo.bench.measure import Run, case_command, lazo_command, measure

Tell = Callable[[str], None]
EMAIL = "bench@lazo.example"
READY = ".ready"


@dataclass(frozen=True)
class Size:
    """How many customers and purchases are measured, and how many times."""

    customers: int = 100_000
    purchases: int = 2_000_000
    rounds: int = 3


@dataclass(frozen=True)
class Ground:
    """Where files lie, at which size, and who is told what goes on."""

    folder: Path
    size: Size
    tell: Tell = field(compare=False)
    data: Path | None = None
    """A folder with public data sets, for the cases that can use them."""

    @property
    def name(self) -> str:
        """Data of different sizes do not mix."""
        return f"{self.size.customers}-{self.size.purchases}"

    def path(self, name: str) -> Path:
        """A file of this size."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{self.name}-{name}"

    def purchases(self) -> Path:
        """The drawn purchases as one Parquet file, made once."""
        path = self.path("purchases.parquet")
        if not path.exists():
            self.tell("Dibujando las compras")
            self.run(case_command("draw", path, self.size.customers, self.size.purchases))
        return path

    def run(
        self,
        command: list[str],
        *,
        workspace: Path | None = None,
        accepted: tuple[int, ...] = (0,),
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Measure a command in a workspace, with a language and a time zone that do not depend on the machine."""
        whole = {**(environment_of(workspace) if workspace else {}), **(environment or {})}
        return measure(command, environment=whole, accepted=accepted)

    def fresh_workspace(self, name: str) -> Path:
        """An empty workspace as `lazo init` leaves it; what lay there before is thrown away."""
        folder = self.path(name)
        shutil.rmtree(folder, ignore_errors=True)
        make_database(folder)
        self.run(lazo_command("init", "--email", EMAIL, "--json"), workspace=folder)
        return folder

    def known_customers(self) -> Path:
        """A workspace with customers as an import would leave them; made once and only copied."""
        folder = self.path("known")
        if not (folder / READY).exists():
            self.fresh_workspace("known")
            self.run(case_command("fill_parties", self.size.customers), workspace=folder)
            (folder / READY).touch()
        return folder

    def filled_workspace(self) -> Path:
        """Customers and purchases as an import would leave them, not synchronised yet; made once and only copied."""
        folder = self.path("filled")
        if not (folder / READY).exists():
            self.tell("Llenando la base de datos")
            known = self.known_customers()
            (self.copy(known, "filled") / READY).unlink()
            self.run(case_command("fill", self.purchases(), "--index-last"), workspace=folder)
            (folder / READY).touch()
        return folder

    def copy(self, workspace: Path, name: str) -> Path:
        """A copy of a workspace that may be spoiled."""
        folder = self.path(name)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(workspace, folder)
        make_database(folder, like=workspace)
        return folder

    def remove(self, workspace: Path) -> None:
        shutil.rmtree(workspace, ignore_errors=True)
        drop_database(workspace)


def last_json(run: Run) -> dict[str, Any]:
    """The JSON object that a command wrote as its last line."""
    found: dict[str, Any] = json.loads(run.output.strip().splitlines()[-1])
    return found
