"""What there is to propose, what is believed of it and what it brought."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from lazo.analytics.decisions.belief import Belief, read_belief
from lazo.customize.models import ActionAnswer, Arm, Decision, NextAction, Offer, OfferVersion
from lazo.customize.queries.next_action import current_action_run
from lazo.kernel.models import User

Said = ActionAnswer.Said


@dataclass(frozen=True)
class OfferLine:
    """An offer with what is proposed of it now and what customers said, of those the reader may see. Money in base minor units.

    `proposed` and `expected` are the actions that wait; `beliefs` what is believed of it by stratum, empty before the first run; `treated` and
    `held_back` its groups; `said` customers by their answer. Whom it was not proposed to is in `offer_people`.
    """

    offer: Offer
    proposed: int
    expected: int
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


def offer_lines(offers: "QuerySet[Offer] | None" = None, *, user: User) -> list[OfferLine]:
    """Offers with their numbers; five queries and the row access of the reader, however many."""
    rows = list(live_offers() if offers is None else offers)
    run = current_action_run()
    beliefs = {one["offer"]: tuple(read_belief(b) for b in one["beliefs"]) for one in run.candidates} if run else {}
    groups, said, now = _groups(rows, user), _said(rows, user), _proposed(rows, user)
    return [
        OfferLine(
            offer=row,
            proposed=now.get(row.pk, (0, 0))[0],
            expected=now.get(row.pk, (0, 0))[1],
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


def _proposed(rows: list[Offer], user: User) -> dict[int, tuple[int, int]]:
    """By offer how many actions wait and what they are expected to bring."""
    waiting = NextAction.objects.visible_to(user).filter(offer__in=rows).values_list("offer")
    told = waiting.annotate(count=Count("pk"), money=Sum("expected")).order_by()
    return {offer: (count, money) for offer, count, money in told}


def _groups(rows: list[Offer], user: User) -> dict[tuple[int, bool], int]:
    counted = Decision.objects.standing().visible_to(user).filter(experiment__in=[one.experiment_id for one in rows])
    told = counted.values_list("experiment", "arm__is_control").annotate(count=Count("pk")).order_by()
    return {(experiment, control): count for experiment, control, count in told}


def _said(rows: list[Offer], user: User) -> dict[int, dict[str, int]]:
    """By offer and answer how many customers said it, each once."""
    found: dict[int, dict[str, int]] = {}
    told = ActionAnswer.objects.visible_to(user).filter(offer__in=rows).values_list("offer", "said")
    for offer, said, count in told.annotate(count=Count("party", distinct=True)).order_by():
        found.setdefault(offer, {})[said] = count
    return found
