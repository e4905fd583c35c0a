"""What a newcomer waits for: migrations, the first help, the demo; and what an idle server holds."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground
from lazo.bench.measure import UnableToMeasure, end, lazo_command
from lazo.bench.memory import tree_mib
from lazo.bench.reading import Reading, at_most

MIGRATE, INIT, HELP, DEMO = "todas las migraciones", "lazo init", "lazo --help", "lazo demo --no-serve"
SETTLE_SECONDS = 5
PATIENCE_SECONDS = 60


def compare_start(ground: Ground) -> Result:
    """Each round starts from an empty folder; the idle server is looked at once, after it has answered pages."""
    costs = Costs()
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        _round(ground, costs)
    idle = _idle_mib(ground.path("demo"))
    demo = costs.median(DEMO)
    readings = [
        Reading(MIGRATE, costs.median(MIGRATE).cpu, "s de CPU", at_most(10)),
        Reading("servir sin hacer nada", idle, "MiB", at_most(250)),
        Reading("construir la demo", demo.wall, "s de reloj", at_most(45)),
        Reading(HELP, costs.median(HELP).cpu, "s de CPU"),
    ]
    return Result(readings, costs.medians())


def _round(ground: Ground, costs: Costs) -> None:
    empty, demo = ground.path("empty"), ground.path("demo")
    for folder in (empty, demo):
        shutil.rmtree(folder, ignore_errors=True)
    empty.mkdir()
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--settings=lazo.site.settings"]
    costs.note(MIGRATE, ground.run(migrate, workspace=empty).cost)
    costs.note(INIT, ground.run(lazo_command("init", "--email", "bench@lazo.example"), workspace=empty).cost)
    costs.note(HELP, ground.run(lazo_command("--help")).cost)
    costs.note(DEMO, ground.run(lazo_command("demo", "--no-serve", "--json"), workspace=demo).cost)


def _idle_mib(workspace: Path) -> float:
    """PSS of the server and its worker, at rest after the sign-in page was asked for a few times."""
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 (reason: the command is our own)
        lazo_command("serve", "--port", str(port)),
        env={**os.environ, "LAZO_HOME": str(workspace)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/entrar")
        time.sleep(SETTLE_SECONDS)
        return tree_mib(process.pid)
    finally:
        end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            for _ in range(5):
                with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 (reason: our own server)
                    response.read()
        except urllib.error.URLError:
            time.sleep(0.5)
        else:
            return
    raise UnableToMeasure(address)


START = Comparison("start", "Empezar: migraciones, ayuda, demo, servidor en reposo", compare_start)
