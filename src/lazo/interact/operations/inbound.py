"""Calls of providers: greeted, checked, and what they tell kept, all of it or nothing."""

from datetime import date, datetime

from django.db import transaction

from lazo.interact.channels.contract import WebhookCall
from lazo.interact.channels.registry import adapter_of, opened
from lazo.interact.channels.secret import UnableToDecipher
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.delivery import note_reports
from lazo.interact.operations.received import note_received


class UnableToHearProvider(Exception):
    """The account's provider tells nothing by calls, or its secrets cannot be read here."""


def greet_provider(*, account: ChannelAccount, call: WebhookCall) -> str | None:
    """The answer to a provider that looks whether the address is ours; null when it tells something. Raises UnableToTrust, UnableToHearProvider."""
    greeting = getattr(adapter_of(account), "greeting", None)
    if greeting is None:
        raise UnableToHearProvider
    try:
        found: str | None = greeting(opened(account), call)
    except UnableToDecipher as error:
        raise UnableToHearProvider from error
    return found


def hear_provider(*, account: ChannelAccount, call: WebhookCall, at: datetime, day: date) -> dict[str, int]:
    """Keep what a provider tells; how many reports and messages were new. Raises UnableToTrust, UnableToHearProvider."""
    hearing = getattr(adapter_of(account), "told", None)
    if hearing is None:
        raise UnableToHearProvider
    try:
        told = hearing(opened(account), call)
    except UnableToDecipher as error:
        raise UnableToHearProvider from error
    with transaction.atomic():
        reports = note_reports(account=account, reports=told.reports, at=at, day=day)
        received = note_received(account=account, received=told.received, at=at)
    return {"reports": reports, "received": received}
