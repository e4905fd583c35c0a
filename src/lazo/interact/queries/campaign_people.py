"""The people of a campaign: of an arm, held back by a rule, with a message in some state; only those the reader may see."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from lazo.customize.models import ContactBlock, Decision
from lazo.identify.models import Party
from lazo.interact.models import Campaign, Message
from lazo.interact.queries.campaigns import own
from lazo.kernel.models import User

PAGE = 50


@dataclass(frozen=True)
class CampaignPerson:
    """`arm` is the name of their group and `arm_key` its key, blank where there is none; `rule` what held them back, `state` of their message, both blank likewise."""

    party: int
    name: str
    on: date | None
    arm: str = ""
    arm_key: str = ""
    rule: str = ""
    state: str = ""


@dataclass(frozen=True)
class CampaignPeople:
    """A page by growing number; `next` is the last number, null at the end."""

    rows: tuple[CampaignPerson, ...]
    next: int | None


def people_of_arm(
    *, user: User, campaign: Campaign, arm: str = "", after: int = 0, limit: int = PAGE
) -> CampaignPeople:
    """Who is in the campaign, in one arm (its key) or in any. Three queries."""
    rows = Decision.objects.standing().filter(own(user), experiment=campaign.experiment_id, party__gt=after)
    if arm:
        rows = rows.filter(arm__key=arm)
    found = list(rows.order_by("party").values_list("party", "on", "arm__name", "arm__key")[: limit + 1])
    states = dict(
        Message.objects.filter(experiment=campaign.experiment_id, party__in=[row[0] for row in found]).values_list(
            "party", "state"
        )
    )
    people = [
        CampaignPerson(party, "", on, arm=name, arm_key=key, state=states.get(party, ""))
        for party, on, name, key in found
    ]
    return _page(people, limit)


def people_blocked(
    *, user: User, campaign: Campaign, rule: str = "", stage: str = "", after: int = 0, limit: int = PAGE
) -> CampaignPeople:
    """Who was held back, by one rule or by any. Two queries."""
    rows = ContactBlock.objects.filter(own(user), experiment=campaign.experiment_id, pk__gt=after)
    for name, value in (("rule", rule), ("stage", stage)):
        rows = rows.filter(**{name: value}) if value else rows
    found = list(rows.order_by("pk").values_list("pk", "party", "on", "rule")[: limit + 1])
    page = _page([CampaignPerson(party, "", on, rule=name) for _pk, party, on, name in found], limit)
    return CampaignPeople(page.rows, found[limit - 1][0] if len(found) > limit else None)


def people_with_message(
    *, user: User, campaign: Campaign, state: str, after: int = 0, limit: int = PAGE
) -> CampaignPeople:
    """Whose message is in a state of the outbox. Two queries."""
    rows: QuerySet[Message] = Message.objects.filter(own(user), experiment=campaign.experiment_id, state=state)
    found = list(rows.filter(party__gt=after).order_by("party").values_list("party", "sent_at")[: limit + 1])
    people = [CampaignPerson(party, "", at.date() if at else None, state=state) for party, at in found]
    return _page(people, limit)


def _page(found: list[CampaignPerson], limit: int) -> CampaignPeople:
    """The first of them, with their names."""
    shown = found[:limit]
    rows = Party.objects.filter(pk__in=[one.party for one in shown]).values_list("pk", "name", "canonical__name")
    names = {pk: canonical or name for pk, name, canonical in rows}
    people = tuple(replace(one, name=names.get(one.party, "")) for one in shown)
    return CampaignPeople(people, shown[-1].party if len(found) > limit else None)
