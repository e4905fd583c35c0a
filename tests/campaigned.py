"""A bank with a campaign ready to be drafted: what tests of campaigns share.

DOMAIN 7, story 1, at a hundredth: 400 savings-only customers; 32 have an open claim, 19 gave no permission, 1 of them both.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from mirrored import run_sync
from scored import make_purchases
from world import World

from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.operations.segment_list import add_to_list
from lazo.identify.models import ConsentEntry, ContactPoint, Party, Source
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
from lazo.interact.models import Campaign, CampaignWave, ChannelAccount, Template, TemplateText, TemplateVersion
from lazo.interact.operations.campaign import draft_campaign
from lazo.interact.operations.campaign_course import launch_campaign
from lazo.interact.operations.campaign_wave import prepare_wave
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import JobContext, NullContext
from lazo.kernel.workspace import Workspace

ON = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 15, tzinfo=UTC)
CUSTOMERS, CLAIMS, SILENT, BOTH = 400, 32, 19, 1
BOUGHT: dict[str, Any] = {"purchases": {"at_least": 1}}


@dataclass(frozen=True)
class Bank:
    """`parties` in order: the first have a claim, the last of those and the following gave no permission."""

    world: World
    parties: list[Party]
    savers: Segment
    claims: Segment
    email: TemplateVersion
    workspace: Workspace


def make_bank(world: World, workspace: Workspace, *, customers: int = CUSTOMERS) -> Bank:
    """The company, its two segments, an account and a template, and the warehouse of today. Every third customer is Carla's, the others Ana's."""
    parties = Party.objects.bulk_create(
        Party(
            name=f"Cliente {number}",
            kind="PERSON",
            country="CO",
            city="Medellín",
            owner=world.carla if number % 3 == 0 else world.ana,
            team=world.south if number % 3 == 0 else world.north,
        )
        for number in range(customers)
    )
    note_change(table="parties", operation="A", row_from=parties[0].pk, row_to=parties[-1].pk)
    reach(parties)
    silent = {party.pk for party in parties[CLAIMS - BOTH : CLAIMS - BOTH + SILENT]}
    allow([party for party in parties if party.pk not in silent])
    source = Source.objects.create(key="caja", name="Caja")
    make_purchases(source, parties, [date(2026, 10, 1)] * customers, [50_000] * customers)
    savers = create_segment(by=world.diego, name="Solo ahorro", definition=BOUGHT)
    claims = create_segment(by=world.diego, name="Con un reclamo abierto", kind=Segment.Kind.LIST)
    add_to_list(segment=claims, by=world.diego, customers=[party.pk for party in parties[:CLAIMS]])
    ChannelAccount.objects.create(channel="email", provider="smtp", name="Correo", options={})
    run_sync(workspace)
    return Bank(world, parties, savers, claims, make_template(), workspace)


def reach(parties: list[Party]) -> None:
    """Give each an address."""
    ContactPoint.objects.bulk_create(
        ContactPoint(party=party, kind="EMAIL", value=f"c{party.pk}@example.com", key=f"c{party.pk}@example.com")
        for party in parties
    )


def allow(parties: list[Party], *, channel: str = "email") -> None:
    """Let each say yes to offers."""
    ConsentEntry.objects.bulk_create(
        ConsentEntry(
            party=party, purpose="marketing", channel=channel, state="GRANTED", basis="consent", on=date(2026, 1, 1)
        )
        for party in parties
    )


def make_template(name: str = "Tu tarjeta", channel: str = "email") -> TemplateVersion:
    """A template of one version in Spanish."""
    template = Template.objects.create(channel=channel, name=name)
    version = TemplateVersion.objects.create(template=template, number=1)
    TemplateText.objects.create(version=version, language="es", subject="Tu tarjeta", body="Hola")
    return version


def card_plan(bank: Bank, **changes: Any) -> CampaignPlan:
    """Story 1: a card for savers without an open claim, 20 % left alone, each contact 900 pesos, each card 310,000 a year."""
    told: dict[str, Any] = {
        "name": "Tarjeta para ahorradores",
        "segment": bank.savers.key,
        "area": "MAXIMIZE",
        "channels": ("email",),
        "arms": (ArmDraft("Tarjeta", unit_cost=900_00, templates={"email": bank.email.pk}),),
        "without": (bank.claims.key,),
        "control": 2_000,
        "metric": "card",
        "unit_margin": 310_000_00,
        "window_days": 60,
        "base": 0.019,
        "effect": 0.012,
    }
    return CampaignPlan(**(told | changes))


def drafted(bank: Bank, **changes: Any) -> Campaign:
    return draft_campaign(plan=card_plan(bank, **changes), by=bank.world.diego, on=ON)


def launched(bank: Bank, **changes: Any) -> Campaign:
    """Drafted and launched, its wave not yet prepared."""
    campaign = drafted(bank, **changes)
    launch_campaign(campaign=campaign, by=bank.world.diego, on=ON)
    return Campaign.objects.whole().get(pk=campaign.pk)


def wave(bank: Bank, campaign: Campaign, *, on: date = ON, context: JobContext | None = None) -> CampaignWave:
    """The wave of a day, written here."""
    return prepare_wave(campaign=campaign, on=on, at=AT, workspace=bank.workspace, context=context or NullContext())


def plain_plan(version: int, **changes: Any) -> CampaignPlan:
    """A campaign without a base behind it; its segment has the key `compran`."""
    arms = (ArmDraft("Recordar", 9_000, 300_00, {"email": version}),)
    told: dict[str, Any] = {
        "name": "Vuelve a tu café",
        "segment": "compran",
        "area": "RETAIN",
        "channels": ("email",),
        "arms": arms,
    }
    return CampaignPlan(**(told | changes))


def drafts(world: World, **changes: Any) -> Campaign:
    """A draft of Diego's with its segment, account and template."""
    create_segment(by=world.diego, name="Compran", definition=BOUGHT)
    ChannelAccount.objects.create(channel="email", provider="smtp", name="Correo", options={})
    plan = plain_plan(make_template().pk, **changes)
    return draft_campaign(plan=plan, by=world.diego, on=ON)
