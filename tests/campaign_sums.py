"""A company whose campaign may be written and sent as often as one likes, and everything that a campaign left behind."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from campaigned import AT, ON, allow, plain_plan, reach
from django.db.models import Sum
from mirrored import run_sync
from outboxed import email_account, template
from scored import make_purchases
from world import World

from lazo.customize.models import ContactBlock, Decision, Experiment, MoneyEntry, PlannedContact
from lazo.customize.operations.told_outcome import ToldOutcome, tell_outcomes
from lazo.differentiate.operations.segment import create_segment
from lazo.identify.models import Interaction, Party, Source
from lazo.interact.models import Campaign, Message, MessageCost, TemplateVersion
from lazo.interact.operations.campaign import draft_campaign
from lazo.interact.operations.campaign_course import launch_campaign
from lazo.interact.operations.message_cost import book_message_costs
from lazo.kernel.changes import note_change
from lazo.kernel.workspace import Workspace
from lazo.measure.queries.readout import read_experiment

LATER = AT + timedelta(minutes=5)
SILENT_EVERY = 25
PRICE = 1_250
"""Thousandths of a centavo: what one message costs."""
PIECE = 5_000


@dataclass
class Company:
    """Mexican customers: no law there says how often somebody may be written to. Every 25th gave no permission."""

    world: World
    workspace: Workspace
    parties: list[Party]
    version: TemplateVersion


def make_company(world: World, workspace: Workspace, *, customers: int, port: int) -> Company:
    parties: list[Party] = []
    for start in range(0, customers, PIECE):
        numbers = range(start, min(start + PIECE, customers))
        parties += Party.objects.bulk_create(
            Party(name=f"Cliente {n}", given_name="Clara", country="MX") for n in numbers
        )
    note_change(table="parties", operation="A", row_from=parties[0].pk, row_to=parties[-1].pk)
    reach(parties)
    allow([party for place, party in enumerate(parties) if place % SILENT_EVERY])
    source = Source.objects.create(key="caja", name="Caja")
    make_purchases(source, parties, [date(2026, 10, 1)] * customers, [50_000] * customers)
    create_segment(by=world.diego, name="Compran", definition={"purchases": {"at_least": 1}})
    email_account(port, price=PRICE, currency="COP")
    run_sync(workspace)
    return Company(world, workspace, parties, template())


def launched(company: Company, *, name: str, salt: int) -> Campaign:
    """A campaign to everybody, whose groups are those of any other with the same salt."""
    told: dict[str, Any] = {"name": name, "metric": "card", "unit_margin": 310_000_00, "control": 2_000}
    plan = plain_plan(company.version.pk, **told)
    campaign = draft_campaign(plan=plan, by=company.world.diego, on=ON)
    Experiment.objects.filter(pk=campaign.experiment_id).update(salt=salt)
    launch_campaign(campaign=campaign, by=company.world.diego, on=ON)
    return Campaign.objects.whole().get(pk=campaign.pk)


def answered(company: Company, campaign: Campaign) -> None:
    """Every seventh customer took what was offered, whoever wrote to them; told in pieces, and each piece twice."""
    told = [ToldOutcome(party.pk, ON, str(party.pk)) for party in company.parties[::7]]
    for start in range(0, len(told), 1_000):
        for _ in range(2):
            tell_outcomes(
                experiment=Experiment.objects.get(pk=campaign.experiment_id),
                outcomes=told[start : start + 1_000],
                by=company.world.diego,
                today=ON,
            )


@dataclass(frozen=True)
class Left:
    """Everything a campaign left, so that two can be compared as wholes; customers are told by their number."""

    decided: dict[int, str]
    written: dict[int, str]
    blocked: list[tuple[int, str, str]]
    in_history: list[int]
    planned: int
    counted: int
    millis: int
    booked: int
    arms: list[tuple[str, int, int, int]]
    result: Any
    difference: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))


def left_by(campaign: Campaign) -> Left:
    """After its costs were booked; read with nothing in memory of before."""
    book_message_costs()
    experiment = Experiment.objects.get(pk=campaign.experiment_id)
    mine = {"experiment": experiment.pk}
    arms = dict(experiment.arms.values_list("pk", "key"))
    costs = MessageCost.objects.filter(**mine).aggregate(n=Sum("messages"), millis=Sum("millis"))
    booked = MoneyEntry.objects.filter(**mine, kind=MoneyEntry.Kind.COST).aggregate(n=Sum("base_amount"))
    messages = Message.objects.filter(**mine)
    found = read_experiment(experiment=experiment, on=ON)
    assert found.whole is not None
    done = found.whole.done
    keys = messages.values("key")
    blocks = ContactBlock.objects.filter(**mine).order_by("party", "rule", "stage")
    return Left(
        decided=dict(Decision.objects.filter(**mine).values_list("party", "arm__key")),
        written={party: f"{arms[arm]} {state}" for party, arm, state in messages.values_list("party", "arm", "state")},
        blocked=list(blocks.values_list("party", "rule", "stage")),
        in_history=list(
            Interaction.objects.filter(external_id__in=keys).order_by("party").values_list("party", flat=True)
        ),
        planned=PlannedContact.objects.filter(**mine).count(),
        counted=costs["n"] or 0,
        millis=costs["millis"] or 0,
        booked=booked["n"] or 0,
        arms=[(arm.key, arm.n, arm.successes, arm.cost) for arm in found.arms],
        result=found.whole.result,
        difference=(done.difference, done.low, done.high),
    )
