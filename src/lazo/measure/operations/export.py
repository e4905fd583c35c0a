"""Decisions, messages and money as files: what was decided about whom, what was sent to whom, and the ledger."""

from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from lazo.customize.models import Arm, Decision, Experiment, MoneyEntry
from lazo.differentiate.operations.export import Exported, UnableToExport, export_sheet
from lazo.differentiate.operations.sheets import BASE, DAY, OF_ROW, WHOLE, YES, Column, Sheet, money, text
from lazo.identify.models import Party
from lazo.interact.models import DeliveryReport, Message
from lazo.interact.queries.outbox import visible_messages
from lazo.kernel.access import may, row_rule
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import User

Kind = DeliveryReport.Kind
BOUNCES = (Kind.SOFT_BOUNCE, Kind.HARD_BOUNCE)
ENGAGED = {"opened": (Kind.OPENED, Kind.READ), "clicked": (Kind.CLICKED,), "replied": (Kind.REPLIED,)}
"""What a person did with a message; a machine's opening counts as nothing."""


def _decisions(by: User, history: bool) -> "QuerySet[Decision]":
    """Of the customers that the person sees; those that a merge put aside only with history."""
    rows = Decision.objects.all() if history else Decision.objects.standing()
    rule = row_rule(by)
    if not rule.everything:
        rows = rows.filter(party__in=Party.objects.filter(rule.as_q(customer="id")).values("pk"))
    return rows.order_by("experiment_id", "party")


def _money(by: User, history: bool) -> "QuerySet[MoneyEntry]":
    """What stands; with history also what was taken back, and what takes it back."""
    if not may(by, "may_see_money"):
        raise UnableToExport("not_allowed")
    rows = MoneyEntry.objects.all() if history else MoneyEntry.objects.standing()
    return rows.order_by("on", "pk")


def _currencies() -> list[str]:
    return list(MoneyEntry.objects.order_by().values_list("currency", flat=True).distinct())


def _messages(by: User, history: bool) -> "QuerySet[Message]":
    """Of the customers that the person sees; those that still wait or were cancelled only with history."""
    rows = visible_messages(by)
    if not history:
        rows = rows.exclude(state__in=[Message.State.QUEUED, Message.State.SENDING, Message.State.CANCELLED])
    told = DeliveryReport.objects.filter(message=OuterRef("pk"), is_machine=False)
    campaign = Experiment.objects.filter(pk=OuterRef("experiment")).values("key")[:1]
    arm = Arm.objects.filter(pk=OuterRef("arm")).values("key")[:1]
    kinds = {name: Exists(told.filter(kind__in=kinds)) for name, kinds in ENGAGED.items()}
    bounced = Exists(DeliveryReport.objects.filter(message=OuterRef("pk"), kind__in=BOUNCES))
    named: QuerySet[Message] = rows.annotate(
        campaign_key=Subquery(campaign), arm_key=Subquery(arm), sent_on=TruncDate("sent_at"), bounced=bounced, **kinds
    )
    return named.order_by("pk")


DECISIONS = Sheet(
    "decisions",
    _decisions,
    (
        text("experiment", "experiment__key"),
        Column("party_id", WHOLE, "party"),
        text("arm", "arm__key"),
        Column("is_control", YES, "arm__is_control"),
        Column("on", DAY),
        Column("expected", WHOLE, money=BASE),
        text("why"),
    ),
)
MONEY = Sheet(
    "money",
    _money,
    (
        Column("id", WHOLE),
        Column("on", DAY),
        text("area"),
        text("kind"),
        text("method"),
        text("category"),
        money("amount", OF_ROW),
        text("currency"),
        Column("base_amount", WHOLE, money=BASE),
        Column("low", WHOLE, money=BASE),
        Column("high", WHOLE, money=BASE),
        text("experiment", "experiment__key"),
        text("note"),
        Column("takes_back", WHOLE, "takes_back_id"),
    ),
    _currencies,
)
MESSAGES = Sheet(
    "messages",
    _messages,
    (
        Column("id", WHOLE),
        text("key"),
        text("experiment", "campaign_key"),
        text("arm", "arm_key"),
        Column("party_id", WHOLE, "party"),
        text("channel"),
        text("purpose"),
        text("template", "version__template__name"),
        text("state"),
        text("problem"),
        Column("sent_on", DAY),
        Column("cost_millis", WHOLE),
        text("currency", "account__currency"),
        Column("bounced", YES),
        Column("opened", YES),
        Column("clicked", YES),
        Column("replied", YES),
    ),
)
MEASURED = {sheet.name: sheet for sheet in (DECISIONS, MESSAGES, MONEY)}


def export_measured(*, sheet: str, to: Path, by: User, context: JobContext, history: bool = False) -> Exported:
    """Write the decisions, the messages or the ledger that `by` may see to a .parquet or .csv file. Raises UnableToExport."""
    if sheet not in MEASURED:
        raise UnableToExport("unknown_sheet", sheet=sheet)
    return export_sheet(sheet=MEASURED[sheet], to=to, by=by, context=context, history=history)
