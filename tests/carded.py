"""A version with the card of a small training, for pages and doors that show it, and what a model says of somebody."""

from datetime import date, timedelta
from typing import Any

from lazo.differentiate.models import ModelVersion, Propensity, PropensityModel
from lazo.identify.models import Party

ON = date(2025, 11, 30)
PROOF = {
    "n": 840, "yes": 360, "auc": 0.8312, "ece": 0.0213, "log_loss": 0.5, "lift_10": 2.1, "lift_20": 1.9,
    "curve": [[0.1, 0.2, 300, 0.15, 0.14], [0.7, 0.8, 200, 0.76, 0.8]],
    "captured": [[0.0, 0.0], [0.1, 0.21], [0.2, 0.38], [0.5, 0.8], [1.0, 1.0]],
}  # fmt: skip
CARD: dict[str, Any] = {
    "version": "propensity-1", "rows": 840, "used_rows": 840, "yes": 360, "first_day": 20089.0, "last_day": 20388.0,
    "columns": [{"name": "saldo", "weight": 0.8}, {"name": "past.share", "weight": 0.4}, {"name": "canal", "weight": 0.0}],
    "findings": [
        {"column": "duracion", "reason": "named", "figure": 0.81, "is_leak": True},
        {"column": "folio", "reason": "identifies", "figure": 1.0, "is_leak": False},
    ],
    "trees": 80, "models": 3, "calibration": "sigmoid", "out_of_fold": PROOF,
    "later": {**PROOF, "n": 250, "yes": 100, "auc": 0.7944, "cut": 20298.0, "earlier": 590}, "seed": 1,
    "is_useful": True, "reasons": [],
}  # fmt: skip


def add_version(model: PropensityModel, *, number: int = 1, **changes: Any) -> ModelVersion:
    """One with this card, changed where told; it has no numbers, so that it cannot answer."""
    card = {**CARD, **changes}
    return ModelVersion.objects.create(
        model=model, number=number, on_date=ON, card=card, numbers={}, is_useful=card["is_useful"]
    )


def add_propensity(model: PropensityModel, customer: Party, *, chance: float = 0.62) -> Propensity:
    version = ModelVersion.objects.filter(model=model).latest("number")
    return Propensity.objects.create(
        model=model,
        version=version,
        customer=customer,
        chance=chance,
        confidence=0.96,
        reasons=[["saldo", "812.5", 0.7], ["past.share", "0.25", -0.2]],
        on_date=ON,
        expires_on=ON + timedelta(days=180),
    )
