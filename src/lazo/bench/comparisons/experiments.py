"""How often readouts are wrong, on a thousand simulated campaigns of each kind; and a public experiment brought in through a user's door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lazo.analytics.experiments.simulation import Plan, simulate_campaigns
from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command, lazo_command
from lazo.bench.reading import Reading, at_least, at_most

CAMPAIGNS = 1_000
SEED = 20_261_130
KINDS = {
    "sí o no, 10 % de control": Plan(),
    "sí o no, 50 % de control": Plan(control_share=0.5, customers=4_000),
    "rara (1 %), 10 % de control": Plan(rate=0.01, customers=50_000),
    "dinero, 10 % de control": Plan(amount=120.0, customers=20_000),
    "llegan día a día": Plan(arriving=True),
}
SET, FILE = "hillstrom", "dev_half.parquet"


def compare_experiments(ground: Ground) -> Result:
    """A/A, planted effects, and the public set of `--data`."""
    readings: list[Reading] = []
    for name, plan in KINDS.items():
        ground.tell(name)
        readings += _without_effect(name, plan) + _with_effect(name, plan)
    costs = Costs()
    file = ground.data / SET / FILE if ground.data else None
    if file is None or not file.exists():
        return Result(readings, {}, (f"{SET}: no está en la carpeta de --data",))
    return Result(readings + _public(ground, costs, file), costs.medians(), ())


def _without_effect(name: str, plan: Plan) -> list[Reading]:
    tally = simulate_campaigns(plan, campaigns=CAMPAIGNS, seed=SEED)
    label = f"A/A, {name}"
    return [
        Reading(f"{label}: falsas al final", tally.at_end, "de 1.000", at_least(0.035)),
        Reading(f"{label}: falsas al final", tally.at_end, "de 1.000", at_most(0.065)),
        Reading(f"{label}: falsas mirando cada día", tally.watched, "de 1.000", at_most(0.065)),
        Reading(f"{label}: mirando cada día y al final", tally.either, "de 1.000", at_most(0.065)),
    ]


def _with_effect(name: str, plan: Plan) -> list[Reading]:
    tally = simulate_campaigns(replace(plan, effect=plan.rate * 0.4), campaigns=CAMPAIGNS, seed=SEED + 1)
    label = f"efecto plantado, {name}"
    return [
        Reading(f"{label}: dentro del intervalo", tally.covered, "de 1.000", at_least(0.93)),
        Reading(f"{label}: dentro del intervalo", tally.covered, "de 1.000", at_most(0.97)),
        Reading(f"{label}: encontradas al final", tally.at_end, "de 1.000"),
        Reading(f"{label}: encontradas antes", tally.watched, "de 1.000"),
    ]


def _public(ground: Ground, costs: Costs, file: Path) -> list[Reading]:
    """Customers, groups and outcomes brought in by the commands that a person has, read out, and against the sums worked out apart."""
    ground.tell(f"{SET}: traer clientes y experimento")
    workspace = ground.fresh_workspace("experiments")
    customers = file.parent / FILE
    arrived = ground.run(
        lazo_command("import", str(customers), "--as", "customers", "--source", SET, "--map", "customer_id=external_id", "--yes", "--json"),
        workspace=workspace,
        accepted=(0, 3),
    )  # fmt: skip
    costs.note("clientes", arrived.cost)
    brought = ground.run(
        lazo_command(
            "import", str(file), "--as", "experiment", "--source", SET, "--name", SET, "--area", "LOYALTY", "--on", "2008-03-20",
            "--map", "customer_id=customer", "--map", "segment=arm", "--map", "visit=outcome", "--map", "conversion=outcome",
            "--map", "spend=money", "--yes", "--json",
        ),
        workspace=workspace,
        accepted=(0, 3),
    )  # fmt: skip
    costs.note("experimento", brought.cost)
    run = ground.run(case_command("experiment", file, SET), workspace=workspace)
    costs.note("lectura y uplift", run.cost)
    return _compared(last_json(run))


def _compared(found: dict[str, Any]) -> list[Reading]:
    """Every number of ours beside the same worked out from the file, and the two verdicts."""
    readings = []
    for one in found["numbers"]:
        readings += [
            Reading(f"{SET}: {one['name']}", one["ours"], one["unit"]),
            Reading(
                f"{SET}: {one['name']}, lejos del cálculo aparte", abs(one["ours"] - one["theirs"]), "", at_most(1e-9)
            ),
        ]
    for arm, verdict in found["uplift"].items():
        readings += [
            Reading(f"{SET}: {arm}, Qini", verdict["qini"], "por cliente"),
            Reading(f"{SET}: {arm}, desviación", verdict["deviation"], "por cliente"),
            Reading(f"{SET}: {arm}, ¿a quién? como se espera", float(verdict["as_expected"]), "1 sí", at_least(1)),
        ]
    return readings


EXPERIMENTS = Comparison("experiments", "Qué tan seguido se equivoca la lectura de un experimento", compare_experiments)
