"""What there is to propose, what is believed of it and what it brought."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lazo.analytics.decisions.belief import Belief, read_belief
from lazo.customize.models import ActionAnswer, Arm, Decision, Offer, OfferVersion
from lazo.customize.queries.next_action import current_action_run

Said = ActionAnswer.Said


@dataclass(frozen=True)
class OfferLine:
    """An offer with what the current run decided about it and what customers said. Money in base minor units.

    `beliefs` are what is believed of it by stratum, empty before the first run; `lost` how many customers it was not proposed to, by verdict.
    """

    offer: Offer
    proposed: int
    control: int
    expected: int
    lost: dict[str, int]
    beliefs: tuple[Belief, ...]
    treated: int
    held_back: int
    said: dict[str, int]


def live_offers() -> "QuerySet[Offer]":
    """All of them by area and name, with whose they are."""
    return Offer.objects.live().select_related("owner", "experiment").order_by("area", "name", "pk")


def found_offer(key: str) -> Offer | None:
    """The offer of that key."""
    return live_offers().filter(key=key).first()


def offer_lines(offers: "QuerySet[Offer] | None" = None) -> list[OfferLine]:
    """Offers with their numbers; four queries, however many."""
    rows = list(live_offers() if offers is None else offers)
    run = current_action_run()
    told = {one["offer"]: one for one in run.counts.get("offers", [])} if run else {}
    beliefs = {one["offer"]: tuple(read_belief(b) for b in one["beliefs"]) for one in run.candidates} if run else {}
    groups, said = _groups(rows), _said(rows)
    return [
        OfferLine(
            offer=row,
            proposed=told.get(row.pk, {}).get("proposed", 0),
            control=told.get(row.pk, {}).get("control", 0),
            expected=told.get(row.pk, {}).get("expected", 0),
            lost=told.get(row.pk, {}).get("lost", {}),
            beliefs=beliefs.get(row.pk, ()),
            treated=groups.get((row.experiment_id, False), 0),
            held_back=groups.get((row.experiment_id, True), 0),
            said=said.get(row.pk, {}),
        )
        for row in rows
    ]


def versions_of(offer: Offer) -> "QuerySet[OfferVersion]":
    """What it said, the newest first."""
    return OfferVersion.objects.filter(offer=offer).select_related("by").order_by("-number")


def control_share(offer: Offer) -> int:
    """The share of its control group, in parts of ten thousand."""
    found = Arm.objects.filter(experiment=offer.experiment_id, is_control=True).values_list("share", flat=True).first()
    return found or 0


def _groups(rows: list[Offer]) -> dict[tuple[int, bool], int]:
    counted = Decision.objects.standing().filter(experiment__in=[one.experiment_id for one in rows])
    told = counted.values_list("experiment", "arm__is_control").annotate(count=Count("pk")).order_by()
    return {(experiment, control): count for experiment, control, count in told}


def _said(rows: list[Offer]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    told = ActionAnswer.objects.filter(offer__in=rows).values_list("offer", "said")
    for offer, said, count in told.annotate(count=Count("pk")).order_by():
        found.setdefault(offer, {})[said] = count
    return found
