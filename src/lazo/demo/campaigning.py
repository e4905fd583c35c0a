"""The campaigns that the fictitious company ran: to whom, what they said, who was left alone, and what became of each message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db.models import Max, Min

from lazo.customize.models import ContactBlock, Experiment
from lazo.customize.operations.experiment import ExperimentPlan
from lazo.customize.policy.customer import NO_CONSENT
from lazo.demo.company import CURRENCY
from lazo.demo.trial import CENTS, Trial, Truth
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import create_segment
from lazo.identify.models import ConsentEntry, Purchase
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
from lazo.interact.models import Campaign, CampaignStep, CampaignWave, ChannelAccount, Message, TemplateVersion
from lazo.interact.operations.campaign import draft_campaign
from lazo.interact.operations.channel_account import AccountPlan, add_account
from lazo.interact.operations.template import TemplatePlan, TextPlan, add_template
from lazo.interact.operations.wave_rows import Rows
from lazo.kernel.models import User

BOUGHT_IN_A_YEAR: dict[str, Any] = {"purchases": {"at_least": 1, "period": {"last_days": 365}}}
MORNING = time(14, tzinfo=UTC)
CONTROL, COST = 2_000, 320
"""The part left alone, of ten thousand; pesos that a message costs."""


@dataclass(frozen=True)
class Told:
    """A campaign as somebody thought of it; `quiet_days` and `known_days` tell buyers of a year who were silent so long, or are that new."""

    trial: Trial
    segment: str
    definition: dict[str, Any]
    body: str
    quiet_days: int = 0
    known_days: int = 0


def campaigns() -> tuple[Told, ...]:
    """One that worked, one that brought lost customers back, and one that changed nothing."""
    harvest = _trial("cosecha-nueva-de-huila", "Cosecha nueva de Huila", "MAXIMIZE", salt=20_260_915)
    missed = _trial("te-extranamos", "Te extrañamos", "RETAIN", salt=20_260_912)
    second = _trial("segunda-compra", "Segunda compra", "KEEP", salt=20_260_918)
    silent = {"not": {"purchases": {"at_least": 1, "period": {"last_days": 120}}}}
    return (
        Told(
            Trial(harvest, CONTROL, COST, 0.11, 36, 4_000, "email", "Llegó la cosecha nueva de Huila"),
            "Compraron en el último año",
            BOUGHT_IN_A_YEAR,
            "La cosecha nueva de Huila ya está en la tienda, con notas de panela y mandarina.",
        ),
        Told(
            Trial(missed, CONTROL, COST, 0.07, 39, 1_500, "email", "Hace rato no tomamos café"),
            "Cuatro meses sin comprar",
            {"all": [BOUGHT_IN_A_YEAR, silent]},
            "Hace meses no te vemos. Tu próximo pedido lleva el envío por nuestra cuenta.",
            quiet_days=120,
        ),
        Told(
            Trial(second, CONTROL, COST, 0.0, 33, 1_200, "email", "¿Cómo te fue con tu primer café?"),
            "Primera compra hace poco",
            {"purchases": {"measure": "first", "period": {"last_days": 120}}},
            "Cuéntanos cómo lo preparas y te sugerimos la molienda.",
            known_days=120,
        ),
    )


def _trial(key: str, name: str, area: str, *, salt: int) -> ExperimentPlan:
    return ExperimentPlan(
        key=key,
        name=name,
        kind=Experiment.Kind.CAMPAIGN,
        area=area,
        purpose="marketing",
        currency=CURRENCY,
        window_days=30,
        unit_margin=38_000 * CENTS,
        salt=salt,
    )


def begin_campaign(told: Told, *, account: ChannelAccount, by: User, on: date) -> Campaign:
    """Draft it as the form does: a segment, a template of its own, a fifth left alone."""
    segment = Segment.objects.live().filter(name=told.segment).first()
    if segment is None:
        segment = create_segment(by=by, name=told.segment, definition=told.definition)
    trial = told.trial
    plan = CampaignPlan(
        name=trial.plan.name,
        segment=segment.key,
        area=trial.plan.area,
        channels=(account.channel,),
        arms=(ArmDraft("Con el correo", 1, trial.cost * CENTS, {account.channel: _template(told, by).pk}),),
        control=trial.control,
        window_days=trial.plan.window_days,
        unit_margin=trial.plan.unit_margin,
        base=0.2,
        effect=0.05,
    )
    row = draft_campaign(plan=plan, by=by, on=on)
    # The same groups every time: whoever draws the company again finds the same truth.
    Experiment.objects.filter(pk=row.experiment_id).update(salt=trial.plan.salt)
    row.experiment.refresh_from_db()
    return row


def close_account(account: ChannelAccount, by: User) -> None:
    """Nothing leaves the demo: its customers do not exist, but somebody may have their addresses."""
    ChannelAccount.objects.filter(pk=account.pk).update(closed_at=datetime.now(UTC), closed_by=by)


def mail_account(by: User) -> ChannelAccount:
    """Through which the company once wrote."""
    told = {"host": "correo.laceiba.example", "address": "hola@laceiba.example", "name": "Tostadora La Ceiba"}
    return add_account(channel="email", provider="smtp", plan=AccountPlan("Correo de La Ceiba", told), by=by)


def audience_of(told: Told, buyers: Sequence[int], start: date) -> list[int]:
    """Those of the buyers of a year whom its segment meant on that day."""
    if not told.quiet_days and not told.known_days:
        return list(buyers)
    bought = Purchase.objects.filter(occurred_on__lt=start, amount__gt=0)
    days = bought.values("party").annotate(first=Min("occurred_on"), last=Max("occurred_on")).order_by()
    since, until = start - timedelta(days=told.known_days), start - timedelta(days=told.quiet_days)
    fits = {
        row["party"]
        for row in days
        if (row["first"] >= since if told.known_days else True) and (row["last"] < until if told.quiet_days else True)
    }
    return [party for party in buyers if party in fits]


def allowed(parties: Sequence[int], channel: str) -> list[int]:
    """Those who said yes to the channel."""
    said = ConsentEntry.objects.filter(purpose="marketing", channel=channel, state="GRANTED")
    yes = set(said.values_list("party_id", flat=True))
    return [party for party in parties if party in yes]


def run_campaign(
    campaign: Campaign, *, account: ChannelAccount, blocked: Sequence[int], truth: Truth, by: User, other: User
) -> None:
    """Write down its course and its messages, after its groups are known; `blocked` had not said yes, `other` approved it."""
    experiment = campaign.experiment
    experiment.refresh_from_db()
    start = experiment.started_on
    assert start is not None, campaign
    at = datetime.combine(start, MORNING)
    steps = (
        (CampaignStep.Kind.ASKED, by, at - timedelta(days=3)),
        (CampaignStep.Kind.APPROVED, other, at - timedelta(days=2)),
        (CampaignStep.Kind.LAUNCHED, by, at - timedelta(hours=4)),
        (CampaignStep.Kind.ENDED, None, at + timedelta(days=1)),
    )
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=start)
    CampaignStep.objects.bulk_create(
        CampaignStep(campaign=campaign, kind=kind, version=campaign.version, by=who, at=when)
        for kind, who, when in steps
    )
    arms = list(experiment.arms.all())
    (treated,) = (arm for arm in arms if not arm.is_control)
    sizes = {arm.key: truth.treated if arm == treated else truth.decided - truth.treated for arm in arms}
    counts = {
        "audience": truth.decided + len(blocked),
        "without": {},
        "already": 0,
        "blocked": {NO_CONSENT: len(blocked)} if blocked else {},
        "channels": {account.channel: truth.decided},
        "arms": sizes,
    }
    CampaignWave.objects.create(
        campaign=campaign,
        number=1,
        on=start,
        segment_version=campaign.segment.version,
        audience_on=start,
        as_of=at,
        counts=counts,
        rows=truth.decided,
        done=truth.decided,
        ready_at=at,
    )
    _write_blocks(experiment, account, blocked, start)
    version = TemplateVersion.objects.get(template__name=experiment.name)
    messages = Rows(Message, np.array(truth.parties, np.int64))
    messages.keyed("key", f"campaign:{campaign.pk}:")
    messages.same(
        channel=account.channel,
        purpose=experiment.purpose,
        lane=campaign.lane,
        state=str(Message.State.SENT),
        experiment=experiment.pk,
        arm=treated.pk,
        account_id=account.pk,
        version_id=version.pk,
        due_at=at,
        sent_at=at,
        attempts=1,
    )
    messages.write()


def _write_blocks(experiment: Experiment, account: ChannelAccount, parties: Sequence[int], start: date) -> None:
    if not parties:
        return
    rows = Rows(ContactBlock, np.array(parties, np.int64))
    rows.same(
        experiment_id=experiment.pk,
        purpose=experiment.purpose,
        channel=account.channel,
        stage=str(ContactBlock.Stage.DECISION),
        rule=NO_CONSENT,
        country="",
        on=start,
    )
    rows.write()


def _template(told: Told, by: User) -> TemplateVersion:
    name, subject = told.trial.plan.name, told.trial.subject
    texts = {
        "es": TextPlan(subject, _mjml('Hola, {{ nombre | "cliente" }}:', told.body, "Gracias por tomar café con nosotros.")),
    }  # fmt: skip
    row = add_template(channel="email", plan=TemplatePlan(name, "marketing", texts), by=by)
    return row.versions.get()


def _mjml(*paragraphs: str) -> str:
    told = "".join(f"<mj-text>{one}</mj-text>" for one in paragraphs)
    return f"<mjml><mj-body><mj-section><mj-column>{told}</mj-column></mj-section></mj-body></mjml>"
