"""The unit costs that the company stated, and from when to when each of them holds."""

from datetime import date

from lazo.analytics.cost_to_serve import DatedCosts, UnitCost
from lazo.differentiate.models import CostSheet


def cost_version() -> int | None:
    """The newest version of all; null while nothing was ever stated."""
    return CostSheet.objects.order_by("-pk").values_list("pk", flat=True).first()


def cost_sheets() -> list[CostSheet]:
    """What holds: the newest version of each day that was not withdrawn, from the oldest day on."""
    newest: dict[date | None, CostSheet] = {sheet.valid_from: sheet for sheet in CostSheet.objects.order_by("pk")}
    kept = [sheet for sheet in newest.values() if not sheet.is_withdrawn]
    return sorted(kept, key=lambda sheet: sheet.valid_from or date.min)


def costs_on(day: date) -> CostSheet | None:
    """What holds on a day."""
    held = [sheet for sheet in cost_sheets() if sheet.valid_from is None or sheet.valid_from <= day]
    return held[-1] if held else None


def dated_costs() -> tuple[DatedCosts, ...]:
    """The same for the computation; empty while no unit cost is stated, and then nothing is computed."""
    sheets = cost_sheets()
    if not any(sheet.costs for sheet in sheets):
        return ()
    ends = [*(sheet.valid_from for sheet in sheets[1:]), None]
    return tuple(
        DatedCosts(sheet.valid_from, end, tuple(UnitCost(**cost) for cost in sheet.costs))
        for sheet, end in zip(sheets, ends, strict=True)
    )
