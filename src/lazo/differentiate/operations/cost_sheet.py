"""Stating what it costs to serve: a new version of the unit costs of a day, taken back by another."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import CostSheet
from lazo.differentiate.queries.cost_sheet import cost_version
from lazo.identify.models import Interaction
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "cost.sheet"
MOST_COSTS = 200
LARGEST = 10**15
LENGTHS = {"channel": 40, "kind": 60}


class UnableToSaveCosts(ValueError):
    """`problems` maps the place of a unit cost to unknown_activity, unknown_direction, only_of_contacts, too_long, out_of_range, said_twice.

    `code` stale: another version came between; not_allowed; too_many; no_sheet: nothing holds from that day on.
    """

    def __init__(self, problems: Mapping[int, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(set(problems.values()))))
        self.problems, self.code = dict(problems), code


@transaction.atomic
def save_costs(*, valid_from: date | None, costs: Sequence[UnitCost], version: int | None, by: User) -> str:
    """State the unit costs that hold from a day on (null: since ever), on top of `version`, the newest of all sheets (null: none).

    The next score run counts with them. Without any cost, serving costs nothing from that day on. Returns the token that
    takes it back, blank when nothing changed. Raises UnableToSaveCosts.
    """
    _check(by, version)
    kept = checked_costs(costs)
    before = _newest(valid_from)
    if before is not None and not before.is_withdrawn and before.costs == kept:
        return ""
    return _add(valid_from, kept, before, by, _("Costos de servir guardados"))


@transaction.atomic
def withdraw_costs(*, valid_from: date | None, version: int | None, by: User) -> str:
    """Let the unit costs of a day hold no longer: those of the day before it go on. Returns the token that takes it back.

    Raises UnableToSaveCosts.
    """
    _check(by, version)
    before = _newest(valid_from)
    if before is None or before.is_withdrawn:
        raise UnableToSaveCosts({}, "no_sheet")
    return _add(valid_from, None, before, by, _("Costos de servir quitados"))


def checked_costs(costs: Sequence[UnitCost]) -> list[dict[str, Any]]:
    """The unit costs as they are kept, in order, without spaces around. Raises UnableToSaveCosts."""
    if len(costs) > MOST_COSTS:
        raise UnableToSaveCosts({}, "too_many")
    rows = [
        asdict(cost) | {name: getattr(cost, name).strip() for name in ("channel", "direction", "kind")}
        for cost in costs
    ]
    problems = {place: code for place, row in enumerate(rows) if (code := _problem(row))}
    seen: set[tuple[str, ...]] = set()
    for place, row in enumerate(rows):
        key = tuple(str(row[name]).lower() for name in ("activity", "channel", "direction", "kind"))
        if key in seen:
            problems.setdefault(place, "said_twice")
        seen.add(key)
    if problems:
        raise UnableToSaveCosts(problems)
    return rows


def _problem(row: Mapping[str, Any]) -> str:
    if row["activity"] not in set(Activity):
        return "unknown_activity"
    if not isinstance(row["amount"], int) or not 0 <= row["amount"] <= LARGEST:
        return "out_of_range"
    if row["activity"] != Activity.CONTACT:
        return "only_of_contacts" if row["channel"] or row["direction"] or row["kind"] else ""
    if row["direction"] not in {"", *Interaction.Direction.values}:
        return "unknown_direction"
    return "too_long" if any(len(row[name]) > most for name, most in LENGTHS.items()) else ""


def _check(by: User, version: int | None) -> None:
    if not may(by, "may_administer"):
        raise UnableToSaveCosts({}, "not_allowed")
    list(CostSheet.objects.select_for_update().order_by("-pk")[:1])
    if cost_version() != version:
        raise UnableToSaveCosts({}, "stale")


def _newest(valid_from: date | None) -> CostSheet | None:
    same = (
        CostSheet.objects.filter(valid_from__isnull=True)
        if valid_from is None
        else CostSheet.objects.filter(valid_from=valid_from)
    )
    return same.order_by("-pk").first()


def _add(
    valid_from: date | None, costs: list[dict[str, Any]] | None, before: CostSheet | None, by: User, label: str
) -> str:
    made = CostSheet.objects.create(valid_from=valid_from, costs=costs or [], is_withdrawn=costs is None, by=by)
    then = None if before is None or before.is_withdrawn else before.costs
    day = valid_from.isoformat() if valid_from else None
    record_event(
        kind="costs.saved",
        by=by,
        table="differentiate_costsheet",
        row=made.pk,
        data={"valid_from": day, "withdrawn": costs is None},
        before={"costs": then},
        after={"costs": costs},
    )
    return offer_undo(by=by, label=label, kind=UNDO, data={"made": made.pk, "valid_from": day, "costs": then})


def undo_costs(by: User, data: dict[str, Any]) -> Undone:
    """A version like the one before, unless another was saved since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    if cost_version() != data["made"]:
        raise UnableToUndo("changed_since")
    day = date.fromisoformat(data["valid_from"]) if data["valid_from"] else None
    if data["costs"] is None:
        withdraw_costs(valid_from=day, version=data["made"], by=by)
    else:
        save_costs(valid_from=day, costs=[UnitCost(**cost) for cost in data["costs"]], version=data["made"], by=by)
    return Undone(1)
