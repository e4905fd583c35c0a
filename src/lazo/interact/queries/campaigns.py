"""The campaigns there are and what each has come to, for pages and doors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Sum

from lazo.customize.models import ContactBlock, Decision, MoneyEntry
from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.interact.models import Campaign, DeliveryReport, Message
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.kernel.access import EVERYTHING, RowRule, may, row_rule
from lazo.kernel.models import User

PAGE = 50
BOUNCES = (DeliveryReport.Kind.SOFT_BOUNCE, DeliveryReport.Kind.HARD_BOUNCE)


@dataclass(frozen=True)
class CampaignCounts:
    """Customers with a decision, by the key of their arm; `blocked` by rule, before sending. Of whom the reader may see, or of all, see `sees_all`."""

    arms: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, int] = field(default_factory=dict)

    @property
    def customers(self) -> int:
        return sum(self.arms.values())


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in a list. `cost` in base minor units as booked, null for who may not see it."""

    campaign: Campaign
    state: CampaignState
    reached: int
    control: int
    cost: int | None


@dataclass(frozen=True)
class CampaignLines:
    """A page of campaigns, the newest first; `next` is the number of the last one, null at the end."""

    lines: tuple[CampaignLine, ...]
    next: int | None


def sees_all(user: User) -> bool:
    """Whether the numbers of a campaign are told of the whole company: to whom makes campaigns, and to whom sees every customer anyway."""
    return may(user, CAMPAIGNING) or row_rule(user).everything


def found_campaign(*, user: User, campaign: int) -> Campaign | None:
    """That campaign with its experiment, steps and waves; null when it is not there for `user`."""
    return Campaign.objects.visible_to(user).whole().filter(pk=campaign).first()


def campaign_lines(
    *, user: User, states: Collection[CampaignState] = (), area: str = "", after: int | None = None, limit: int = PAGE
) -> CampaignLines:
    """Campaigns, the newest first, behind `after`; with `states` and `area` only those. A constant number of queries."""
    rows = Campaign.objects.visible_to(user).whole().order_by("-pk")
    if area:
        rows = rows.filter(experiment__area=area)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    fitting = (row for row in rows if not states or state_of(row) in states) if states else iter(rows[: limit + 1])
    found = [row for row, _place in zip(fitting, range(limit + 1), strict=False)]
    lines = lines_of(found[:limit], user=user)
    return CampaignLines(tuple(lines), found[limit - 1].pk if len(found) > limit else None)


def lines_of(campaigns: Iterable[Campaign], *, user: User) -> list[CampaignLine]:
    """The lines of campaigns that were fetched whole. Four queries at most."""
    rows = list(campaigns)
    counts = counts_of(rows, user=user)
    costs = costs_of([row.experiment_id for row in rows]) if may_see_cost(user) else None
    return [_line(row, counts[row.pk], costs) for row in rows]


def counts_of(campaigns: Collection[Campaign], *, user: User) -> dict[int, CampaignCounts]:
    """By campaign what its waves counted, or, for who does not see everything, how many of their own customers are in it. Two queries at most."""
    if sees_all(user):
        return {row.pk: _summed(row) for row in campaigns}
    experiments = {row.experiment_id: row.pk for row in campaigns}
    arms: dict[int, dict[str, int]] = {row.pk: {} for row in campaigns}
    blocked: dict[int, dict[str, int]] = {row.pk: {} for row in campaigns}
    decisions = Decision.objects.standing().filter(own(user), experiment__in=list(experiments))
    for number, key, count in decisions.values_list("experiment", "arm__key").annotate(n=Count("pk")).order_by():
        arms[experiments[number]][key] = count
    blocks = ContactBlock.objects.filter(own(user), experiment__in=list(experiments), stage=ContactBlock.Stage.DECISION)
    for number, rule, count in blocks.values_list("experiment", "rule").annotate(n=Count("pk")).order_by():
        blocked[experiments[number]][rule] = count
    return {pk: CampaignCounts(arms[pk], blocked[pk]) for pk in arms}


def own(user: User) -> Q:
    """The filter for rows with a `party` that stands for a customer `user` may see."""
    if row_rule(user).everything:
        return Q()
    return Q(Exists(Party.objects.filter(stands_for_visible(user, ""), pk=OuterRef("party"))))


def may_see_cost(user: User) -> bool:
    """Whether somebody is told what campaigns cost and brought."""
    return may(user, CAMPAIGNING) or may(user, "may_see_money")


def results_rule(user: User) -> RowRule:
    """Of whose customers the results are told: of all to who makes campaigns or sees the company's money."""
    return EVERYTHING if may_see_cost(user) else row_rule(user)


def returns_of(experiments: Collection[int]) -> dict[int, int]:
    """What was booked as brought against a control group less what it cost, in base minor units, of those that were read out. Two queries."""
    rows = MoneyEntry.objects.standing().filter(experiment__in=experiments, method=MoneyEntry.Method.CONTROLLED)
    gains = rows.exclude(kind=MoneyEntry.Kind.COST)
    found = dict(gains.values_list("experiment").annotate(total=Sum("base_amount")).order_by())
    costs = costs_of(found)
    return {experiment: total - costs.get(experiment, 0) for experiment, total in found.items()}


def costs_of(experiments: Collection[int]) -> dict[int, int]:
    """What was booked as cost of each experiment, in base minor units, what was taken back aside. One query."""
    rows = MoneyEntry.objects.standing().filter(experiment__in=experiments, kind=MoneyEntry.Kind.COST)
    return dict(rows.values_list("experiment").annotate(total=Sum("base_amount")).order_by())


def message_counts(campaign: Campaign, *, user: User) -> dict[str, int]:
    """Messages by how far they are, and under BOUNCED those of which the provider said that they came back. Two queries."""
    rows = Message.objects.filter(experiment=campaign.experiment_id)
    if not sees_all(user):
        rows = rows.filter(own(user))
    counts = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    sent = rows.filter(state=Message.State.SENT)
    bounced = DeliveryReport.objects.filter(kind__in=BOUNCES, message__in=sent.values("pk"))
    return {**counts, "BOUNCED": bounced.values("message").distinct().count()}


def blocks_of(campaign: Campaign, *, user: User) -> dict[str, dict[str, int]]:
    """How many each rule held back, by stage (DECISION, SEND). One query."""
    rows = ContactBlock.objects.filter(experiment=campaign.experiment_id)
    if not sees_all(user):
        rows = rows.filter(own(user))
    found: dict[str, dict[str, int]] = {}
    for stage, rule, count in rows.values_list("stage", "rule").annotate(n=Count("pk")).order_by("-n", "rule"):
        found.setdefault(stage, {})[rule] = count
    return found


def _summed(campaign: Campaign) -> CampaignCounts:
    arms: dict[str, int] = {}
    blocked: dict[str, int] = {}
    for wave in campaign.waves.all():
        if wave.ready_at is None:
            continue
        for told, name in ((arms, "arms"), (blocked, "blocked")):
            for key, count in wave.counts.get(name, {}).items():
                told[key] = told.get(key, 0) + count
    return CampaignCounts(arms, blocked)


def _line(campaign: Campaign, counts: CampaignCounts, costs: dict[int, int] | None) -> CampaignLine:
    controls = {arm.key for arm in campaign.experiment.arms.all() if arm.is_control}
    control = sum(count for key, count in counts.arms.items() if key in controls)
    cost = None if costs is None else costs.get(campaign.experiment_id, 0)
    return CampaignLine(campaign, state_of(campaign), counts.customers - control, control, cost)
