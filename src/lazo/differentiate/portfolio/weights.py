"""What the factors of the portfolio weigh today; known without loading what computes with them."""

from dataclasses import dataclass
from datetime import date

from lazo.differentiate.models import PortfolioSettings
from lazo.differentiate.portfolio.factor import usual_weights

CUT = 50


@dataclass(frozen=True)
class Weights:
    """The version that holds on a day: null before anybody chose; `of` by factor."""

    version: int | None
    of: dict[str, int]
    cut: int


def portfolio_weights(*, on: date | None = None) -> Weights:
    """What holds now, or what held by the end of the day `on`."""
    rows = PortfolioSettings.objects.all() if on is None else PortfolioSettings.objects.filter(at__date__lte=on)
    held = rows.order_by("-pk").first()
    if held is None:
        return Weights(None, usual_weights(), CUT)
    return Weights(held.pk, usual_weights() | {key: int(value) for key, value in held.weights.items()}, held.cut)
