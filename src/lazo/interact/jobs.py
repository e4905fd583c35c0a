"""The jobs of interact."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from lazo.interact.operations.mailbox import mailboxes, read_mailboxes
from lazo.interact.operations.message_cost import book_message_costs, costs_are_due
from lazo.interact.operations.strategic_alert import alert_reviews, reviews_untold
from lazo.interact.sending.sender import Sender, company_day, is_due
from lazo.kernel.jobs import JobContext, job
from lazo.kernel.today import company_today, company_zone

REVIEWS = "interact.strategic_reviews"
SEND, COSTS, MAILBOXES = "interact.send", "interact.message_costs", "interact.mailboxes"
SEND_SECONDS = 20.0
"""How long one job sends before others have their turn; the next one follows at once."""
CAMPAIGNS = "interact.campaigns"


@job(REVIEWS)
def strategic_reviews(context: JobContext) -> dict[str, Any]:  # noqa: ARG001 - one transaction, whole or not at all
    """Tell owners which of their strategic customers are to be looked at again. Result: entries told of."""
    return {"entries": alert_reviews(on=company_today())}


def reviews_are_due() -> bool:
    """Whether somebody is still to be told."""
    return reviews_untold(on=company_today()).exists()


@job(SEND, beside=True)
def send(context: JobContext, seconds: float = SEND_SECONDS) -> dict[str, Any]:
    """Send what is due, transactional messages first. Result: messages by state."""
    return dict(Sender(now=timezone.now, context=context).run(seconds=seconds))


def sending_is_due() -> bool:
    """Whether anything may leave now."""
    return is_due(at=timezone.now())


@job(COSTS)
def message_costs(context: JobContext) -> dict[str, Any]:  # noqa: ARG001 - each entry is true by itself
    """Book what messages cost. Result: entries written."""
    return {"entries": book_message_costs()}


def message_costs_are_due() -> bool:
    """Whether messages were sent whose cost is not in the ledger."""
    return costs_are_due()


@job(MAILBOXES)
def read(context: JobContext) -> dict[str, Any]:
    """Read the mailboxes: answers and bounces. Result: reports, received, unreachable."""
    at = timezone.now()
    return dict(read_mailboxes(context, at=at, day=company_day(at)))


def mailboxes_are_due() -> bool:
    """Whether any account has a mailbox: nobody knows what is in it before it is read."""
    return bool(mailboxes())


@job("interact.campaign_wave", heavy=True)
def campaign_wave(context: JobContext, *, campaign: int, on: str) -> dict[str, Any]:
    """Bring the warehouse up to date and write the wave of a campaign's day (ISO). Result: wave, and how many by group, channel and rule."""
    from contextlib import suppress

    from lazo.analytics.memory import keep_freed_memory
    from lazo.interact.models import Campaign
    from lazo.interact.operations.campaign_wave import first_instant, prepare_wave
    from lazo.kernel.warehouse.lock import UnableToWriteWarehouse
    from lazo.kernel.warehouse.sync import sync

    keep_freed_memory()
    context.progress(0, None, "sincronizar")
    with suppress(UnableToWriteWarehouse):  # somebody else is bringing it up to date
        sync(workspace=settings.WORKSPACE, context=context)
    day = date.fromisoformat(on)
    at = first_instant(on=day, now=timezone.now(), zone=company_zone())
    held = Campaign.objects.get(pk=campaign)
    wave = prepare_wave(campaign=held, on=day, at=at, workspace=settings.WORKSPACE, context=context)
    return {"wave": wave.number, "on": on, **wave.counts}


@job(CAMPAIGNS)
def campaigns(context: JobContext) -> dict[str, Any]:
    """What campaigns do by themselves. Result: waves asked for, campaigns ended, messages cancelled."""
    from lazo.interact.operations.campaign_rounds import go_round

    return dict(go_round(on=company_today(), at=timezone.now(), context=context))


def campaigns_are_due() -> bool:
    """Whether a campaign has something to do by itself."""
    from lazo.interact.operations.campaign_rounds import campaigns_are_due

    return campaigns_are_due(on=company_today(), at=timezone.now())
