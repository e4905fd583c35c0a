"""Accounts of channels: made, changed, closed, tried; their keys and passwords go in and never come out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.interact.channels.contract import Field, UnableToReach
from lazo.interact.channels.registry import UnableToFindAdapter, adapter_for, adapter_of, opened
from lazo.interact.channels.secret import UnableToDecipher, decipher, encipher
from lazo.interact.models import ChannelAccount, Message
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.money.currency import UnableToKnowCurrency, digits_of
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "interact_channelaccount"
UNDO = "channel_account.closed"
LONGEST = 500
PRICED_IN = {"whatsapp": "USD"}
"""The currency of a channel whose prices are known by themselves."""


class UnableToSaveAccount(Exception):
    """`code` is not_allowed, unknown_provider, no_name, taken, needed, too_long, bad_number, bad_email, bad_url, bad_choice, bad_currency,
    closed or stale; `field` the one it is about.
    """

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True)
class AccountPlan:
    """What an account is to be; `told` are its options and secrets together, a blank secret leaves the one that is kept."""

    name: str
    told: Mapping[str, Any]
    per_second: int | None = None
    per_day: int | None = None
    price: int | None = None
    currency: str = ""


@transaction.atomic
def add_account(*, channel: str, provider: str, plan: AccountPlan, by: User) -> ChannelAccount:
    """An account through which we write from now on. Raises UnableToSaveAccount."""
    _allow(by)
    options, secret = _read(_fields(channel, provider), plan, kept={})
    row = ChannelAccount(channel=channel, provider=provider, made_by=by, secret=encipher(secret), options=options)
    _write(row, plan)
    record_event(kind="channel_account.added", by=by, table=TABLE, row=row.pk, data=_data(row))
    return row


@transaction.atomic
def change_account(*, account: ChannelAccount, plan: AccountPlan, version: int, by: User) -> ChannelAccount:
    """Other options, from the next message on. Raises UnableToSaveAccount (stale: somebody changed it meanwhile)."""
    _allow(by)
    row = ChannelAccount.objects.select_for_update().get(pk=account.pk)
    if row.closed_at is not None:
        raise UnableToSaveAccount("closed")
    if row.version != version:
        raise UnableToSaveAccount("stale")
    fields = _fields(row.channel, row.provider)
    options, secret = _read(fields, plan, kept=_kept_secret(row))
    changed = sorted({name for name in options | row.options if options.get(name) != row.options.get(name)})
    row.options, row.secret, row.version = options, encipher(secret), row.version + 1
    _write(row, plan)
    record_event(kind="channel_account.changed", by=by, table=TABLE, row=row.pk, data={**_data(row), "fields": changed})
    return row


@transaction.atomic
def close_account(*, account: ChannelAccount, by: User, at: datetime) -> str:
    """Nothing leaves through it any more; what waits in it waits. The token by which `by` takes it back. Raises UnableToSaveAccount."""
    _allow(by)
    rows = ChannelAccount.objects.in_use().filter(pk=account.pk)
    if not rows.update(closed_at=at, closed_by=by):
        raise UnableToSaveAccount("closed")
    waiting = Message.objects.queued().filter(account=account)[:1].count()
    record_event(kind="channel_account.closed", by=by, table=TABLE, row=account.pk, data={"waiting": bool(waiting)})
    return offer_undo(by=by, label=_("Cuenta cerrada"), kind=UNDO, data={"account": account.pk})


def undo_closing(by: User, data: dict[str, Any]) -> Undone:
    """The account is in use again. Registered with kernel.undo. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    rows = ChannelAccount.objects.filter(pk=data["account"], closed_at__isnull=False)
    if not rows.update(closed_at=None, closed_by=None):
        raise UnableToUndo("changed_since")
    record_event(kind="channel_account.reopened", by=by, table=TABLE, row=data["account"])
    return Undone(restored=1)


def try_account(*, account: ChannelAccount, by: User) -> str:
    """Speak to the provider without sending anything; what it said. Raises UnableToSaveAccount, UnableToReach."""
    _allow(by)
    try:
        said = adapter_of(account).check(opened(account))
    except UnableToDecipher as error:
        raise UnableToReach("bad_options") from error
    record_event(kind="channel_account.tried", by=by, table=TABLE, row=account.pk, data={"works": True})
    return said


def _allow(by: User) -> None:
    if not may(by, "may_administer"):
        raise UnableToSaveAccount("not_allowed")


def _fields(channel: str, provider: str) -> tuple[Field, ...]:
    try:
        return adapter_for(channel, provider).fields
    except UnableToFindAdapter as error:
        raise UnableToSaveAccount("unknown_provider", "provider") from error


def _kept_secret(row: ChannelAccount) -> dict[str, str]:
    try:
        return decipher(row.secret)
    except UnableToDecipher:
        return {}


def _read(
    fields: tuple[Field, ...], plan: AccountPlan, *, kept: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Options and secrets, each as its field wants it."""
    options: dict[str, Any] = {}
    secret: dict[str, str] = {}
    for field in fields:
        said = str(plan.told.get(field.name) or "").strip()
        if field.is_secret:
            secret[field.name] = said or kept.get(field.name, "")
            said = secret[field.name]
        if field.is_required and not said:
            raise UnableToSaveAccount("needed", field.name)
        if len(said) > (4_000 if field.is_secret else LONGEST):
            raise UnableToSaveAccount("too_long", field.name)
        if said and not field.is_secret:
            options[field.name] = _value(field, said)
        elif field.default and not field.is_secret:
            options[field.name] = field.default
    return options, {name: value for name, value in secret.items() if value}


def _value(field: Field, said: str) -> Any:
    if field.kind == "number":
        if not said.isascii() or not said.isdecimal() or not 0 < int(said) <= 1_000_000:
            raise UnableToSaveAccount("bad_number", field.name)
        return int(said)
    if field.kind == "choice" and said not in field.choices:
        raise UnableToSaveAccount("bad_choice", field.name)
    if field.kind == "email" and (said.count("@") != 1 or any(sign.isspace() or sign in '<>,;"' for sign in said)):
        raise UnableToSaveAccount("bad_email", field.name)
    if field.kind == "url" and (urlsplit(said).scheme not in {"http", "https"} or not urlsplit(said).netloc):
        raise UnableToSaveAccount("bad_url", field.name)
    if any(sign in said for sign in "\r\n\0"):
        raise UnableToSaveAccount("bad_choice", field.name)
    return said


def _write(row: ChannelAccount, plan: AccountPlan) -> None:
    row.name = " ".join(plan.name.split())[:80]
    if not row.name:
        raise UnableToSaveAccount("no_name", "name")
    if plan.price is not None:
        try:
            digits_of(plan.currency)
        except UnableToKnowCurrency as error:
            raise UnableToSaveAccount("bad_currency", "currency") from error
    currency = plan.currency or PRICED_IN.get(row.channel, "")
    row.per_second, row.per_day, row.price, row.currency = plan.per_second, plan.per_day, plan.price, currency
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnableToSaveAccount("taken", "name") from error


def _data(row: ChannelAccount) -> dict[str, Any]:
    return {"channel": row.channel, "provider": row.provider}
