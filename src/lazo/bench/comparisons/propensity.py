"""How well propensities are learned from public tables, brought in through the doors a person has."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Reading, at_least, at_most

LEAK = "duration"
DISGUISE = f"{LEAK}=v11"
ECE = 0.03


@dataclass(frozen=True)
class LabelSet:
    """A public table: its file, its label and rule, id, day, when the end was known («-»: none), and the AUC it must reach."""

    file: str
    said: tuple[str, str, str, str, str]
    auc: float

    def path(self, folder: Path, name: str) -> Path:
        return folder / name / self.file


SETS = {
    "telco_churn": LabelSet("dev_70.parquet", ("Churn", "Yes", "customerID", "-", "-"), 0.84),
    "bank_marketing": LabelSet("dev_70.parquet", ("y", "yes", "row_id", "-", "-"), 0.79),
    "marketing_campaign": LabelSet("dev_70.parquet", ("Response", "1", "ID", "-", "-"), 0.88),
    "accounts_receivable": LabelSet(
        "invoices_to_2013_06.parquet", ("DaysLate", "> 0", "customerID", "InvoiceDate", "SettledDate"), 0.84
    ),
}


def compare_propensity(ground: Ground) -> Result:
    """Each set of `--data` once: order and calibration out of fold, the later time foretold from the earlier, what the guard refused."""
    readings: list[Reading] = []
    missing: list[str] = []
    costs = Costs()
    for name, one in SETS.items():
        if ground.data is None or not one.path(ground.data, name).exists():
            missing.append(f"{name}: no está en la carpeta de --data")
            continue
        ground.tell(name)
        path = one.path(ground.data, name)
        card = _card(ground, costs, name, path, one.said)
        readings += _quality(name, card, one.auc)
        if name == "bank_marketing":
            ground.tell(f"{name}, con la columna de la duración bajo otro nombre")
            disguised = _card(ground, costs, f"{name}, disfrazada", path, (*one.said, DISGUISE))
            readings += [
                Reading(f"{name}: «{LEAK}» rechazada", _refused(card, LEAK), "", at_least(1)),
                Reading(f"{name}: la misma con otro nombre", _refused(disguised, "v11"), "", at_least(1)),
            ]
    return Result(readings, costs.medians(), tuple(missing))


def _card(ground: Ground, costs: Costs, name: str, path: Path, said: tuple[str, ...]) -> dict[str, Any]:
    workspace = ground.fresh_workspace("propensity")
    run = ground.run(case_command("propensity", path, *said), workspace=workspace)
    costs.note(name, run.cost)
    return last_json(run)


def _quality(name: str, card: dict[str, Any], goal: float) -> list[Reading]:
    folds, later = card["out_of_fold"], card["later"]
    found = [
        Reading(f"{name}: AUC", folds["auc"], "", at_least(goal)),
        Reading(f"{name}: ECE, 10 tramos", folds["ece"], "", at_most(ECE)),
        Reading(f"{name}: alza en el 10 % primero", folds["lift_10"], "veces"),
    ]
    if later is not None:
        found += [
            Reading(f"{name}: AUC del tiempo posterior", later["auc"], ""),
            Reading(f"{name}: ECE del tiempo posterior", later["ece"], ""),
        ]
    return found


def _refused(card: dict[str, Any], column: str) -> float:
    return float(any(one["column"] == column and one["is_leak"] for one in card["findings"]))


PROPENSITY = Comparison("propensity", "Qué tan bien se aprende una propensión", compare_propensity)
